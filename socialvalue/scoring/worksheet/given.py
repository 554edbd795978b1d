"""The two sheets of what is given: what the criteria say, and what was offered and scored."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from collab_portal.text.paired import paired
from socialvalue.scoring import words
from socialvalue.scoring.bids import Bid
from socialvalue.scoring.checking import measure_codes
from socialvalue.scoring.rule import Criterion, Direction, Measure, Method, Rule
from socialvalue.scoring.worksheet.cells import Place

HEADS = [_("Code"), _("Name"), _("Part"), _("Formula"), _("Weight"), _("Target"), _("Top of the scale")]
HEADS += [_("Limit"), _("Pounds for one")]
WEIGHT, TARGET, TOP, GATE, UNIT_VALUE = range(4, 9)


class Known:
    """The sheet of the rule: a row for each criterion, one for each measure, then the single figures."""

    def __init__(self, rule: Rule, title: str) -> None:
        self.title = title
        self.rows: list[list[object]] = [[str(head) for head in HEADS]]
        self._at: dict[str, int] = {}
        for criterion in rule.criteria:
            self._add(criterion.code, self._criterion(rule, criterion))
            for measure in criterion.measures:
                self._add(measure.code, self._measure(measure))
        price = rule.price
        singles = {
            "price_weight": (_("Weight of price"), price.weight),
            "per": (words.LABELS["per"], price.per),
            "pounds_per_point": (words.LABELS["pounds_per_point"], price.pounds_per_point),
            "most": (words.LABELS["most"], rule.whole),
            "contract_value": (words.LABELS["contract_value"], rule.contract_value),
            "places": (_("Decimal places shown"), rule.rounding.places),
        }
        for key, (label, value) in singles.items():
            self._add(f"={key}", ["", str(label), "", "", value])

    def of(self, code: str, column: int) -> str:
        """The cell of a criterion or measure."""
        return Place(self.title, column, self._at[code]).fixed

    def single(self, key: str) -> str:
        return self.of(f"={key}", WEIGHT)

    def _add(self, code: str, row: list[object]) -> None:
        self.rows.append(row)
        self._at[code] = len(self.rows)

    def _criterion(self, rule: Rule, criterion: Criterion) -> list[object]:
        top = rule.scale_of(criterion).top if criterion.method is Method.SCALE else None
        part, formula = str(words.LABELS[criterion.part.value]), str(words.FORMULAS[_formula(criterion)])
        numbers = [criterion.weight, criterion.target, top, criterion.gate]
        return [criterion.code, name_of(criterion), part, formula, *numbers]

    def _measure(self, measure: Measure) -> list[object]:
        empty = [None] * (UNIT_VALUE - WEIGHT)
        return [measure.code, name_of(measure), "", str(words.FORMULAS["worth"]), *empty, measure.unit_value]


class Offers:
    """The sheet of what was offered and scored. An empty cell was not offered."""

    def __init__(self, rule: Rule, title: str) -> None:
        self.title = title
        self.codes: list[str] = []
        self.heads: list[str] = []
        for criterion in rule.criteria:
            named: list[Criterion | Measure] = [*criterion.measures] or [criterion]
            for code, thing in zip(measure_codes(criterion) or (criterion.code,), named, strict=True):
                self.codes.append(code)
                self.heads.append(f"{code} {name_of(thing)}".strip())
        self.price, self.contract_value = Place(title, 1), Place(title, 2)

    def of(self, code: str) -> Place:
        return Place(self.title, 3 + self.codes.index(code))

    def rows(self, bids: Sequence[Bid], called: Mapping[str, str]) -> Iterator[list[object]]:
        yield [gettext("Bidder"), str(words.LABELS["price"]), str(words.LABELS["contract_value"]), *self.heads]
        for bid in bids:
            given: dict[str, Decimal] = bid.quantities | bid.scores
            yield [called[bid.id], bid.price, bid.contract_value, *(given.get(code) for code in self.codes)]


def _formula(criterion: Criterion) -> str:
    """The key of the words for how this criterion is scored."""
    if criterion.method is Method.SCALE:
        return "scale"
    name = "target" if criterion.method.has_target else "relative"
    return f"{name}_less" if criterion.direction is Direction.LESS else name


def name_of(thing: Criterion | Measure) -> str:
    """In the language of the page, or else in the other."""
    return paired(thing, "name", get_language() or "en")[0]
