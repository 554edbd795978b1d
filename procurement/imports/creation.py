"""Opportunities that are met for the first time."""

from collections.abc import Iterable
from dataclasses import asdict

from django.db.models import Model

from collab_portal.accounts.models import Organisation
from procurement import bulk
from procurement.buyers import Recognition
from procurement.models import Award, AwardCriterion, Lot, NoticeLink, Opportunity
from procurement.ocds.awards import FoundAward
from procurement.ocds.lots import FoundLot
from procurement.ocds.reading import Reading


def create(readings: list[Reading], recognition: Recognition) -> list[Opportunity]:
    """Insert what these releases say, with one statement for each kind of row."""
    opportunities = bulk.insert([_opportunity(each, recognition) for each in readings])
    pairs = list(zip(opportunities, readings, strict=True))
    lots = _create_lots(pairs)
    awards = bulk.insert(
        [
            award_row(opportunity, found, lots.get((opportunity.pk, found.lot)), recognition)
            for opportunity, reading in pairs
            for found in reading.awards
        ]
    )
    notices = bulk.insert(
        [
            NoticeLink(opportunity=opportunity, **asdict(found))
            for opportunity, reading in pairs
            for found in reading.notices
        ]
    )
    _join_buyers(pairs, recognition)
    for name, rows in {"lots": lots.values(), "awards": awards, "notices": notices}.items():
        _remember(name, rows, opportunities, "opportunity")
    return opportunities


def joint_buyers(reading: Reading, recognition: Recognition) -> list[Organisation]:
    """Who buys together with the first. Several names in a notice may turn out to be one body."""
    bodies = dict.fromkeys(recognition.buyers[party] for party in reading.buyers)
    return list(bodies)[1:]


def award_row(opportunity: Opportunity, found: FoundAward, lot: Lot | None, recognition: Recognition) -> Award:
    supplier = recognition.suppliers.get(found.supplier) if found.supplier else None
    return Award(
        opportunity=opportunity,
        lot=lot if found.lot else None,
        source_id=found.source_id,
        outcome=found.outcome,
        supplier=supplier,
        supplier_name=found.supplier.name if found.supplier else "",
        value_amount=found.value_amount,
        currency=found.currency,
        awarded_on=found.awarded_on,
        supplier_address=found.supplier_address,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
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


def _join_buyers(pairs: list[tuple[Opportunity, Reading]], recognition: Recognition) -> None:
    join = Opportunity.joint_buyers.through
    joint = [(opportunity, joint_buyers(reading, recognition)) for opportunity, reading in pairs]
    rows = [join(opportunity=opportunity, organisation=body) for opportunity, bodies in joint for body in bodies]
    join.objects.bulk_create(rows)
    for opportunity, bodies in joint:
        _cache(opportunity)["joint_buyers"] = bodies


def _create_lots(pairs: list[tuple[Opportunity, Reading]]) -> dict[tuple[int, str], Lot]:
    """The lots with their criteria; a release that names none has one, the whole."""
    found_lots = [
        (Lot(opportunity=opportunity, number=number, source_id=found.source_id, **found.columns), found)
        for opportunity, reading in pairs
        for number, found in enumerate(reading.lots or [FoundLot("", {})], start=1)
    ]
    lots = bulk.insert([lot for lot, _found in found_lots])
    criteria = bulk.insert([AwardCriterion(lot=lot, **each) for lot, found in found_lots for each in found.criteria])
    _remember("criteria", criteria, lots, "lot")
    return {(lot.opportunity_id, lot.source_id): lot for lot in lots}


def _remember(name: str, rows: Iterable[Model], owners: Iterable[Model], owner: str) -> None:
    """Leave what was just written where `prefetch_related` would put it, so that nobody reads it back."""
    kept: dict[int, list[Model]] = {}
    for each in owners:
        kept[each.pk] = _cache(each)[name] = []
    for row in rows:
        kept[getattr(row, f"{owner}_id")].append(row)


def _cache(row: Model) -> dict[str, list[Model]]:
    return row.__dict__.setdefault("_prefetched_objects_cache", {})
