"""Places at events: given once, given back, moved up, confirmed by mail; and what people are told of changes."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from collab_portal.accounts import personal_data
from collab_portal.mail.models import Delivery
from enterprises import actions, event_upkeep
from enterprises.models import Booking, Event
from tests import build

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


def states(event) -> list[str]:
    return list(event.bookings.order_by("pk").values_list("state", flat=True))


def told(kind: str) -> list[str]:
    return sorted(Delivery.objects.unsent().filter(kind=kind).values_list("address", flat=True))


def book(event, person=None, at=build.NOW):
    return actions.book(event=event, by=person or build.user(), at=at)


def test_when_all_places_are_taken_people_wait_and_move_up_in_their_order():
    event = build.event(capacity=1)
    first, second, third = book(event), book(event), book(event)
    assert states(event) == ["booked", "waiting", "waiting"]

    actions.cancel_booking(booking=first, at=build.NOW)

    assert states(event) == ["cancelled", "booked", "waiting"]
    actions.change_event(event=event, by=build.user(), at=build.NOW, capacity=5)
    assert states(event) == ["cancelled", "booked", "booked"]
    moved = Delivery.objects.filter(kind="event-booking", payload__about="moved-up")
    assert sorted(moved.values_list("address", flat=True)) == sorted([second.email, third.email])


def test_booking_twice_is_one_place():
    event, person = build.event(capacity=2), build.user()

    book(event, person), book(event, person)

    assert states(event) == ["booked"]
    assert told("event-booking") == [person.email]


def test_an_address_alone_holds_no_place_until_its_owner_confirms():
    event = build.event(capacity=1)
    actions.ask_to_book(event=event, email="Ann@Example.org", language="cy", at=build.NOW, name="Ann")
    assert told("event-confirm") == ["ann@example.org"]
    somebody = book(event)
    assert somebody.is_coming

    asked = Booking.objects.get(email="ann@example.org")
    actions.confirm_booking(booking=asked, at=build.NOW)
    actions.confirm_booking(booking=asked, at=build.NOW)

    assert asked.is_waiting
    assert Delivery.objects.filter(address="ann@example.org", kind="event-booking").count() == 1


def test_an_address_that_is_not_confirmed_is_forgotten():
    actions.ask_to_book(event=build.event(), email="ann@example.org", language="en", at=build.NOW)

    assert event_upkeep.forget_unconfirmed(at=build.NOW + timedelta(hours=47)) == 0
    assert event_upkeep.forget_unconfirmed(at=build.NOW + timedelta(hours=48)) == 1


@pytest.mark.parametrize("stage", ["draft", "closed", "cancelled"])
def test_no_place_is_given_when_booking_is_closed(stage):
    event = build.event(is_published=stage != "draft")
    if stage == "cancelled":
        actions.cancel_event(event=event, by=build.user(), at=build.NOW)

    with pytest.raises(actions.BookingClosed):
        book(event, at=event.closes_at if stage == "closed" else build.NOW)


def test_a_change_of_time_is_told_once_to_all_who_have_a_place_or_wait():
    event = build.event(capacity=1)
    first, second = book(event), book(event)
    actions.cancel_booking(booking=book(event), at=build.NOW)
    later = {"starts_at": event.starts_at + WEEK, "ends_at": event.ends_at + WEEK}

    actions.change_event(event=event, by=build.user(), at=build.NOW, **later)
    actions.change_event(event=event, by=build.user(), at=build.NOW, **later)
    actions.change_event(event=event, by=build.user(), at=build.NOW, title_en="A better title")

    assert told("event-changed") == sorted([first.email, second.email])
    assert event.sequence == 2


def test_reminders_go_a_week_and_a_day_before_and_each_once():
    event = build.event()
    early = book(event)
    late = book(event, at=event.starts_at - timedelta(days=3))
    counts = []
    for before in (timedelta(days=8), WEEK, WEEK, timedelta(days=2), timedelta(days=1), timedelta(hours=1)):
        counts.append(event_upkeep.remind(at=event.starts_at - before))

    assert counts == [0, 1, 0, 0, 2, 0]
    reminders = {(each.address, each.payload["days"]) for each in Delivery.objects.filter(kind="event-reminder")}
    assert reminders == {(early.email, 7), (early.email, 1), (late.email, 1)}


def test_a_moved_event_is_reminded_of_anew():
    event = build.event()
    person = book(event)
    event_upkeep.remind(at=event.starts_at - WEEK)
    actions.change_event(
        event=event, by=build.user(), at=build.NOW, starts_at=event.starts_at + WEEK, ends_at=event.ends_at + WEEK
    )

    event_upkeep.remind(at=event.starts_at - WEEK)

    assert told("event-reminder") == [person.email, person.email]


def test_names_and_addresses_go_a_month_after_the_event_and_the_count_stays():
    event = build.event()
    there, away = book(event), book(event)
    actions.note_attendance(event=event, came=[there.pk], by=build.user())

    assert event_upkeep.empty_lists(at=event.ends_at + timedelta(days=29)) == 0
    assert event_upkeep.empty_lists(at=event.ends_at + timedelta(days=31)) == 2

    assert set(event.bookings.values_list("name", "email", "user")) == {("", "", None)}
    assert event.bookings.filter(attended=True).count() == 1
    assert not Booking.objects.filter(pk=away.pk, attended=True).exists()


def test_who_erases_her_account_gives_her_place_to_the_next():
    event, person = build.event(capacity=1), build.user()
    book(event, person)
    second = book(event)
    assert personal_data.export(person)["directory"]["events"][0]["event"] == event.reference

    personal_data.erase(user=person)

    second.refresh_from_db()
    assert second.is_coming
    assert not Booking.objects.filter(email=person.email).exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_at_the_same_moment_only_as_many_get_a_place_as_there_are():
    event = build.event(capacity=3)
    people = [build.user() for _ in range(8)]
    start, faults = threading.Barrier(len(people)), []

    def run(person):
        try:
            start.wait(timeout=30)
            book(Event.objects.get(pk=event.pk), person)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert faults == []
    assert sorted(states(event)) == ["booked"] * 3 + ["waiting"] * 5
