"""Tender dates and deadlines as iCalendar (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from collab_portal import feeds
from collab_portal.clock import WALES
from collab_portal.feeds import absolute, calendar
from collab_portal.templatetags.words import paired
from enterprises.event_calendars import entry_of
from enterprises.models import Event
from procurement import wording
from procurement.facts import Facts, Milestone
from procurement.models import Confidence, PipelineEntry, Stage
from procurement.snapshot import Window

LENGTH = 1000  # entries; programs for calendars choke on more


@dataclass(frozen=True)
class Subject:
    """What the dates of a calendar are about."""

    title: str
    buyer: str
    entry: PipelineEntry


def of_entries(entries: Iterable[PipelineEntry], *, name: str) -> bytes:
    """For each entry the date a bidder waits for: the deadline where there is one, else the start of the tender."""
    events = []
    for entry in entries:
        subject = Subject(paired(entry, "title")[0], paired(entry, "buyer_name")[0], entry)
        if entry.submissions_close_at:
            events.append(_event(Milestone("submissions_close_at", Window(), entry.submissions_close_at), subject))
        elif entry.tender_earliest:
            window = Window(entry.tender_earliest, entry.tender_latest, entry.tender_confidence)
            events.append(_event(Milestone("tender_start", window), subject))
    return calendar(events, name=name)


def of_opportunity(facts: Facts, entry: PipelineEntry, meetings: Iterable[Event] = ()) -> bytes:
    """Every date of one opportunity, and the events its buyer holds about it."""
    title = paired(facts.said, "title")[0]
    return calendar([*dates_of(facts, entry), *(entry_of(meeting) for meeting in meetings)], name=title)


def dates_of(facts: Facts, entry: PipelineEntry) -> list[feeds.Entry]:
    """Every date of one opportunity, for a calendar of several."""
    subject = Subject(paired(facts.said, "title")[0], paired(facts.said.buyer, "name")[0], entry)
    return [_event(each, subject) for each in facts.milestones]


def _event(milestone: Milestone, subject: Subject) -> feeds.Entry:
    """An exact moment has the time of the clock in Wales. A window is whole days; its end is the day after the last."""
    entry = subject.entry
    address = absolute(entry.get_absolute_url())
    event = feeds.entry(
        f"{entry.reference}-{milestone.field}",
        summary=f"{milestone.label}: {subject.title}",
        description="\n".join(filter(None, [subject.buyer, _how_sure(milestone), address])),
        url=address,
        changed_at=entry.changed_at,
        sequence=entry.version,
    )
    event.add("status", _status(milestone, entry))
    event.add("transp", "TRANSPARENT")
    if milestone.at:
        event.add("dtstart", milestone.at.astimezone(WALES))
    else:
        event.add("dtstart", milestone.window.earliest)
        event.add("dtend", milestone.window.latest + timedelta(days=1))
    return event


def _how_sure(milestone: Milestone) -> str:
    window = milestone.window
    return wording.dates(window.earliest, window.latest, window.confidence)


def _status(milestone: Milestone, entry: PipelineEntry) -> str:
    if entry.stage in (Stage.WITHDRAWN, Stage.CANCELLED):
        return "CANCELLED"
    return "CONFIRMED" if milestone.at or milestone.window.confidence == Confidence.FIRM else "TENTATIVE"
