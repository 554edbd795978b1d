"""What ends soon: contracts of a public body whose successor should be in the pipeline by now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from collab_portal.accounts.models import Organisation
from procurement.models import Opportunity, Stage
from procurement.ocds.dates import months_later

HORIZON = 24  # months


@dataclass(frozen=True)
class Ending:
    """An awarded contract and its last day, without the extensions that the buyer may still choose."""

    opportunity: Opportunity
    ends_on: date


def ending_soon(body: Organisation, *, on: date) -> list[Ending]:
    """Those that end within two years, the first to end first, of which nobody has said what follows."""
    awarded = Opportunity.objects.filter(buyer=body, stage=Stage.AWARDED, followed_by=None, renewal=None)
    rows = awarded.annotate(last=Max("awards__ends_on", filter=Q(awards__outcome="awarded"))).filter(
        Q(last__range=(on, months_later(on, HORIZON)))
        | Q(last=None, contract_start_latest__isnull=False, contract_months__gt=0)
    )
    every = (Ending(each, last) for each in rows if (last := each.last or _last_day(each)))
    return sorted(_within(every, on), key=lambda each: (each.ends_on, each.opportunity.pk))


def ends_on(opportunity: Opportunity) -> date | None:
    """As its awards say, or else by its start and its length."""
    told = opportunity.awards.filter(outcome="awarded").aggregate(last=Max("ends_on"))["last"]
    return told or _last_day(opportunity)


def _last_day(opportunity: Opportunity) -> date | None:
    start, months = opportunity.contract_start_latest, opportunity.contract_months
    return months_later(start, months) if start and months else None


def _within(endings: Iterable[Ending], on: date) -> Iterable[Ending]:
    return (each for each in endings if on <= each.ends_on <= months_later(on, HORIZON))
