"""What other programs read of ours: full addresses, calendars (iCalendar, RFC 5545) and feeds (Atom, RFC 4287)."""

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

FIRST_YEAR = 2026  # of the names of entries in feeds, which never change (RFC 4151)
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 has no way to write these


def absolute(path: str) -> str:
    return f"{settings.PORTAL_URL}{path}"


def host() -> str:
    return urlsplit(settings.PORTAL_URL).hostname or "localhost"


def calendar(entries: Iterable[icalendar.Event], *, name: str) -> bytes:
    """A file of these entries, with the time zones they need."""
    found = icalendar.Calendar()
    found.add("prodid", f"-//{settings.PORTAL_NAME_EN}//{host()}//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    for entry in entries:
        found.add_component(entry)
    found.add_missing_timezones()
    return found.to_ical()


def entry(uid: str, *, summary: str, description: str, url: str, changed_at: datetime, sequence: int):
    """What each entry of a calendar has. The name stays for life; a higher sequence takes the place of a lower one."""
    made = icalendar.Event()
    made.add("uid", f"{uid}@{host()}")
    made.add("dtstamp", changed_at)
    made.add("last-modified", changed_at)
    made.add("sequence", sequence)
    made.add("summary", summary)
    made.add("description", description)
    made.add("url", url)
    return made


class Feed(Atom1Feed):
    """Text goes in as it is in the database. An entry keeps its id for life, in both languages."""

    def __init__(self, *, title: str, link: str, feed_url: str):
        super().__init__(
            title=printable(title),
            link=absolute(link),
            description=None,
            language=get_language(),
            feed_url=absolute(feed_url),
            feed_guid=absolute(feed_url),
        )

    def add(
        self,
        name: str,
        *,
        title: str,
        text: str,
        author: str,
        link: str,
        category: str,
        published_at: datetime | None,
        changed_at: datetime,
    ) -> None:
        """`name` is the entry's own within the portal, such as pipeline/CP-0042."""
        self.add_item(
            title=printable(title),
            link=absolute(link),
            description=printable(text),
            unique_id=f"tag:{host()},{FIRST_YEAR}:{name}",
            pubdate=published_at,
            updateddate=changed_at,
            author_name=printable(author),
            categories=[category],
        )

    def __str__(self) -> str:
        return self.writeString("utf-8")


def printable(text: str) -> str:
    return NOT_IN_XML.sub(" ", text)
