"""One line of a plan: what was published of an opportunity, beside what the enterprise thinks of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from django.utils import timezone

from procurement.engagement.interests import part_name
from procurement.matching.asks import value_range
from procurement.models import Award, PipelineEntry, Prospect, Stage, SupplyNeed, ValueBand
from procurement.ocds.dates import months_later
from procurement.outlook.forecast import Income
from procurement.outlook.parts import Part
from procurement.snapshot import AwardSnapshot, Snapshot, Window

ALL_OF_IT = Decimal(100)
CERTAIN = 100


class Source(StrEnum):
    """Why it is in the plan."""

    INTEREST = "interest"
    BY_HAND = "by-hand"
    WATCH = "watch"


class Outcome(StrEnum):
    """What came of it for the enterprise."""

    OPEN = "open"
    WON = "won"
    LOST = "lost"
    OVER = "over"  # withdrawn or cancelled


class Basis(StrEnum):
    """Where the value comes from."""

    OWN = "own"
    AWARDED = "awarded"
    PUBLISHED = "published"
    LOWEST = "lowest"  # of a range
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Line:
    """`ours` are the organisations for which an award counts as ours: the enterprise, and the leads of its groups.

    `agreed` is the share that its group agreed on.
    """

    part: Part
    entry: PipelineEntry
    said: Snapshot
    sources: frozenset[Source]
    prospect: Prospect | None = None
    need: SupplyNeed | None = None
    ours: frozenset[int] = frozenset()
    agreed: Decimal | None = None

    @property
    def key(self) -> str:
        return f"{self.said.reference}/{self.part}"

    @property
    def name(self) -> str:
        """Of the part, where it is not all of it."""
        return part_name(self.said, self.part.lot) if self.part.lot else ""

    @property
    def is_by_hand_only(self) -> bool:
        return self.sources == {Source.BY_HAND}

    @cached_property
    def outcome(self) -> Outcome:
        if self.need:
            return Outcome.OPEN
        if self._won:
            return Outcome.WON
        if self.said.stage in (Stage.WITHDRAWN, Stage.CANCELLED):
            return Outcome.OVER
        # Lots are decided one by one: what no award speaks of is still open.
        return Outcome.LOST if self.said.stage == Stage.AWARDED and self._decided else Outcome.OPEN

    @property
    def counts(self) -> bool:
        """Money may still come of it."""
        return self.outcome in (Outcome.OPEN, Outcome.WON)

    # ------------------------------------------------------------------------------------------------- what it brings

    @property
    def probability(self) -> int | None:
        if self.outcome == Outcome.WON:
            return CERTAIN
        return self.prospect.probability if self.prospect else None

    @property
    def share(self) -> Decimal:
        if self.prospect and self.prospect.share is not None:
            return self.prospect.share
        return ALL_OF_IT if self.agreed is None else self.agreed

    @property
    def share_is_agreed(self) -> bool:
        return self.agreed is not None and self.share == self.agreed

    @property
    def value(self) -> Decimal | None:
        return self._valued[0]

    @property
    def basis(self) -> Basis:
        return self._valued[1]

    @cached_property
    def start(self) -> Window:
        """When income would begin; empty where nobody knows."""
        award = self._award
        if award and award.starts_on:
            return Window(award.starts_on, award.starts_on)
        return self.said.contract_start

    @property
    def ends_on(self) -> date | None:
        """The last day of the contract, without extensions."""
        if self._award and self._award.ends_on:
            return self._award.ends_on
        if self.start.earliest is None or not self.said.contract_months:
            return None
        return months_later(self.start.earliest, self.said.contract_months)

    @cached_property
    def income(self) -> Income | None:
        """None until both the value and how likely it is are known, and when it is lost."""
        if not self.counts or self.value is None or self.probability is None:
            return None
        return Income(self.value, self.share, self.probability, self.start.earliest, self.ends_on)

    # ---------------------------------------------------------------------------------------------------- its deadline

    @property
    def closes_on(self) -> date | None:
        """The deadline, or the first day on which it is expected."""
        if self.need:
            return self.need.wanted_by
        if self.said.submissions_close_at:
            return timezone.localdate(self.said.submissions_close_at)
        return self.said.tender_close.earliest

    @property
    def size(self) -> Decimal | None:
        """What the whole of it is worth at the least, whatever our share: may it be too large for us alone?"""
        return self._published[0]

    # --------------------------------------------------------------------------------------------------------- within

    @cached_property
    def _decided(self) -> list[AwardSnapshot]:
        """How this part ended: its own awards, and those of the whole."""
        lot = self.part.lot
        return [each for each in self.said.awards if lot is None or each.lot in (None, lot)]

    @cached_property
    def _won(self) -> list[AwardSnapshot]:
        won = (each for each in self._decided if each.outcome == Award.Outcome.AWARDED)
        return [each for each in won if each.supplier_id in self.ours]

    @property
    def _award(self) -> AwardSnapshot | None:
        """Ours; or, for a part that somebody passes on, theirs."""
        if self.need:
            theirs = (each for each in self.said.awards if each.supplier_id == self.need.organisation_id)
            return next(theirs, None)
        return self._won[0] if self._won else None

    @cached_property
    def _valued(self) -> tuple[Decimal | None, Basis]:
        if self.prospect and self.prospect.value is not None:
            return self.prospect.value, Basis.OWN
        amounts = [each.value_amount for each in self._won if each.currency == "GBP"]
        if amounts and all(amount is not None for amount in amounts):
            return sum((amount for amount in amounts if amount is not None), Decimal(0)), Basis.AWARDED
        return self._published

    @cached_property
    def _published(self) -> tuple[Decimal | None, Basis]:
        """Without VAT. Of a range its lower end, so that nobody counts on too much."""
        if self.need:
            return _lowest(*ValueBand(self.need.value_band).limits) if self.need.value_band else UNKNOWN
        if self.said.currency != "GBP":
            return UNKNOWN
        if self.part.lot:
            lot = next((each for each in self.said.lots if each.number == self.part.lot), None)
            return (lot.value_amount, Basis.PUBLISHED) if lot and lot.value_amount is not None else UNKNOWN
        if self.said.value_band:
            return _lowest(*value_range(self.said))
        return (self.said.value_amount, Basis.PUBLISHED) if self.said.value_amount is not None else UNKNOWN


UNKNOWN: tuple[Decimal | None, Basis] = (None, Basis.UNKNOWN)


def _lowest(low: Decimal | None, _high: Decimal | None) -> tuple[Decimal | None, Basis]:
    """A range that begins at nothing says nothing."""
    return (low, Basis.LOWEST) if low else UNKNOWN
