"""Tender dates and deadlines as iCalendar (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings

from collab_portal.templatetags.words import paired
from enterprises.event_calendars import entry_of
from enterprises.models import Event
from procurement import wording
from procurement.exports import absolute, host
from procurement.facts import Facts, Milestone
from procurement.models import Confidence, PipelineEntry, Stage
from procurement.snapshot import Window

WALES = ZoneInfo("Europe/London")
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
    return _calendar(events, name)


def of_opportunity(facts: Facts, entry: PipelineEntry, meetings: Iterable[Event] = ()) -> bytes:
    """Every date of one opportunity, and the events its buyer holds about it."""
    subject = Subject(paired(facts.said, "title")[0], paired(facts.said.buyer, "name")[0], entry)
    dates = [_event(each, subject) for each in facts.milestones]
    return _calendar([*dates, *(entry_of(meeting) for meeting in meetings)], subject.title)


def _calendar(events: list[icalendar.Event], name: str) -> bytes:
    found = icalendar.Calendar()
    found.add("prodid", f"-//{settings.PORTAL_NAME_EN}//{host()}//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    for event in events:
        found.add_component(event)
    found.add_missing_timezones()
    return found.to_ical()


def _event(milestone: Milestone, subject: Subject) -> icalendar.Event:
    """An exact moment has the time of the clock in Wales. A window is whole days; its end is the day after the last."""
    entry = subject.entry
    event = icalendar.Event()
    event.add("uid", f"{entry.reference}-{milestone.field}@{host()}")
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.version)
    event.add("summary", f"{milestone.label}: {subject.title}")
    event.add("description", "\n".join(filter(None, [subject.buyer, _how_sure(milestone), _address(entry)])))
    event.add("url", _address(entry))
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


def _address(entry: PipelineEntry) -> str:
    return absolute(entry.get_absolute_url())


def _status(milestone: Milestone, entry: PipelineEntry) -> str:
    if entry.stage in (Stage.WITHDRAWN, Stage.CANCELLED):
        return "CANCELLED"
    return "CONFIRMED" if milestone.at or milestone.window.confidence == Confidence.FIRM else "TENTATIVE"
