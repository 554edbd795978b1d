"""What happens beside the releases of an opportunity, as a release of its own: questions with their answers
(`tender.enquiries` of OCDS's enquiries extension) and events with bidders (`planning.milestones`).

Releases that were published never change, so each answer and event brings another one (`procurement.beside`), which
tells all there is. Who asked is not in it.
"""

from collections.abc import Collection, Sequence
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
    before: Json,
    number: int,
    at: datetime,
) -> Json | None:
    """None where nothing was asked and nobody met. `last_day`: until when questions are taken; `before`: what was
    told last, of which an event that is gone is told once more as not held; `number`: how many were told with this."""
    milestones = [*_milestones(meetings, at)]
    milestones += _gone(before, {each["id"] for each in milestones})
    if not questions and not milestones:
        return None
    language = "en" if said.title_en else "cy"
    return without_empty(
        {
            "ocid": said.ocid,
            "id": f"{said.ocid}-engagement-{number}",
            "date": at.isoformat(),
            "tag": ["planningUpdate" if said.stage == "planned" else "tenderUpdate"],
            "initiationType": "tender",
            "language": language,
            "planning": {"milestones": milestones},
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


def _milestones(meetings: Sequence[MarketEvent], at: datetime) -> list[Json]:
    told = zip(meetings, notices.engagement(meetings), strict=True)
    return [milestone | _outcome(held, at) for held, milestone in told]


def _outcome(held: MarketEvent, at: datetime) -> Json:
    if held.event.is_cancelled:
        return {"status": "notMet"}
    return {"status": "met", "dateMet": held.event.ends_at.isoformat()} if held.event.ends_at <= at else {}


def _gone(before: Json, now: Collection[str]) -> list[Json]:
    """Whoever merges releases keeps what was told once. What was taken off must say so."""
    told = before.get("planning", {}).get("milestones", [])
    return [each | {"status": "notMet"} for each in told if each["id"] not in now]
