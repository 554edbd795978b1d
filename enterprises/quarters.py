"""A network's numbers by quarter, for its council and its funders."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q
from django.db.models.functions import TruncQuarter
from django.utils.translation import gettext

from collab_portal.accounts.models import Organisation
from collab_portal.clock import WALES
from collab_portal.templatetags.words import window
from enterprises.models import Departure, Event, NetworkMembership, Verification
from enterprises.network_desk import introductions

SHOWN = 8


@dataclass(frozen=True)
class Quarter:
    """Three months by the clock of Wales; `until` is the first day after them."""

    first: date
    until: date
    members: int
    verified: int
    introductions: int
    events: int
    booked: int
    attended: int

    @property
    def label(self) -> str:
        return window(self.first, date.fromordinal(self.until.toordinal() - 1))

    @property
    def numbers(self) -> tuple[int, ...]:
        return self.members, self.verified, self.introductions, self.events, self.booked, self.attended


def of(network: Organisation, *, at: datetime) -> list[Quarter]:
    """The quarter that runs now, and those before it, the latest first."""
    stays = _stays(network)
    checks = _checks({who for who, _joined, _left in stays})
    letters, held = _letters(network), _held(network, at)
    quarters = []
    for first, until in _last(at.astimezone(WALES).date()):
        end = min(datetime.combine(until, time(), tzinfo=WALES), at)
        members = {who for who, joined, left in stays if joined <= end and (left is None or left > end)}
        verified = {who for who, since, ended in checks if since <= end.date() and (ended is None or ended > end)}
        events, booked, attended = held.get(first, (0, 0, 0))
        quarters.append(
            Quarter(
                first,
                until,
                members=len(members),
                verified=len(members & verified),
                introductions=letters.get(first, 0),
                events=events,
                booked=booked,
                attended=attended,
            )
        )
    return quarters


def headings() -> list[str]:
    return [
        gettext("Quarter"),
        gettext("Members at the end"),
        gettext("Verified at the end"),
        gettext("Introductions"),
        gettext("Events held"),
        gettext("Places booked"),
        gettext("People who came"),
    ]


def rows(quarters: list[Quarter]) -> Iterator[list[object]]:
    """For a spreadsheet: the days of the quarter as dates."""
    label, *others = headings()
    yield [label, gettext("First day"), *others]
    for quarter in quarters:
        yield [quarter.label, quarter.first, *quarter.numbers]


def _last(today: date) -> Iterator[tuple[date, date]]:
    """First days, and first days after."""
    year, quarter = today.year, (today.month - 1) // 3
    for _number in range(SHOWN):
        until = date(year, 3 * quarter + 4, 1) if quarter < 3 else date(year + 1, 1, 1)
        yield date(year, 3 * quarter + 1, 1), until
        year, quarter = (year, quarter - 1) if quarter else (year - 1, 3)


def _stays(network: Organisation) -> list[tuple[int, datetime, datetime | None]]:
    """Who was a member, since when, and until when; those still there have not left."""
    now = NetworkMembership.objects.filter(network=network).values_list("member", "joined_at")
    gone = Departure.objects.filter(network=network).values_list("member", "joined_at", "left_at")
    return [*((member, joined, None) for member, joined in now), *gone]


def _checks(organisations: set[int]) -> list[tuple[int, date, datetime | None]]:
    """Of whom, since when, and when each check ended."""
    checks = Verification.objects.filter(enterprise__organisation__in=organisations)
    return list(checks.values_list("enterprise__organisation", "verified_on", "ended_at"))


def _letters(network: Organisation) -> dict[date, int]:
    by_quarter = introductions(network).order_by().annotate(quarter=TruncQuarter("sent_at", tzinfo=WALES))
    return {at.date(): count for at, count in by_quarter.values_list("quarter").annotate(count=Count("pk"))}


def _held(network: Organisation, at: datetime) -> dict[date, tuple[int, int, int]]:
    """Events of each quarter that took place, places booked, people who came."""
    held = Event.objects.filter(host=network).held(at).annotate(quarter=TruncQuarter("starts_at", tzinfo=WALES))
    counted = held.values("quarter").annotate(
        events=Count("pk", distinct=True),
        booked=Count("bookings", filter=Q(bookings__state="booked")),
        attended=Count("bookings", filter=Q(bookings__attended=True)),
    )
    return {each["quarter"].date(): (each["events"], each["booked"], each["attended"]) for each in counted}
