"""How an event is said: when by the clock of Wales, where, in which language. Pages, mails and calendars use these."""

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from collab_portal.clock import WALES
from collab_portal.templatetags.words import paired
from enterprises.models import Event


def title(event: Event) -> str:
    return paired(event, "title")[0]


def when(event: Event) -> str:
    """Tuesday 12 January 2027, 10:00 to 12:30; with both days where there are two."""
    start, end = event.starts_at.astimezone(WALES), event.ends_at.astimezone(WALES)
    last = date_format(end, "H:i") if event.is_one_day else date_format(end, "l j F Y, H:i")
    return pgettext("dates", "%(start)s to %(end)s") % {"start": date_format(start, "l j F Y, H:i"), "end": last}


def closes(event: Event) -> str:
    return date_format(event.closes_at.astimezone(WALES), "l j F Y, H:i")


def where(event: Event) -> str:
    """The place, or that it is online, or both. Never the link itself."""
    if event.place and event.online_url:
        return gettext("%(place)s, and online") % {"place": event.place}
    return event.place or gettext("Online")


def facts(event: Event, *, with_link: bool = False) -> list[tuple[str, str]]:
    """What people need to know, with its labels. The online link only for those who have a place."""
    told = [
        (gettext("When"), when(event)),
        (gettext("Where"), where(event)),
        (gettext("Language"), str(event.get_spoken_display())),
        (gettext("Held by"), event.host.name),
    ]
    if with_link and event.online_url:
        told.insert(2, (gettext("Online link"), event.online_url))
    return told
