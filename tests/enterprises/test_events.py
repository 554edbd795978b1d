"""Events as hosts prepare them and everybody reads them: times, links, files for other programs, lists of people."""

import csv
import io
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from collab_portal.mail import kinds
from collab_portal.mail.models import Delivery
from enterprises import actions, event_words
from enterprises.forms.events import ClockField, moment_in_wales
from enterprises.models import Booking, Event
from tests import build

SECRET = "https://meet.example.org/secret-room"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("14:30", time(14, 30)), ("9.05", time(9, 5)), ("14", time(14))),
        *(("2pm", time(14)), ("2.15 PM", time(14, 15)), ("12am", time(0)), ("12 pm", time(12)), ("2yp", time(14))),
        *(("25:00", None), ("13pm", None), ("0am", None), ("noon", None), ("14:3", None)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed, meant):
    try:
        read = ClockField().clean(typed)
    except forms.ValidationError:
        read = None

    assert read == meant


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        (date(2027, 1, 12), time(10), datetime(2027, 1, 12, 10, tzinfo=UTC)),
        (date(2027, 7, 12), time(10), datetime(2027, 7, 12, 9, tzinfo=UTC)),
        (date(2027, 3, 28), time(1, 30), None),  # spring leaves this hour out
        (date(2027, 3, 28), time(2), datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (date(2027, 10, 31), time(1, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # autumn has it twice
    ],
)
def test_the_clock_is_that_of_wales(day, clock, moment):
    assert moment_in_wales(day, clock) == moment


pytestmark = pytest.mark.django_db


def answers(**changed) -> dict[str, str]:
    """What a host types."""
    day = timezone.localdate() + timedelta(days=40)
    parts = zip(("day_day", "day_month", "day_year"), (day.day, day.month, day.year), strict=True)
    given = {
        "kind": "training",
        "title_en": "How to price",
        "description_en": "Bring a bid you lost.",
        "starts": "10am",
        "ends": "12:30",
        "place": "Mold",
        "spoken": "both",
    }
    return given | dict(parts) | changed


@pytest.fixture
def host(client):
    network = build.network()
    client.force_login(build.user(role="publisher", of=network))
    return network


def test_a_host_prepares_publishes_and_calls_off(client, host):
    client.post(reverse("events:new", args=[host.slug]), answers())
    event = Event.objects.get()
    assert event.is_draft
    assert event_words.when(event).endswith("10:00 to 12:30")
    assert event.closes_at == event.starts_at

    client.post(reverse("events:publish", args=[event.reference]))
    client.post(reverse("events:cancel", args=[event.reference]), {"reason_en": "Snow."})
    client.logout()

    assert "Snow." in client.get(event.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title_en": ""}, "title_en"),
        ({"place": ""}, "place"),
        ({"ends": "9:30"}, "ends"),
        ({"starts": "soon"}, "starts"),
        ({"day_year": "2020"}, "day"),
        ({"capacity": "0"}, "capacity"),
        ({"online_url": "javascript:alert(1)"}, "online_url"),
        ({"kind": "party"}, "kind"),
    ],
)
def test_what_cannot_be_is_refused_where_it_stands_and_nothing_typed_is_lost(client, host, changed, field):
    answer = client.post(reverse("events:new", args=[host.slug]), answers(**changed))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "Bring a bid you lost." in answer.content.decode()
    assert not Event.objects.exists()


def test_the_form_shows_what_was_saved_and_saving_it_again_changes_nothing(client, host):
    client.post(reverse("events:new", args=[host.slug]), answers(starts="23:00", ends="23:30"))
    event = Event.objects.get()
    form = client.get(reverse("events:edit", args=[event.reference])).context["form"]
    shown = {name: form[name].value() for name in form.fields}

    assert (shown["starts"], shown["ends"]) == ("23:00", "23:30")
    same = answers(starts="23:00", ends="23:30", stamp=form.stamp)
    client.post(reverse("events:edit", args=[event.reference]), same)
    assert Event.objects.get().changed_at == event.changed_at


def test_who_saves_over_a_colleague_is_shown_what_she_would_overwrite(client, host):
    client.post(reverse("events:new", args=[host.slug]), answers())
    event = Event.objects.get()
    address = reverse("events:edit", args=[event.reference])
    opened = client.get(address).context["form"].stamp
    client.post(address, answers(place="Wrexham", stamp=opened))

    second = client.post(address, answers(place="Bangor", title_en="How to bid", stamp=opened))

    page = second.content.decode()
    assert second.status_code == 409
    assert '<div class="app-answer">Wrexham</div>' in page, "what is saved now"
    assert all(f'value="{typed}"' in page for typed in ("Bangor", "How to bid")), "what she typed"
    assert Event.objects.get().place == "Wrexham"
    client.post(address, answers(place="Bangor", stamp=second.context["form"].stamp))
    assert Event.objects.get().place == "Bangor"


