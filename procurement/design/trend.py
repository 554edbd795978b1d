"""How a public body's designs change over time: of what it published in each quarter, how much was open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from collab_portal.accounts.models import Organisation
from procurement import snapshot
from procurement.design import review
from procurement.design.findings import Result
from procurement.design.gathering import Planned
from procurement.design.review import Review
from procurement.models import Release

SHOWN = 12  # quarters
BAR, GAP, HEIGHT = 44, 16, 160  # of the picture


@dataclass(frozen=True)
class Quarter:
    """What was published in three months, as it was first published. `unknown`: answers missing, on average."""

    year: int
    number: int
    published: int
    open: int
    unknown: int

    @property
    def percent(self) -> int:
        return round(100 * self.open / self.published)

    @property
    def name(self) -> str:
        return f"{self.year} Q{self.number}"


@dataclass(frozen=True)
class Bar:
    """A quarter in the picture."""

    quarter: Quarter
    x: int

    @property
    def height(self) -> int:
        return HEIGHT * self.quarter.percent // 100

    @property
    def top(self) -> int:
        return HEIGHT - self.height

    @property
    def middle(self) -> int:
        return self.x + BAR // 2


@dataclass(frozen=True)
class Trend:
    """The last quarters in which anything was published."""

    quarters: list[Quarter]
    width: int = BAR
    height: int = HEIGHT

    @property
    def bars(self) -> list[Bar]:
        return [Bar(quarter, place * (BAR + GAP)) for place, quarter in enumerate(self.quarters)]

    @property
    def whole_width(self) -> int:
        return len(self.quarters) * (BAR + GAP)


def of_body(body: Organisation) -> Trend:
    """Judged by its first release, on the day of it: what was mended later does not change what was."""
    first = Release.objects.filter(opportunity__buyer=body, version=1).order_by("published_at", "pk")
    published = [
        Planned(snapshot.read(kept), timezone.localdate(at))
        for at, kept in first.values_list("published_at", "snapshot")
    ]
    return Trend(quarters(review.when_published(published))[-SHOWN:])


def quarters(found: Iterable[tuple[date, Review]]) -> list[Quarter]:
    """By quarter of the day, the earliest first."""
    together: dict[tuple[int, int], list[Review]] = {}
    for day, checked in found:
        together.setdefault((day.year, (day.month + 2) // 3), []).append(checked)
    return [
        Quarter(
            year=year,
            number=number,
            published=len(all_of_it),
            open=sum(each.is_open for each in all_of_it),
            unknown=round(sum(each.counts[Result.NOT_KNOWN] for each in all_of_it) / len(all_of_it)),
        )
        for (year, number), all_of_it in sorted(together.items())
    ]
