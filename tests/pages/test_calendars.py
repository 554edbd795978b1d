"""Calendars that we write ourselves, as programs read them."""

from datetime import UTC, date, datetime

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from collab_portal import feeds
from collab_portal.clock import WALES

AT = datetime(2026, 7, 1, 8, 30, 15, tzinfo=UTC)
ADDRESS = "https://portal.example/pipeline/CP-0042/?x=1,2;3"


def read(summary: str, **more) -> icalendar.Event:
    entry = feeds.entry("CP-0042", summary=summary, description="", url=ADDRESS, changed_at=AT, sequence=3)
    for name, value in more.items():
        entry.add(name, value)
    content = feeds.calendar([entry], name="Pipeline")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    [found] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return found


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=200))
def test_any_text_is_read_as_it_was_written(text):
    assert str(read(text)["summary"]) == text


def test_lines_of_a_text_stay_apart():
    assert str(read("Tea,\r\ncoffee;\nor \\ water")["summary"]) == "Tea,\ncoffee;\nor \\ water"


def test_moments_days_and_addresses_keep_their_meaning():
    found = read("Lunch", dtstart=AT.astimezone(WALES), dtend=date(2026, 7, 2))

    assert found.decoded("dtstart") == AT
    assert found["dtstart"].params["TZID"] == "Europe/London"
    assert found.decoded("dtend") == date(2026, 7, 2)
    assert found.decoded("dtstamp") == AT
    assert (found["url"], found["sequence"]) == (ADDRESS, 3)
