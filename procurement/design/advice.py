"""The first advice for lines of a pipeline, and how many verified enterprises stand behind it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet

from collab_portal.reference.models import Threshold
from procurement.design import inputs
from procurement.design.gathering import Planned, working_copies
from procurement.design.hints import Hint, hints
from procurement.design.review import own_limits
from procurement.matching import asks, suppliers
from procurement.matching.asks import Ask
from procurement.models import Opportunity, Reserved, Stage

IN_TIME = (Stage.DRAFT, Stage.PLANNED)  # later it is too late for advice


@dataclass(frozen=True)
class Advice:
    """What to think of first. `market`: how many verified enterprises do this work there, in whatever size.

    It is None where nothing says yet what is to be done.
    """

    hints: list[Hint]
    market: int | None


def of_working_copies(wanted: QuerySet[Opportunity], *, today: date) -> dict[str, Advice]:
    """By reference, for those whose tender is not out."""
    return advised(working_copies(wanted.filter(stage__in=IN_TIME)), today=today)


def advised(planned: Iterable[Planned], *, today: date) -> dict[str, Advice]:
    """By reference. Three queries for all of them."""
    planned = list(planned)
    if not planned:
        return {}
    thresholds, own = list(Threshold.objects.all()), own_limits(each.said.buyer.id for each in planned)
    work = {each.said.reference: _any_size(asks.of(each.said)[0]) for each in planned}
    distinct = [ask for ask in dict.fromkeys(work.values()) if ask.names_work]
    counted = dict(zip(distinct, suppliers.counts(distinct), strict=True)) if distinct else {}
    return {
        each.said.reference: Advice(
            hints(
                inputs.of(
                    each.said,
                    today=today,
                    published_on=each.published_on,
                    meets_bidders=each.meets_bidders,
                    thresholds=thresholds,
                    own_limits=own.get(each.said.buyer.id),
                )
            ),
            counted.get(work[each.said.reference]),
        )
        for each in planned
    }


def _any_size(ask: Ask) -> Ask:
    """Who does the work there, whether or not all of it at once."""
    return replace(ask, low=None, high=None, reserved=Reserved.NONE.value)
