"""A network's numbers by quarter, for its council and its funders."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q
from django.db.models.functions import TruncQuarter
from django.utils.translation import gettext

from collab_portal.accounts.models import Organisation
from collab_portal.templatetags.words import window
from enterprises.models import Departure, Event, NetworkMembership, Verification
from enterprises.models.events import WALES
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
    stays, checks = _stays(network), _checks(network)
    letters = _letters(network)
    held = _held(network, at)
    quarters = []
    for first, until in _last(at.astimezone(WALES).date()):
        end = min(datetime.combine(until, time(), tzinfo=WALES), at)
        events, booked, attended = held.get(first, (0, 0, 0))
        quarters.append(
            Quarter(
                first,
                until,
                members=sum(joined <= end and (left is None or left > end) for joined, left in stays),
                verified=len(
                    {who for who, since, ended in checks if since <= end.date() and (not ended or ended > end)}
                ),
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


def _stays(network: Organisation) -> list[tuple[datetime, datetime | None]]:
    """When each member joined and left; those still there have not left."""
    now = NetworkMembership.objects.filter(network=network).values_list("joined_at", flat=True)
    gone = Departure.objects.filter(network=network).values_list("joined_at", "left_at")
    return [*((joined, None) for joined in now), *gone]


def _checks(network: Organisation) -> list[tuple[int, date, datetime | None]]:
    """Checks of today's members: of whom, since when, and when each ended."""
    checks = Verification.objects.filter(enterprise__organisation__networks__network=network)
    return list(checks.values_list("enterprise", "verified_on", "ended_at"))


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
