"""Laying a published opportunity out for searching."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from collab_portal.reference.areas import expanded
from collab_portal.reference.cpv import cpv_prefixes
from procurement import bulk
from procurement.matching import asks
from procurement.matching.asks import value_range
from procurement.models import Opportunity, PipelineEntry, Reserved, Stage
from procurement.snapshot import Snapshot

DOCUMENT = "portal_document(item->>'title_en', item->>'title_cy', item->>'rest_en', item->>'rest_cy')"
SUMMARY, READ_FOR_SUMMARY = 240, 1000
GRACE = timedelta(days=31)  # a planned start that has just gone by is late, not over


def write_entries(published: Iterable[tuple[Opportunity, Snapshot]], *, at: datetime) -> None:
    """Insert or rewrite the entries of these opportunities, in one statement."""
    published = list(published)
    bulk.insert(
        [_entry(opportunity, said, at) for opportunity, said in published],
        computed={"document": DOCUMENT},
        also=[_texts(said) for _opportunity, said in published],
        replace="opportunity_id",
    )


def expires_at(said: Snapshot) -> datetime | None:
    """From when on the entry is no longer current: its deadline, or a month after tendering should have begun.

    Imported plans may leave that date out; then the first date counts that they do give.
    """
    if said.stage == Stage.TENDERING:
        return said.submissions_close_at
    if said.stage == Stage.PLANNED:
        known = next((window for name in Opportunity.MILESTONES if (window := getattr(said, name))), None)
        return known and timezone.make_aware(datetime.combine(known.latest + GRACE, time.min))
    return None


def smallest_lot(said: Snapshot) -> Decimal | None:
    """The value of the smallest lot. One lot without a value of its own is the whole."""
    values = [lot.value_amount for lot in said.lots if lot.value_amount is not None and said.currency == "GBP"]
    if not values and len(said.lots) == 1:
        return value_range(said)[1]
    return min(values, default=None)


def _entry(opportunity: Opportunity, said: Snapshot, at: datetime) -> PipelineEntry:
    value_min, value_max = value_range(said)
    return PipelineEntry(
        opportunity=opportunity,
        reference=said.reference,
        version=opportunity.version,
        stage=said.stage,
        title_en=said.title_en,
        title_cy=said.title_cy,
        summary_en=_summary(said.description_en),
        summary_cy=_summary(said.description_cy),
        buyer_id=said.buyer.id,
        buyer_ids=[said.buyer.id, *(body.id for body in said.joint_buyers)],
        buyer_name_en=said.buyer.name_en,
        buyer_name_cy=said.buyer.name_cy,
        category_id=said.category or None,
        cpv_codes=said.cpv_codes,
        cpv_tokens=sorted({token for code in _all_codes(said) for token in cpv_prefixes(code)}),
        area_codes=said.area_codes,
        area_tokens=sorted(expanded(_all_areas(said))),
        value_amount=said.value_amount if said.currency == "GBP" else None,
        value_band=said.value_band,
        value_min=value_min,
        value_max=value_max,
        tender_earliest=said.tender_start.earliest,
        tender_latest=said.tender_start.latest,
        tender_confidence=said.tender_start.confidence,
        submissions_close_at=said.submissions_close_at,
        contract_start_earliest=said.contract_start.earliest,
        lot_count=len(said.lots),
        smallest_lot=smallest_lot(said),
        is_sme_suitable=any(lot.sme_suitable for lot in said.lots),
        is_vcse_suitable=any(lot.vcse_suitable for lot in said.lots),
        reserved=sorted({lot.reserved for lot in said.lots} - {Reserved.NONE.value}),
        asks=[ask.as_json() for ask in asks.of(said)],
        follows=said.follows,
        expires_at=expires_at(said),
        published_at=opportunity.published_at,
        changed_at=at,
    )


def _all_codes(said: Snapshot) -> set[str]:
    return {*said.cpv_codes, *(code for lot in said.lots for code in lot.cpv_codes)}


def _all_areas(said: Snapshot) -> set[str]:
    return {*said.area_codes, *(code for lot in said.lots for code in lot.area_codes)}


def _summary(text: str) -> str:
    beginning = " ".join(text[:READ_FOR_SUMMARY].split())
    return beginning if len(beginning) <= SUMMARY else f"{beginning[: SUMMARY - 1].rstrip()}…"


def _texts(said: Snapshot) -> dict[str, str]:
    """What the document is made of; the titles are in the entry."""
    bodies = [said.buyer, *said.joint_buyers]
    rest_en = [said.reference, said.description_en, *(body.name_en for body in bodies)]
    rest_cy = [said.description_cy, *(body.name_cy for body in bodies)]
    for lot in said.lots:
        rest_en += [lot.title_en, lot.description_en]
        rest_cy += [lot.title_cy, lot.description_cy]
    return {"rest_en": "\n".join(rest_en), "rest_cy": "\n".join(rest_cy)}
