"""What the networks of the demo world say of themselves, the events they hold, and who booked."""

from datetime import datetime, timedelta
from typing import Any

from collab_portal.accounts.models import Language, Organisation, User
from collab_portal.demo import files
from enterprises import actions
from enterprises.models import Booking, Event
from enterprises.models.events import WALES

ANNOUNCED = timedelta(days=35)  # before the event, or today for those further away
PAIRED = ("title_en", "title_cy", "description_en", "description_cy")


def add_networks(organisations: dict[str, Organisation], people: dict[str, User], *, now: datetime) -> None:
    """`people` are by their part, and the publishers of bodies by `publisher.KEY`."""
    for entry in files.read("networks"):
        network, by = organisations[entry["key"]], people[entry["by"]]
        told = {name: entry[name].strip() for name in ("about_en", "about_cy", "does_en", "does_cy")}
        actions.describe_network(network=network, by=by, area_codes=entry["areas"], **told)
        shown = {name: entry[name] for name in ("role_en", "role_cy", "is_named")}
        actions.show_coordinator(network=network, user=by, **shown)
    for entry in files.read("networks", part="requests"):
        by = people[f"publisher.{entry['by']}"]
        network, member = organisations[entry["network"]], organisations[entry["member"]]
        actions.ask_to_join(network=network, member=member, note=entry["note"], by=by, at=now - timedelta(days=2))
    for entry in files.read("events"):
        _add_event(entry, organisations[entry["host"]], people, now=now)


def _add_event(entry: dict[str, Any], host: Organisation, people: dict[str, User], *, now: datetime) -> None:
    day = (now + timedelta(days=entry["in_days"])).astimezone(WALES).date()
    starts_at = datetime.combine(day, entry["starts"], tzinfo=WALES)
    at = min(now, starts_at - ANNOUNCED)
    event = actions.draft_event(
        host=host,
        by=people[entry["by"]],
        at=at,
        kind=entry["kind"],
        **{name: entry[name].strip() for name in PAIRED},
        starts_at=starts_at,
        ends_at=datetime.combine(day, entry["ends"], tzinfo=WALES),
        closes_at=starts_at - timedelta(hours=12),
        place=entry.get("place", ""),
        area_codes=entry.get("area_codes", []),
        online_url=entry.get("online_url", ""),
        spoken=entry["spoken"],
        capacity=entry.get("capacity"),
    )
    actions.publish_event(event=event, by=people[entry["by"]], at=at)
    _book(event, entry, people, at=at + timedelta(minutes=1))


def _book(event: Event, entry: dict[str, Any], people: dict[str, User], *, at: datetime) -> None:
    """With an account, or with an address whose owner followed our link."""
    booked = {}
    for part in entry["booked"]:
        person = people[part]
        booked[part] = actions.book(
            event=event, by=person, at=at, name=person.name, organisation=str(person.acting_for or "")
        )
    for address in entry["addresses"]:
        actions.ask_to_book(event=event, email=address, language=Language.WELSH, at=at, name=address.partition("@")[0])
    for asked in event.bookings.filter(state=Booking.State.ASKED):
        actions.confirm_booking(booking=asked, at=at)
    if "came" in entry:
        came = [booked[part].pk for part in entry["came"]]
        actions.note_attendance(event=event, came=came, by=people[entry["by"]])
