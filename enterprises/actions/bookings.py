"""People book, confirm and cancel; the waiting list moves up by itself; who came is noted.

Whatever gives or frees a place holds the event's row, so that no place is given twice.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from enterprises.models import Booking, Event

State = Booking.State
BLANK = {"name": "", "email": "", "organisation": "", "needs": "", "user": None}


class BookingClosed(Exception):
    """It is cancelled, over, or past its closing date."""

    def __init__(self) -> None:
        super().__init__(_("Booking for this event has closed."))


def held(event: Event) -> Event:
    """The event as it stands now, and nobody else changes it or its places until we are done."""
    return Event.objects.select_for_update(no_key=True, of=["self"]).select_related("host").get(pk=event.pk)


@transaction.atomic
def book(*, event: Event, by: User, at: datetime, **fields: Any) -> Booking:
    """Somebody signed in takes a place, or stands on the waiting list. Twice does no harm."""
    mine = _open(event, at)
    booking = _booking_at(mine, by.email, at=at, user=by, language=by.language, **fields)
    _place(booking, mine, at=at)
    trail.record("event booked", by=by, target=event, state=booking.state)
    return booking


@transaction.atomic
def ask_to_book(*, event: Event, email: str, language: str, at: datetime, **fields: Any) -> None:
    """Book for an address, once its owner follows the link we mail to it.

    What the address has already is neither shown nor changed: anybody can type an address.
    """
    mine = _open(event, at)
    found = mine.bookings.exclude(state=State.CANCELLED).filter(email=email.strip().lower()).first()
    if found and found.state != State.ASKED:
        return _post(found, found.state, unique=at.isoformat())
    booking = _booking_at(mine, email, at=at, language=language, **fields)
    outbox.post(
        key=f"event-confirm/{booking.pk}/{at.isoformat()}",
        kind="event-confirm",
        address=booking.email,
        language=language,
        payload={"booking": booking.pk},
    )
    trail.record("event booking asked for", target=event)


@transaction.atomic
def confirm_booking(*, booking: Booking, at: datetime) -> None:
    """The owner of the address followed the link: now it counts. Twice does no harm."""
    event = held(booking.event)
    booking.refresh_from_db()
    if booking.state != State.ASKED:
        return
    if not event.takes_bookings(at):
        raise BookingClosed
    _place(booking, event, at=at)
    trail.record("event booking confirmed", target=event, state=booking.state)


@transaction.atomic
def cancel_booking(*, booking: Booking, at: datetime, by: User | None = None) -> None:
    """Give the place back. Whoever waits longest moves up."""
    event = held(booking.event)
    booking.refresh_from_db()
    if booking.state == State.CANCELLED:
        return
    booking.state, booking.cancelled_at = State.CANCELLED, at
    booking.save(update_fields=["state", "cancelled_at"])
    move_up(event, at=at)
    trail.record("event booking cancelled", by=by, target=event)


@transaction.atomic
def note_attendance(*, event: Event, came: Collection[int], by: User) -> None:
    """Who of those with a place was there."""
    with_place = held(event).bookings.coming()
    with_place.filter(pk__in=came).update(attended=True)
    with_place.exclude(pk__in=came).update(attended=False)
    trail.record("attendance noted", by=by, target=event, count=len(came))


def move_up(event: Event, *, at: datetime) -> None:
    """Give free places to those who wait longest. The caller holds the event's row."""
    if event.state != Event.State.PUBLISHED or event.starts_at <= at:
        return
    waiting = event.bookings.waiting()
    if event.capacity is not None:
        waiting = waiting[: max(event.capacity - event.bookings.coming().count(), 0)]
    for booking in waiting:
        booking.state, booking.placed_at = State.BOOKED, at
        booking.save(update_fields=["state", "placed_at"])
        _post(booking, "moved-up")


@transaction.atomic
def forget_person(*, user: User, at: datetime) -> None:
    """Take her out of every list: coming events have a place more, past ones are only counted."""
    for booking in Booking.objects.of(user).select_related("event"):
        if booking.event.ends_at > at:
            cancel_booking(booking=booking, at=at, by=user)
    Booking.objects.of(user).update(**BLANK)


def _open(event: Event, at: datetime) -> Event:
    mine = held(event)
    if not mine.takes_bookings(at):
        raise BookingClosed
    return mine


def _booking_at(event: Event, email: str, *, at: datetime, **fields: Any) -> Booking:
    """The booking of this address that counts, or a new one, with these fields."""
    email = email.strip().lower()
    found = event.bookings.exclude(state=State.CANCELLED).filter(email=email).first()
    booking = found or Booking(event=event, email=email)
    for name, value in fields.items():
        setattr(booking, name, value)
    if booking.state == State.ASKED:
        booking.asked_at = at
    booking.save()
    return booking


def _place(booking: Booking, event: Event, *, at: datetime) -> None:
    """A place while there is one, otherwise the end of the waiting list."""
    if booking.state != State.ASKED:
        return
    is_room = event.capacity is None or event.bookings.coming().count() < event.capacity
    booking.state, booking.placed_at = (State.BOOKED if is_room else State.WAITING), at
    booking.save(update_fields=["state", "placed_at"])
    _post(booking, booking.state)


def _post(booking: Booking, about: str, *, unique: str = "") -> None:
    outbox.post(
        key=f"event-booking/{booking.pk}/{about}/{unique}",
        kind="event-booking",
        address=booking.email,
        language=booking.language,
        payload={"booking": booking.pk, "about": about},
    )