def test_the_online_link_is_for_those_who_have_a_place(client):
    event = build.event(at=timezone.now(), capacity=1)
    first, second = (actions.book(event=event, by=build.user(), at=timezone.now()) for _ in range(2))
    public = [event.get_absolute_url(), reverse("events:event-ics", args=[event.reference])]
    public += [reverse(f"events:{name}") for name in ("list", "atom", "ics")]
    waiting = [second.get_absolute_url(), reverse("events:booking-ics", args=[second.token])]
    theirs = [first.get_absolute_url(), reverse("events:booking-ics", args=[first.token])]

    for address in [*public, *waiting]:
        answer = client.get(address)
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()
    for address in theirs:
        assert SECRET in client.get(address).content.decode().replace("\r\n ", "")


def test_an_address_books_by_the_link_in_our_mail_and_looking_at_it_changes_nothing(client):
    event = build.event(at=timezone.now())
    typed = {"name": "Ann", "email": "ann@example.org", "language": "cy", "needs": "Step-free access"}
    client.post(reverse("events:book", args=[event.reference]), typed)
    booking = Booking.objects.get()

    client.get(booking.get_absolute_url())
    assert Booking.objects.get().state == Booking.State.ASKED
    client.post(reverse("events:booking-confirm", args=[booking.token]))
    assert Booking.objects.get().is_coming
    client.post(reverse("events:booking-cancel", args=[booking.token]))
    assert Booking.objects.get().state == Booking.State.CANCELLED


def test_every_mail_about_an_event_can_be_written_in_both_languages():
    event = build.event(capacity=1, at=timezone.now())
    actions.ask_to_book(event=event, email="ann@example.org", language="cy", at=timezone.now())
    first, _second = (actions.book(event=event, by=build.user(), at=timezone.now()) for _ in range(2))
    actions.cancel_booking(booking=first, at=timezone.now())
    moved = {"starts_at": event.starts_at + timedelta(days=1), "ends_at": event.ends_at + timedelta(days=1)}
    actions.change_event(event=event, by=build.user(), at=timezone.now(), **moved)
    actions.cancel_event(event=event, by=build.user(), at=timezone.now(), reason_en="Snow.")

    written = {}
    for delivery in Delivery.objects.filter(kind__startswith="event-"):
        for language in ("en", "cy"):
            with override(language):
                mail = kinds.get(delivery.kind).render(delivery.payload, language)
            written[delivery.kind, delivery.payload.get("about"), language] = mail.subject
            assert "http" in mail.text
    assert len(written) == 2 * 6
    assert all(written[kind, about, "en"] != written[kind, about, "cy"] for kind, about, _language in written)


def test_a_calendar_takes_a_change_for_the_same_event_and_learns_that_it_is_off(client):
    event = build.event(at=timezone.now())
    address = reverse("events:event-ics", args=[event.reference])

    def entry():
        [found] = icalendar.Calendar.from_ical(client.get(address).content).walk("VEVENT")
        return found

    before = entry()
    actions.change_event(event=event, by=build.user(), at=timezone.now(), place="Buckley")
    changed = entry()
    actions.cancel_event(event=event, by=build.user(), at=timezone.now())
    off = entry()

    assert before["UID"] == changed["UID"] == off["UID"]
    assert [each["SEQUENCE"] for each in (before, changed, off)] == [0, 1, 2]
    assert [str(each["STATUS"]) for each in (before, changed, off)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert before["DTSTART"].dt == event.starts_at.replace(microsecond=0)
    assert before["DTSTART"].params["TZID"] == "Europe/London"


def test_the_list_of_people_starts_no_formula(client, host):
    event = build.event(host=host, at=timezone.now())
    actions.book(event=event, by=build.user(), at=timezone.now(), name="=cmd|' /C calc'!A0", needs="+44")

    sheet = b"".join(client.get(reverse("events:attendees-csv", args=[event.reference])).streaming_content).decode()
    row = list(csv.reader(io.StringIO(sheet)))[1]

    assert row[0].startswith("'=")
    assert row[4] == "'+44"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Meet the council’s buyers", "Lunch"]),
        ({"kind": "other"}, ["Lunch"]),
        ({"area": "W06000005"}, ["Lunch"]),
        ({"area": "online"}, ["Meet the council’s buyers"]),
        ({"spoken": "en"}, ["Meet the council’s buyers"]),
        ({"q": "CINIO"}, ["Lunch"]),
        ({"when": "past"}, []),
        ({"kind": "nonsense", "page": "minus one"}, ["Meet the council’s buyers", "Lunch"]),
    ],
)
def test_filters_find_events_and_the_list_costs_the_same(client, django_assert_num_queries, query, found):
    at = timezone.now()
    host = build.network()
    build.event(at=at, host=host, online_url=SECRET)
    more = {"title_en": "Lunch", "title_cy": "Cinio", "area_codes": ["W06000005"], "spoken": "cy", "online_url": ""}
    build.event(at=at, host=host, kind="other", starts_at=at + timedelta(days=30), **more)
    build.event(at=at, host=host, is_published=False)

    with django_assert_num_queries(2 if found else 1):  # the count, and the page with hosts and places
        page = client.get(reverse("events:list"), query)

    assert [event.title_en for event, *_rest in page.context["rows"]] == found
