"""The pipeline by quarter of the year: how many contracts, and what they may be worth."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, DateField, Q, Sum
from django.db.models.functions import Coalesce, TruncDate, TruncQuarter
from django.utils import timezone
from django.utils.translation import gettext

from collab_portal.accounts.models import Organisation
from collab_portal.clock import WALES
from collab_portal.templatetags.words import value_band, window
from procurement.models import PipelineEntry
from procurement.ocds.dates import months_later
from procurement.statutory.cells import not_known

SHOWN = 12  # quarters: three years


@dataclass
class Quarter:
    """Three months, and what is expected to go out to tender in them, or is open in them."""

    starts_on: date
    count: int = 0
    for_social_enterprises: int = 0
    least: Decimal = Decimal(0)
    most: Decimal = Decimal(0)
    has_no_end: bool = False
    without_value: int = 0

    @property
    def ends_on(self) -> date:
        return months_later(self.starts_on, 3)

    @property
    def name(self) -> str:
        return window(self.starts_on, self.ends_on)

    @property
    def value(self) -> str:
        if self.count == self.without_value:
            return not_known() if self.count else ""
        return value_band(self.least, None if self.has_no_end else self.most) or not_known()

    def add(self, tally: dict[str, Any]) -> None:
        """What the database counted, of this quarter or of one that counts with it."""
        self.count += tally["count"]
        self.for_social_enterprises += tally["suitable"]
        self.least += tally["least"] or 0
        self.most += tally["most"] or 0
        self.has_no_end = self.has_no_end or tally["endless"] > 0
        self.without_value += tally["unvalued"]


@dataclass(frozen=True)
class Timeline:
    """The quarters from now on, one after the other, and what does not fit into one of them."""

    quarters: list[Quarter]
    later: Quarter
    undated: Quarter

    @property
    def most(self) -> int:
        return max((each.count for each in self.quarters), default=0)

    @property
    def count(self) -> int:
        return sum(each.count for each in [*self.quarters, self.later, self.undated])


# When its tender opens; where only the deadline is known it is open by then.
OPENS = Coalesce("tender_earliest", TruncDate("submissions_close_at", tzinfo=WALES))
NO_VALUE = Q(value_min=None, value_max=None)


def of(body: Organisation | None, *, at: datetime) -> Timeline:
    """Of one buyer, or of all: what is current, by the first day of its tender. What is late or open counts as now."""
    entries = PipelineEntry.objects.of_buyer(body) if body else PipelineEntry.objects.all()
    tallies = (
        entries.current(at)
        .values(quarter=TruncQuarter(OPENS, output_field=DateField()))
        .annotate(
            count=Count("pk"),
            suitable=Count("pk", filter=Q(is_vcse_suitable=True)),
            least=Sum("value_min"),
            most=Sum("value_max"),
            endless=Count("pk", filter=Q(value_max=None) & ~NO_VALUE),
            unvalued=Count("pk", filter=NO_VALUE),
        )
    )
    return arranged(tallies, today=timezone.localdate(at))


def arranged(tallies: Iterable[dict[str, Any]], *, today: date) -> Timeline:
    """The counts in their quarters, the first being that of today."""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    starts = [_quarters_later(first, n) for n in range(SHOWN + 1)]
    quarters = [Quarter(each) for each in starts[:-1]]
    later, undated = Quarter(starts[-1]), Quarter(starts[-1])
    for tally in tallies:
        day = tally["quarter"]
        if day is None:
            undated.add(tally)
        else:
            place = max(0, (day.year - first.year) * 4 + (day.month - first.month) // 3)
            (quarters[place] if place < SHOWN else later).add(tally)
    while len(quarters) > 1 and not quarters[-1].count and not later.count:
        quarters.pop()
    return Timeline(quarters, later, undated)


def _quarters_later(first: date, count: int) -> date:
    years, months = divmod(first.month - 1 + 3 * count, 12)
    return date(first.year + years, months + 1, 1)


def lines(timeline: Timeline) -> Iterator[tuple[str, Quarter]]:
    """Each with its name, as far as there is something to say."""
    for quarter in timeline.quarters:
        yield quarter.name, quarter
    if timeline.later.count:
        yield gettext("Later"), timeline.later
    if timeline.undated.count:
        yield gettext("Date not known"), timeline.undated


def rows(timeline: Timeline) -> Iterator[list[Any]]:
    yield [
        gettext("Quarter"),
        gettext("First day"),
        gettext("Opportunities"),
        gettext("Suitable for social enterprises"),
        gettext("Value without VAT, from"),
        gettext("Value without VAT, to"),
        gettext("Without a value"),
    ]
    for name, each in lines(timeline):
        has_value = each.count > each.without_value
        first = None if each is timeline.undated else each.starts_on
        most = None if each.has_no_end or not has_value else each.most
        yield [
            name,
            first,
            each.count,
            each.for_social_enterprises,
            each.least if has_value else None,
            most,
            each.without_value,
        ]


# ----------------------------------------------------------------------------------------------------- the drawing

WIDTH, HEIGHT, FOOT = 960, 240, 44
GAP = 14


@dataclass(frozen=True)
class Bar:
    """One quarter as a bar of the drawing."""

    quarter: Quarter
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def inner(self) -> int:
        """How high the part stands that suits social enterprises."""
        count = self.quarter.count
        return round(self.height * self.quarter.for_social_enterprises / count) if count else 0

    @property
    def inner_y(self) -> int:
        return self.y + self.height - self.inner


def bars(timeline: Timeline) -> list[Bar]:
    """One for each quarter, the highest as high as the drawing."""
    step = WIDTH // max(len(timeline.quarters), 1)
    tallest = HEIGHT - FOOT - 24
    made = []
    for number, quarter in enumerate(timeline.quarters):
        height = round(tallest * quarter.count / timeline.most) if timeline.most else 0
        made.append(Bar(quarter, number * step + GAP // 2, HEIGHT - FOOT - height, min(step - GAP, 120), height))
    return made
