"""What the clock does for events: remind people, forget what was never confirmed, and empty old lists of names."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from collab_portal.mail import outbox
from enterprises.actions.bookings import BLANK
from enterprises.models import Booking, Event

REMINDERS = (7, 1)  # days before
KEPT = timedelta(days=30)  # how long the host can still see who was there
BATCH = 1_000


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Remind everybody whose event is a week or a day away, once each; answer how many.

    Whoever booked only after that moment has just had our mail, and hears nothing more of it.
    """
    return sum(_remind(days, at=at) for days in REMINDERS)


def _remind(days: int, *, at: datetime) -> int:
    before = timedelta(days=days)
    later = [timedelta(days=each) for each in REMINDERS if each < days]
    due = (
        Booking.objects.coming()
        .exclude(email="")
        .filter(
            Q(reminded=None) | Q(reminded__gt=days),
            event__state=Event.State.PUBLISHED,
            event__starts_at__gt=at + max(later, default=timedelta()),
            event__starts_at__lte=at + before,
            placed_at__lt=F("event__starts_at") - before,
        )
    )
    bookings = list(due.select_for_update(of=["self"], skip_locked=True).select_related("event")[:BATCH])
    Booking.objects.filter(pk__in=[each.pk for each in bookings]).update(reminded=days)
    outbox.post_many(
        outbox.Letter(
            key=f"event-reminder/{each.pk}/{days}/{each.event.starts_at:%Y%m%dT%H%MZ}",
            kind="event-reminder",
            address=each.email,
            language=each.language,
            payload={"booking": each.pk, "days": days, "starts_at": each.event.starts_at.isoformat()},
        )
        for each in bookings
    )
    return len(bookings)


def forget_unconfirmed(*, at: datetime) -> int:
    """An address somebody typed and nobody confirmed is not kept."""
    return Booking.objects.lapsed(at).delete()[0]


def empty_lists(*, at: datetime) -> int:
    """Blank the people of events that are over; how many came stays. Answers how many rows were emptied."""
    people = Booking.objects.filter(event__ends_at__lt=at - KEPT).exclude(email="")
    return Booking.objects.filter(pk__in=people.values("pk")[:BATCH]).update(**BLANK)
