"""What happens beside the releases of an opportunity, as a release of its own: questions with their answers
(`tender.enquiries` of OCDS's enquiries extension) and events with bidders (`planning.milestones`).

Releases that were published never change. So this one is made when it is asked for, and has another id as soon as it
says something else. Who asked is not in it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from procurement.models import MarketEvent, Question
from procurement.ocds import notices
from procurement.ocds.dates import day_end
from procurement.ocds.export import Json, text, without_empty
from procurement.snapshot import Snapshot


def release(
    said: Snapshot,
    *,
    questions: Sequence[Question],
    meetings: Sequence[MarketEvent],
    last_day: date | None,
    at: datetime,
) -> Json | None:
    """None where nothing was asked and nobody met. `last_day`: until when questions are taken."""
    moments = [*(_changed(each) for each in questions), *(_told(each, at) for each in meetings)]
    if not moments:
        return None
    language, newest = "en" if said.title_en else "cy", max(moments)
    return without_empty(
        {
            "ocid": said.ocid,
            "id": f"{said.ocid}-engagement-{newest:%Y%m%dT%H%M%S}",
            "date": newest.isoformat(),
            "tag": ["planningUpdate" if said.stage == "planned" else "tenderUpdate"],
            "initiationType": "tender",
            "language": language,
            "planning": {"milestones": _milestones(meetings, at)},
            "tender": {
                "id": said.reference,
                "hasEnquiries": True if questions else None,
                "enquiryPeriod": {"endDate": day_end(last_day)},
                "enquiries": [_enquiry(each, language) for each in questions],
            },
        }
    )


def _enquiry(question: Question, language: str) -> Json:
    """One that is not answered says why in its answer."""
    return {
        "id": str(question.number),
        "date": question.asked_at.isoformat(),
        **_renamed("description", text("question", question, language)),
        **text("answer", question, language),
        "dateAnswered": _changed(question).isoformat(),
    }


def _renamed(name: str, texts: Json) -> Json:
    return {key.replace("question", name): value for key, value in texts.items()}


def _changed(question: Question) -> datetime:
    """Until it is settled nobody is told of it."""
    return question.corrected_at or question.settled_at or question.asked_at


def _milestones(meetings: Iterable[MarketEvent], at: datetime) -> list[Json]:
    found = []
    for held, milestone in zip(meetings, notices.engagement(meetings), strict=True):
        is_over = held.event.ends_at <= at
        met = {"status": "met", "dateMet": held.event.ends_at.isoformat()} if is_over else {}
        found.append(milestone | met)
    return found


def _told(held: MarketEvent, at: datetime) -> datetime:
    """When something was last said of it; that it is over is said too."""
    moments = (held.linked_at, held.notes_published_at, held.event.ends_at)
    return max(moment for moment in moments if moment and moment <= at)
