"""The rule of one award: frozen when the criteria are published, kept as JSON, and never changed afterwards."""

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from enum import StrEnum

import msgspec

VERSION = 1  # of the JSON


class Part(StrEnum):
    """What the whole is made of, besides price."""

    SOCIAL_VALUE = "social_value"
    QUALITY = "quality"


class Method(StrEnum):
    """How an offer becomes points. The codes in brackets are those of the methods as the trade names them."""

    RELATIVE = "relative"  # QREL: the highest value gets all points, the others their share of it
    TARGET = "target"  # QTGT: value as a percentage of the contract, against a target, at most all points
    UNIT_RELATIVE = "unit_relative"  # QUNIT: units, against the best offer
    UNIT_TARGET = "unit_target"  # QUNIT: units, against a target, at most all points
    SCALE = "scale"  # QUAL: the agreed score of the panel on a scale

    @property
    def is_quantitative(self) -> bool:
        return self is not Method.SCALE

    @property
    def is_absolute(self) -> bool:
        """No offer changes the points of another."""
        return self not in (Method.RELATIVE, Method.UNIT_RELATIVE)

    @property
    def has_target(self) -> bool:
        return self in (Method.TARGET, Method.UNIT_TARGET)


class PriceMethod(StrEnum):
    """How price counts: as points beside the others, or against all of them in one figure."""

    NONE = "none"  # price is fixed, or decides nothing
    LOWEST_OVER_BID = "lowest_over_bid"  # PREL: points
    PER_QUALITY_POINT = "per_quality_point"  # PQP: pounds for a point, the lowest wins
    VALUE_INDEX = "value_index"  # VFMI: points for so many pounds, the highest wins
    WILLINGNESS_TO_PAY = "willingness_to_pay"  # WTP: price less what the points are worth, the lowest wins
    RELATIVE_VALUE = "relative_value"  # RVC: price set against relative quality, the lowest wins

    @property
    def is_figure(self) -> bool:
        """Bids are ranked by this figure, not by the sum of points."""
        return self not in (PriceMethod.NONE, PriceMethod.LOWEST_OVER_BID)

    @property
    def lowest_wins(self) -> bool:
        return self.is_figure and self is not PriceMethod.VALUE_INDEX


class Direction(StrEnum):
    MORE = "more"
    LESS = "less"


class RoundingMode(StrEnum):
    """Only what every spreadsheet can do too."""

    HALF_UP = "half_up"
    DOWN = "down"
    UP = "up"

    @property
    def decimal_mode(self) -> str:
        return {"half_up": ROUND_HALF_UP, "down": ROUND_DOWN, "up": ROUND_UP}[self.value]


class TieBreak(StrEnum):
    """What decides between equals, in the order of the rule. Who is still equal after that shares a rank."""

    SOCIAL_VALUE = "social_value"  # higher points for social value
    QUALITY = "quality"  # higher points for quality
    PRICE = "price"  # lower price


class Level(msgspec.Struct, frozen=True, omit_defaults=True):
    """One step of a scale, with its descriptor."""

    score: Decimal
    name_en: str = ""
    name_cy: str = ""
    text_en: str = ""
    text_cy: str = ""


class Scale(msgspec.Struct, frozen=True, omit_defaults=True):
    """What evaluators score on, from zero to `top`. With `only_levels`, no score between the levels."""

    code: str
    top: Decimal
    levels: tuple[Level, ...] = ()
    only_levels: bool = True
    name_en: str = ""
    name_cy: str = ""


class Measure(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is counted for a criterion that adds up several things in pounds. `unit_value`: pounds for one unit."""

    code: str
    unit_value: Decimal
    unit: str = ""
    name_en: str = ""
    name_cy: str = ""


class Criterion(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that is scored. `weight`: its points of the whole.

    `target`: percent of the contract value (`Method.TARGET`) or units (`Method.UNIT_TARGET`).
    `gate`: the worst that is accepted, as a score on the scale, or as the quantity offered (a lower bound, or an upper
    bound where less is better). `measures`: where empty, the quantity is filed under the criterion's own code.
    """

    code: str
    part: Part
    method: Method
    weight: Decimal
    direction: Direction = Direction.MORE
    scale: str = ""
    target: Decimal | None = None
    gate: Decimal | None = None
    unit: str = ""
    measures: tuple[Measure, ...] = ()
    name_en: str = ""
    name_cy: str = ""


class Split(msgspec.Struct, frozen=True):
    """SPLIT: which share of social value is counted, and which is judged. Shares of one."""

    quantitative: Decimal
    qualitative: Decimal


class Price(msgspec.Struct, frozen=True, omit_defaults=True):
    """`per`: the pounds that a value index is counted for. `pounds_per_point`: what a point is worth to the buyer."""

    method: PriceMethod = PriceMethod.NONE
    weight: Decimal = Decimal(0)
    per: Decimal = Decimal(1)
    pounds_per_point: Decimal | None = None


class Rounding(msgspec.Struct, frozen=True, omit_defaults=True):
    """How points are shown. Only where it `decides` are bids compared as shown, and not by the whole value."""

    places: int = 2
    mode: RoundingMode = RoundingMode.HALF_UP
    decides: bool = False


class Rule(msgspec.Struct, frozen=True, omit_defaults=True):
    """All that decides an award. Weights are points of `whole`, which is 100 nearly always.

    `contract_value`: what percentages are taken of; where None, the contract value of each bid.
    """

    criteria: tuple[Criterion, ...]
    social_value_weight: Decimal = Decimal(0)
    quality_weight: Decimal = Decimal(0)
    price: Price = Price()
    scales: tuple[Scale, ...] = ()
    split: Split | None = None
    rounding: Rounding = Rounding()
    ties: tuple[TieBreak, ...] = ()
    whole: Decimal = Decimal(100)
    contract_value: Decimal | None = None

    def weight_of(self, part: Part) -> Decimal:
        return self.social_value_weight if part is Part.SOCIAL_VALUE else self.quality_weight

    def criteria_of(self, part: Part) -> tuple[Criterion, ...]:
        return tuple(each for each in self.criteria if each.part is part)

    def scale_of(self, criterion: Criterion) -> Scale:
        """Of a checked rule, which names only scales that it has."""
        return next(scale for scale in self.scales if scale.code == criterion.scale)


class _Kept(msgspec.Struct, frozen=True):
    version: int
    rule: msgspec.Raw


class UnknownVersion(ValueError):
    """The JSON was written by a later portal."""


def to_json(rule: Rule) -> bytes:
    """The rule with the version of its format, for a column or a download. Numbers are text, so that none is bent."""
    return msgspec.json.encode({"version": VERSION, "rule": rule})


def from_json(kept: bytes | str) -> Rule:
    """The rule again. Raises UnknownVersion, or msgspec.ValidationError for what is no rule."""
    read = msgspec.json.decode(kept, type=_Kept)
    if read.version != VERSION:
        raise UnknownVersion(f"rule version {read.version}, and we read {VERSION}")
    return msgspec.json.decode(read.rule, type=Rule)
