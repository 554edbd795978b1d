"""Events for other programs: iCalendar (RFC 5545) and Atom (RFC 4287)."""

import re
from collections.abc import Iterable

import icalendar
from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from collab_portal.templatetags.words import paired
from enterprises.event_words import absolute, facts, host, title, where
from enterprises.models import Event
from enterprises.models.events import WALES

NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 has no way to write these
FIRST_YEAR = 2026  # of the names of entries in feeds, which never change (RFC 4151)


def calendar(events: Iterable[Event], *, name: str, with_link: bool = False) -> bytes:
    """A calendar of these events. The online link goes in only for somebody who has a place."""
    found = icalendar.Calendar()
    found.add("prodid", f"-//{settings.PORTAL_NAME_EN}//{host()}//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    for event in events:
        found.add_component(entry_of(event, with_link=with_link))
    found.add_missing_timezones()
    return found.to_ical()


def entry_of(event: Event, *, with_link: bool = False) -> icalendar.Event:
    """The name stays for life; a higher sequence takes the place of what a calendar has already."""
    entry = icalendar.Event()
    entry.add("uid", f"{event.reference}@{host()}")
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    entry.add("sequence", event.sequence)
    entry.add("summary", title(event))
    entry.add("dtstart", event.starts_at.astimezone(WALES))
    entry.add("dtend", event.ends_at.astimezone(WALES))
    entry.add("location", event.online_url if with_link and event.online_url and not event.place else where(event))
    said = [paired(event, "description")[0], event.online_url if with_link else ""]
    entry.add("description", "\n\n".join(filter(None, said)))
    entry.add("url", absolute(event.get_absolute_url()))
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry


def feed(events: Iterable[Event], *, name: str, link: str, feed_url: str) -> str:
    """An entry keeps its id for life, in both languages; `updated` is its last change."""
    atom = Atom1Feed(
        title=_printable(name),
        link=absolute(link),
        description=None,
        language=get_language(),
        feed_url=absolute(feed_url),
        feed_guid=absolute(feed_url),
    )
    for event in events:
        told = [f"{label}: {value}" for label, value in facts(event)]
        atom.add_item(
            title=_printable(title(event)),
            link=absolute(event.get_absolute_url()),
            description=_printable(" · ".join(filter(None, [paired(event, "description")[0], *told]))),
            unique_id=f"tag:{host()},{FIRST_YEAR}:event/{event.reference}",
            pubdate=event.published_at,
            updateddate=event.changed_at,
            author_name=_printable(event.host.name),
            categories=[str(event.get_kind_display())],
        )
    return atom.writeString("utf-8")


def _printable(text: str) -> str:
    return NOT_IN_XML.sub(" ", text)
