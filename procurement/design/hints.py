"""The short advice for a line of a plan of which little is known yet: one look, at most three words to act on."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from procurement.design.checks import CHECKS
from procurement.design.findings import Result
from procurement.design.inputs import Design
from procurement.models import Opportunity, Reserved

TOO_LARGE = {Result.ADVICE, Result.BARRIER}


class Hint(TextChoices):
    """What to think of first."""

    RESERVE = "reserve", _("Look at reserving it")
    LOT = "lot", _("Split it into lots")
    TALK = "talk", _("Talk to the market first")
    CLAUSE = "clause", _("Put in a social clause")


def hints(design: Design) -> list[Hint]:
    """Where nothing else can be done for small providers, their work can still be bought through a clause."""
    found = []
    is_reserved = any(lot.reserved != Reserved.NONE for lot in design.lots)
    if (design.light_touch or design.for_people) and not is_reserved and not design.reservation_considered:
        found.append(Hint.RESERVE)
    if len(design.lots) == 1 and CHECKS["F-02"](design).result in TOO_LARGE:
        found.append(Hint.LOT)
    if _is_worth_talking(design):
        found.append(Hint.TALK)
    if not found or design.main_category == Opportunity.MainCategory.WORKS:
        found.append(Hint.CLAUSE)
    return found


def _is_worth_talking(design: Design) -> bool:
    """It is large or for people, and nobody has asked the market."""
    has_asked = design.market_engaged or design.has_engagement_notice or design.meets_bidders
    return bool(design.is_sizeable or design.for_people) and not has_asked
