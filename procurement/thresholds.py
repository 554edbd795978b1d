"""Whether a contract stands above the threshold from which the full procurement rules apply, and how we know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from collab_portal.reference.models import Threshold
from procurement.models import Opportunity, ValueBand
from procurement.snapshot import Snapshot

VAT = Decimal("1.2")  # the standard rate; some services bear less, none bears more


@dataclass(frozen=True)
class Standing:
    """Where a value stands. `is_above` is None where that cannot be said yet.

    `thresholds` are those that may apply: two where nobody has said whether the services are light touch.
    `is_estimate`: the value with VAT is not known, so it was taken to lie between the value without and with 20%.
    """

    is_above: bool | None
    thresholds: tuple[Threshold, ...]
    on: date
    is_estimate: bool = False

    @property
    def threshold(self) -> Threshold:
        """The one it was compared with; where two may apply, the one that decides."""
        pick = max if self.is_above else min
        return pick(self.thresholds, key=lambda each: each.amount)

    @property
    def is_verified(self) -> bool:
        return all(each.verified for each in self.thresholds)


def standing(said: Snapshot, thresholds: Iterable[Threshold], *, today: date) -> Standing | None:
    """Compare with the thresholds in force when the tender is, or was, out. None where there is nothing to compare.

    The buyers are taken to be sub-central bodies (councils, health boards, housing associations).
    """
    lowest, highest = gross_range(said)
    on = said.tender_start.earliest or _deadline(said) or today
    in_force = tuple(each for each in thresholds if each.kind in kinds(said) and _in_force(each, on))
    if said.currency != "GBP" or lowest is None or len(in_force) < len(kinds(said)):
        return None
    above = {_compare(lowest, highest, each.amount) for each in in_force}
    is_above = above.pop() if len(above) == 1 else None
    return Standing(is_above=is_above, thresholds=in_force, on=on, is_estimate=said.value_gross is None)


def kinds(said: Snapshot) -> tuple[str, ...]:
    """The kinds of threshold that may apply."""
    if said.main_category == Opportunity.MainCategory.WORKS:
        return (Threshold.Kind.WORKS,)
    if said.light_touch:
        return (Threshold.Kind.LIGHT_TOUCH,)
    if said.light_touch is None and said.main_category == Opportunity.MainCategory.SERVICES:
        return (Threshold.Kind.GOODS_SERVICES_SUB_CENTRAL, Threshold.Kind.LIGHT_TOUCH)
    return (Threshold.Kind.GOODS_SERVICES_SUB_CENTRAL,)


def gross_range(said: Snapshot) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most it can be worth with VAT. No most for an open band, neither where nothing is said."""
    if said.value_gross is not None:
        return said.value_gross, said.value_gross
    if said.value_amount is not None:
        return said.value_amount, said.value_amount * VAT
    if said.value_band:
        low, high = ValueBand(said.value_band).limits
        return low, high * VAT if high is not None else None
    return None, None


def _deadline(said: Snapshot) -> date | None:
    return timezone.localdate(said.submissions_close_at) if said.submissions_close_at else None


def _compare(lowest: Decimal, highest: Decimal | None, amount: Decimal) -> bool | None:
    """A value that equals the threshold is above it: section 3 says "not less than"."""
    if lowest >= amount:
        return True
    if highest is not None and highest < amount:
        return False
    return None


def _in_force(threshold: Threshold, on: date) -> bool:
    return threshold.valid_from <= on and (threshold.valid_to is None or on <= threshold.valid_to)
