"""Planning notices as OCDS: what a pipeline, engagement or planned procurement notice would say, ready to be entered.

They are data for a notice, not the notice: the document in them has no address until the notice is published.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from procurement.models import MarketEvent
from procurement.ocds import export
from procurement.ocds.dates import day_end
from procurement.snapshot import Snapshot

Json = dict[str, Any]

DESCRIPTIONS = {
    "UK1": "Data for a pipeline notice",
    "UK2": "Data for a preliminary market engagement notice",
    "UK3": "Data for a planned procurement notice",
}


def engagement(meetings: Iterable[MarketEvent]) -> list[Json]:
    """The events at which a buyer hears the market, as milestones: when they are, and until when it listens."""
    return [
        {
            "id": each.event.reference,
            "type": "engagement",
            "title": each.event.title_en or each.event.title_cy,
            "description": f"{each.event.starts_at.isoformat()} {each.event.place}".strip(),
            "dueDate": day_end(each.closes_on),
            "status": "scheduled",
        }
        for each in meetings
    ]


def release(said: Snapshot, notice_type: str, *, at: datetime, milestones: Sequence[Json] = ()) -> Json:
    """The release of an opportunity as this notice would have it. `milestones` are the dates of an engagement."""
    release_id = f"{said.reference}-{notice_type}-{at:%Y%m%dT%H%M%S}"
    made = export.release(said, before=None, release_id=release_id, published_at=at)
    document = {
        "id": release_id,
        "documentType": export.DOCUMENT_TYPES[notice_type],
        "noticeType": notice_type,
        "description": DESCRIPTIONS[notice_type],
    }
    planning = made.setdefault("planning", {})
    planning["documents"] = [document, *planning.get("documents", [])]
    if milestones:
        planning["milestones"] = list(milestones)
    return made
