"""Opportunities that are met for the first time."""

from dataclasses import asdict

from procurement.buyers import Recognition
from procurement.models import Award, AwardCriterion, Lot, NoticeLink, Opportunity
from procurement.ocds.awards import FoundAward
from procurement.ocds.lots import FoundLot
from procurement.ocds.reading import Reading


def create(readings: list[Reading], recognition: Recognition) -> list[Opportunity]:
    """Insert what these releases say, with one statement for each kind of row."""
    opportunities = Opportunity.objects.bulk_create([_opportunity(each, recognition) for each in readings])
    pairs = list(zip(opportunities, readings, strict=True))
    lots = _create_lots(pairs)
    Award.objects.bulk_create(
        award_row(opportunity, found, lots.get((opportunity.pk, found.lot)), recognition)
        for opportunity, reading in pairs
        for found in reading.awards
    )
    NoticeLink.objects.bulk_create(
        NoticeLink(opportunity=opportunity, **asdict(found))
        for opportunity, reading in pairs
        for found in reading.notices
    )
    joins = Opportunity.joint_buyers.through
    joins.objects.bulk_create(
        joins(opportunity_id=opportunity.pk, organisation_id=key)
        for opportunity, reading in pairs
        for key in joint_buyers(reading, recognition)
    )
    return opportunities


def joint_buyers(reading: Reading, recognition: Recognition) -> set[int]:
    """Who buys together with the first. Several names in a notice may turn out to be one body."""
    lead, *others = [recognition.buyers[party].pk for party in reading.buyers] or [None]
    return set(others) - {lead}


def award_row(opportunity: Opportunity, found: FoundAward, lot: Lot | None, recognition: Recognition) -> Award:
    supplier = recognition.suppliers.get(found.supplier) if found.supplier else None
    return Award(
        opportunity=opportunity,
        lot=lot,
        source_id=found.source_id,
        outcome=found.outcome,
        supplier=supplier,
        supplier_name=found.supplier.name if found.supplier else "",
        value_amount=found.value_amount,
        currency=found.currency,
        awarded_on=found.awarded_on,
    )


def _opportunity(reading: Reading, recognition: Recognition) -> Opportunity:
    columns = {name: value for group in reading.fields.values() for name, value in group.items()}
    return Opportunity(
        ocid=reading.ocid,
        origin=Opportunity.Origin.IMPORT,
        stage=reading.stage,
        buyer=recognition.buyers[reading.buyers[0]],
        published_at=reading.released_at,
        **columns,
    )


def _create_lots(pairs: list[tuple[Opportunity, Reading]]) -> dict[tuple[int, str], Lot]:
    """The lots with their criteria; a release that names none has one, the whole."""
    lots = [
        (Lot(opportunity=opportunity, number=number, source_id=found.source_id, **found.columns), found)
        for opportunity, reading in pairs
        for number, found in enumerate(reading.lots or [FoundLot("", {})], start=1)
    ]
    Lot.objects.bulk_create([lot for lot, _found in lots])
    criteria = [AwardCriterion(lot=lot, **each) for lot, found in lots for each in found.criteria]
    AwardCriterion.objects.bulk_create(criteria)
    return {(lot.opportunity_id, lot.source_id): lot for lot, _found in lots}
