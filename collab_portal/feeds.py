"""What other programs read of ours: full addresses, calendars (iCalendar, RFC 5545) and feeds (Atom, RFC 4287)."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cache
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from collab_portal.clock import WALES

LONGEST = 75  # bytes of a line of a calendar
FIRST_YEAR = 2026  # of the names of entries in feeds, which never change (RFC 4151)
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 has no way to write these


def absolute(path: str) -> str:
    return f"{settings.PORTAL_URL}{path}"


def host() -> str:
    return urlsplit(settings.PORTAL_URL).hostname or "localhost"


class Entry:
    """An entry of a calendar, written as it comes: a general package takes ten times as long for what programs ask for
    every hour, a thousand entries at a time."""

    def __init__(self) -> None:
        self.lines = ["BEGIN:VEVENT"]
        self.is_local = False  # some time of it is by the clock in Wales

    def add(self, name: str, value: str | int | date) -> None:
        self.is_local = self.is_local or (isinstance(value, datetime) and value.tzinfo == WALES)
        self.lines.append(_folded(f"{name.upper()}{_written(name, value)}"))


def calendar(entries: Iterable[Entry], *, name: str) -> bytes:
    """A file of these entries, with the time zone they need."""
    entries = list(entries)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        _folded(f"PRODID:{_escaped(f'-//{settings.PORTAL_NAME_EN}//{host()}//EN')}"),
    ]
    lines += ["METHOD:PUBLISH", _folded(f"X-WR-CALNAME:{' '.join(name.split())}")]
    if any(entry.is_local for entry in entries):
        lines.append(_zone())
    for entry in entries:
        lines += [*entry.lines, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def entry(uid: str, *, summary: str, description: str, url: str, changed_at: datetime, sequence: int) -> Entry:
    """What each entry of a calendar has. The name stays for life; a higher sequence takes the place of a lower one."""
    made = Entry()
    made.add("uid", f"{uid}@{host()}")
    made.add("dtstamp", changed_at)
    made.add("last-modified", changed_at)
    made.add("sequence", sequence)
    made.add("summary", summary)
    made.add("description", description)
    made.add("url", url)
    return made


def _written(name: str, value: str | int | date) -> str:
    """The value as the standard has it. Only an address is not text, whose commas would be escaped."""
    if isinstance(value, datetime):
        if value.tzinfo == WALES:
            return f";TZID={WALES.key}:{value:%Y%m%dT%H%M%S}"
        return f":{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if isinstance(value, date):
        return f";VALUE=DATE:{value:%Y%m%d}"
    return f":{value if isinstance(value, int) or name == 'url' else _escaped(value)}"


def _escaped(text: str) -> str:
    for mark in "\\;,":
        text = text.replace(mark, f"\\{mark}")
    return "\\n".join(text.splitlines())


def _folded(line: str) -> str:
    """A line has 75 bytes at the most; the next one goes on after a blank. No character is cut in two."""
    if len(line) * 4 <= LONGEST or len(line.encode()) <= LONGEST:
        return line
    pieces: list[list[str]] = [[]]
    room = LONGEST
    for character in line:
        length = len(character.encode())
        if length > room:
            pieces.append([])
            room = LONGEST - 1
        pieces[-1].append(character)
        room -= length
    return "\r\n ".join(map("".join, pieces))


@cache
def _zone() -> str:
    return icalendar.Timezone.from_tzid(WALES.key).to_ical().decode().strip()


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
