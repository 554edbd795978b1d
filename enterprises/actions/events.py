"""An event is prepared, published, changed and cancelled; whoever booked hears of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from enterprises.actions.bookings import held, move_up
from enterprises.models import Booking, Event

TOLD = ("starts_at", "ends_at", "place", "online_url", "spoken")  # what people must hear of when it changes


@transaction.atomic
def draft_event(*, host: Organisation, by: User, at: datetime, **fields: Any) -> Event:
    """Prepare an event. Nobody outside the host sees it yet."""
    event = Event.objects.create(host=host, created_by=by, changed_at=at, **fields)
    event.refresh_from_db(fields=["reference"])
    trail.record("event drafted", by=by, target=event)
    return event


@transaction.atomic
def publish_event(*, event: Event, by: User, at: datetime) -> None:
    """Show it to everybody, and take bookings. A second time does nothing."""
    mine = held(event)
    if mine.state == Event.State.DRAFT:
        mine.state, mine.published_at, mine.changed_at = Event.State.PUBLISHED, at, at
        mine.save(update_fields=["state", "published_at", "changed_at"])
        trail.record("event published", by=by, target=event)
    event.refresh_from_db()


@transaction.atomic
def change_event(*, event: Event, by: User, at: datetime, **fields: Any) -> list[str]:
    """Change what is said of it; answer which fields differ.

    Where time, place or language change, everybody with a place hears of it, and is reminded of the new day.
    More room lets people move up from the waiting list.
    """
    mine = held(event)
    differing = [name for name, value in fields.items() if getattr(mine, name) != value]
    if not differing:
        return []
    for name in differing:
        setattr(mine, name, fields[name])
    mine.changed_at = at
    mine.sequence += mine.state == Event.State.PUBLISHED
    mine.save()
    if "starts_at" in differing:
        mine.bookings.update(reminded=None)
    if mine.state == Event.State.PUBLISHED and mine.ends_at > at:
        if set(differing) & set(TOLD):
            _tell("event-changed", mine, mine.bookings.told(), sequence=mine.sequence)
        move_up(mine, at=at)
    trail.record("event changed", by=by, target=event, fields=sorted(differing))
    event.refresh_from_db()
    return differing


@transaction.atomic
def cancel_event(*, event: Event, by: User, at: datetime, reason_en: str = "", reason_cy: str = "") -> None:
    """It does not take place. The page stays and says so; everybody with a place hears of it."""
    mine = held(event)
    if mine.state == Event.State.PUBLISHED:
        mine.state, mine.cancelled_at, mine.changed_at = Event.State.CANCELLED, at, at
        mine.reason_en, mine.reason_cy = reason_en, reason_cy
        mine.sequence += 1
        mine.save()
        _tell("event-cancelled", mine, mine.bookings.told(), sequence=mine.sequence)
        trail.record("event cancelled", by=by, target=event)
    event.refresh_from_db()


@transaction.atomic
def discard_event(*, event: Event, by: User) -> None:
    """Throw a draft away. What was public is cancelled instead."""
    if not event.is_draft:
        raise ValueError("only a draft can be discarded")
    trail.record("event discarded", by=by, target=event)
    event.delete()


def _tell(kind: str, event: Event, bookings: Iterable[Booking], *, sequence: int) -> None:
    outbox.post_many(
        outbox.Letter(
            key=f"{kind}/{booking.pk}/{sequence}",
            kind=kind,
            address=booking.email,
            language=booking.language,
            payload={"booking": booking.pk, "sequence": sequence},
        )
        for booking in bookings
    )
