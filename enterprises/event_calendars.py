"""Events for other programs: iCalendar (RFC 5545) and Atom (RFC 4287)."""

from collections.abc import Iterable

from collab_portal import feeds
from collab_portal.clock import WALES
from collab_portal.feeds import absolute
from collab_portal.templatetags.words import paired
from enterprises.event_words import facts, title, where
from enterprises.models import Event


def calendar(events: Iterable[Event], *, name: str, with_link: bool = False) -> bytes:
    """A calendar of these events. The online link goes in only for somebody who has a place."""
    return feeds.calendar((entry_of(event, with_link=with_link) for event in events), name=name)


def entry_of(event: Event, *, with_link: bool = False) -> feeds.Entry:
    said = [paired(event, "description")[0], event.online_url if with_link else ""]
    entry = feeds.entry(
        event.reference,
        summary=title(event),
        description="\n\n".join(filter(None, said)),
        url=absolute(event.get_absolute_url()),
        changed_at=event.changed_at,
        sequence=event.sequence,
    )
    entry.add("dtstart", event.starts_at.astimezone(WALES))
    entry.add("dtend", event.ends_at.astimezone(WALES))
    entry.add("location", event.online_url if with_link and event.online_url and not event.place else where(event))
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return entry


def feed(events: Iterable[Event], *, name: str, link: str, feed_url: str) -> str:
    """`updated` is an event's last change."""
    atom = feeds.Feed(title=name, link=link, feed_url=feed_url)
    for event in events:
        told = [f"{label}: {value}" for label, value in facts(event)]
        atom.add(
            f"event/{event.reference}",
            title=title(event),
            text=" · ".join(filter(None, [paired(event, "description")[0], *told])),
            author=event.host.name,
            link=event.get_absolute_url(),
            category=str(event.get_kind_display()),
            published_at=event.published_at,
            changed_at=event.changed_at,
        )
    return str(atom)
