"""Mails about events: confirm that it was you, you have a place, something changed, it is soon, it is off."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from collab_portal.feeds import absolute
from collab_portal.mail import kinds
from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from collab_portal.templatetags.words import paired
from enterprises import event_words
from enterprises.models import Booking, Event


def register() -> None:
    kinds.register("event-confirm", render=confirm, still_wanted=confirm_still_wanted)
    kinds.register("event-booking", render=booked, still_wanted=booking_still_wanted)
    kinds.register("event-changed", render=changed, still_wanted=change_still_wanted)
    kinds.register("event-cancelled", render=cancelled, still_wanted=cancellation_still_wanted)
    kinds.register("event-reminder", render=reminder, still_wanted=reminder_still_wanted)


def confirm(payload: Payload, language: str) -> Message:
    lead = gettext("Somebody asked for a place at this event with your e-mail address. If it was you, confirm it.")
    notes = [
        gettext("The link works for 48 hours."),
        gettext("If it was not you, you need do nothing. We will send no more."),
    ]
    return _write(payload, gettext("Confirm your place"), lead, notes, button=gettext("Confirm my place"))


def booked(payload: Payload, language: str) -> Message:
    """She has a place, or waits for one, or has moved up."""
    if payload["about"] == "waiting":
        lead = gettext("All places are taken, so you are on the waiting list. We will write if a place becomes free.")
        return _write(payload, gettext("You are on the waiting list"), lead)
    if payload["about"] == "moved-up":
        lead = gettext("A place has become free, and it is yours. If you cannot come, please cancel it.")
        return _write(payload, gettext("You now have a place"), lead)
    lead = gettext("You have a place. If you cannot come, please cancel it, so that somebody else can have it.")
    return _write(payload, gettext("You have a place"), lead)


def changed(payload: Payload, language: str) -> Message:
    lead = gettext("The time, the place or the language has changed. This is how it is now.")
    return _write(payload, gettext("Changed"), lead)


def cancelled(payload: Payload, language: str) -> Message:
    booking = _booking(payload)
    reason = paired(booking.event, "reason")[0]
    lead = gettext("This event will not take place. You need do nothing.")
    return _write(payload, gettext("Cancelled"), lead, [reason] if reason else [], button=gettext("See the event"))


def reminder(payload: Payload, language: str) -> Message:
    days = payload["days"]
    heading = ngettext("Tomorrow", "In %(days)d days", days) % {"days": days}
    lead = gettext("You have a place. If you cannot come, please cancel it, so that somebody else can have it.")
    return _write(payload, heading, lead)


def confirm_still_wanted(payload: Payload) -> str | None:
    asked = Booking.objects.filter(state=Booking.State.ASKED)
    return None if asked.filter(pk=payload["booking"]).exists() else "confirmed, cancelled or out of time"


def booking_still_wanted(payload: Payload) -> str | None:
    """Told of a waiting list and of a place at once, she would not know which it is."""
    state = Booking.State.WAITING if payload["about"] == "waiting" else Booking.State.BOOKED
    wanted = Booking.objects.filter(pk=payload["booking"], state=state, event__state=Event.State.PUBLISHED)
    return None if wanted.exists() else "moved up or cancelled"


def change_still_wanted(payload: Payload) -> str | None:
    wanted = Booking.objects.told().filter(pk=payload["booking"], event__sequence=payload["sequence"])
    return None if wanted.exists() else "cancelled, or changed again"


def cancellation_still_wanted(payload: Payload) -> str | None:
    return None if Booking.objects.told().filter(pk=payload["booking"]).exists() else "cancelled before"


def reminder_still_wanted(payload: Payload) -> str | None:
    coming = Booking.objects.coming().exclude(email="").select_related("event").filter(pk=payload["booking"]).first()
    if coming is None or coming.event.state != Event.State.PUBLISHED:
        return "cancelled"
    has_moved = coming.event.starts_at.isoformat() != payload["starts_at"]
    return "moved, or begun" if has_moved or coming.event.starts_at <= timezone.now() else None


def _write(payload: Payload, heading: str, lead: str, notes=(), *, button: str = "") -> Message:
    """One frame for all: what it is about, the facts, and the page where the booking can be seen and cancelled."""
    booking = _booking(payload)
    event = booking.event
    has_place = booking.is_coming and not event.is_cancelled
    context = {
        "heading": heading,
        "title": event_words.title(event),
        "lead": lead,
        "notes": notes,
        "facts": event_words.facts(event, with_link=has_place),
        "url": absolute(event.get_absolute_url() if event.is_cancelled else booking.get_absolute_url()),
        "button": button or gettext("See or cancel your booking"),
        "calendar_url": absolute(reverse("events:booking-ics", args=[booking.token])) if has_place else "",
    }
    return compose("enterprises/email/event", subject=f"{heading}: {context['title']}", context=context)


def _booking(payload: Payload) -> Booking:
    return Booking.objects.select_related("event__host").get(pk=payload["booking"])
