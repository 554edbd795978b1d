"""Planning notices as OCDS: what a pipeline, engagement or planned procurement notice would say, ready to be entered.

They are data for a notice, not the notice: the document in them has no address until the notice is published.
"""

from datetime import datetime
from typing import Any

from procurement.ocds import export
from procurement.snapshot import Snapshot

Json = dict[str, Any]

DESCRIPTIONS = {
    "UK1": "Data for a pipeline notice",
    "UK2": "Data for a preliminary market engagement notice",
    "UK3": "Data for a planned procurement notice",
}


def release(said: Snapshot, notice_type: str, *, at: datetime, milestones: list[Json] = ()) -> Json:
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
