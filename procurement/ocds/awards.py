"""How the lots of a release ended: who won, or that nobody did."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from procurement.models import Award as AwardRow
from procurement.ocds import parties
from procurement.ocds.parties import Party
from procurement.ocds.source import Award, Release
from procurement.ocds.values import Refused, Values

MOST_AWARDS = 2_000
AWARD_ID_LENGTH = 100
OUTCOMES = {
    "active": AwardRow.Outcome.AWARDED,
    "unsuccessful": AwardRow.Outcome.NOT_AWARDED,
    "cancelled": AwardRow.Outcome.CANCELLED,
}


@dataclass(frozen=True)
class FoundAward:
    """One winner of an award, or its ending without one. The id says which award of the release it belongs to."""

    award_id: str
    source_id: str
    outcome: str
    lot: str = ""
    supplier: Party | None = None
    value_amount: Decimal | None = None
    currency: str = "GBP"
    awarded_on: date | None = None
    supplier_address: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def awards(release: Release, values: Values) -> list[FoundAward]:
    """Each winner has a row. Where several share an award its value is that of all together, and is said of none."""
    found = [row for n, award in enumerate(release.awards or ()) for row in _award(n, award, release, values)]
    if len(found) > MOST_AWARDS:
        raise Refused("$.awards", f"more than {MOST_AWARDS} winners")
    return found


def _award(n: int, award: Award, release: Release, values: Values) -> Iterator[FoundAward]:
    path = f"$.awards[{n}]"
    outcome = OUTCOMES.get(award.status or "active")
    if outcome is None:
        return values.leave_out(path, "not decided yet")
    award_id = values.line(f"{path}.id", str(award.id), AWARD_ID_LENGTH)
    lots = award.relatedLots or ()
    winners = _winners(path, award, release, values) if outcome == AwardRow.Outcome.AWARDED else [None]
    if not winners:
        return values.leave_out(f"{path}.suppliers", "nobody is named")
    currency = values.currency_of(award.value)
    amount, _gross = values.amounts(f"{path}.value", award.value, currency)
    if amount is not None and len(winners) > 1:
        values.leave_out(f"{path}.value", f"of all {len(winners)} suppliers together")
        amount = None
    starts_on, ends_on = _period(path, award, release, values)
    addresses = _addresses(path, award, release, values)
    for m, winner in enumerate(winners, start=1):
        yield FoundAward(
            award_id=award_id,
            source_id=award_id if m == 1 else f"{award_id}/{m}",
            outcome=outcome,
            lot=str(lots[0]) if len(lots) == 1 else "",
            supplier=winner,
            value_amount=amount,
            currency=currency,
            awarded_on=values.day(f"{path}.date", award.date),
            supplier_address=addresses.get(winner, ""),
            starts_on=starts_on if winner else None,
            ends_on=ends_on if winner else None,
        )


def _period(path: str, award: Award, release: Release, values: Values) -> tuple[date | None, date | None]:
    """From when until when: as the award says, or else the contract that came of it."""
    contracts = (
        each.period for each in release.contracts or () if each.awardID is not None and each.awardID == award.id
    )
    period = award.contractPeriod or next(contracts, None)
    if period is None:
        return None, None
    starts_on = values.day(f"{path}.contractPeriod.startDate", period.startDate)
    ends_on = values.day(f"{path}.contractPeriod.endDate", period.endDate)
    if starts_on and ends_on and ends_on < starts_on:
        values.leave_out(f"{path}.contractPeriod.endDate", "it ends before it starts")
        ends_on = None
    return starts_on, ends_on


def _addresses(path: str, award: Award, release: Release, values: Values) -> dict[Party | None, str]:
    return {
        parties.supplier(f"{path}.suppliers[{m}]", each, release, Values()): parties.place_of_business(
            f"{path}.suppliers[{m}]", each, release, values
        )
        for m, each in enumerate(award.suppliers or ())
    }


def _winners(path: str, award: Award, release: Release, values: Values) -> list[Party]:
    found = [
        parties.supplier(f"{path}.suppliers[{m}]", each, release, values)
        for m, each in enumerate(award.suppliers or ())
    ]
    return [party for party in dict.fromkeys(found) if party.name]
