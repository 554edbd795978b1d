"""The forecast: what the opportunities of a plan may bring in, quarter by quarter, exact to the penny.

Value × share × probability, spread evenly over the days of the contract. Amounts are rounded as they add up, so that
the quarters of an opportunity make its sum, and none is more than a penny from its exact part.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")
SHOWN = 12  # quarters: three years


@dataclass(frozen=True)
class Income:
    """What one opportunity may bring: its value, our share of it and how likely, in per cent, and its days."""

    value: Decimal
    share: Decimal
    probability: int
    starts_on: date | None = None
    ends_on: date | None = None  # the last day; not known where the length is not

    @property
    def whole(self) -> Decimal:
        """Our part, if we win."""
        return _penny(self.value * self.share / 100)

    @property
    def weighted(self) -> Decimal:
        """What to expect: our part as far as it is likely."""
        return _penny(self.value * self.share * self.probability / 10_000)

    @property
    def is_dated(self) -> bool:
        return self.starts_on is not None and self.ends_on is not None and self.ends_on >= self.starts_on


@dataclass
class Quarter:
    """Three months, and what they may bring. `starts_on` is empty where nobody knows when."""

    starts_on: date | None
    whole: Decimal = Decimal(0)
    weighted: Decimal = Decimal(0)

    def add(self, whole: Decimal, weighted: Decimal) -> None:
        self.whole += whole
        self.weighted += weighted


@dataclass(frozen=True)
class Forecast:
    """The quarters from now on, and what lies before, after or nowhere. All of it together is all of it."""

    earlier: Quarter
    quarters: list[Quarter]
    later: Quarter
    undated: Quarter

    @property
    def parts(self) -> list[Quarter]:
        return [self.earlier, *self.quarters, self.later, self.undated]

    @property
    def whole(self) -> Decimal:
        return sum((each.whole for each in self.parts), Decimal(0))

    @property
    def weighted(self) -> Decimal:
        return sum((each.weighted for each in self.parts), Decimal(0))

    @property
    def most(self) -> Decimal:
        return max(each.whole for each in self.quarters)


def of(incomes: Iterable[Income], *, today: date) -> Forecast:
    """All of them together, the first quarter being that of today."""
    now = number_of(today)
    quarters = [Quarter(first_day(now + each)) for each in range(SHOWN)]
    earlier, later, undated = Quarter(None), Quarter(first_day(now + SHOWN)), Quarter(None)
    for income in incomes:
        if not income.is_dated:
            undated.add(income.whole, income.weighted)
        for number, whole, weighted in by_quarter(income):
            place = number - now
            quarter = earlier if place < 0 else later if place >= SHOWN else quarters[place]
            quarter.add(whole, weighted)
    return Forecast(earlier, quarters, later, undated)


def by_quarter(income: Income) -> Iterator[tuple[int, Decimal, Decimal]]:
    """Each quarter with our part and with what to expect; nothing where the dates are not known."""
    if income.starts_on is None or income.ends_on is None or not income.is_dated:
        return
    whole = spread(income.whole, income.starts_on, income.ends_on)
    weighted = spread(income.weighted, income.starts_on, income.ends_on)
    for number, amount in whole.items():
        yield number, amount, weighted[number]


def spread(amount: Decimal, starts_on: date, ends_on: date) -> dict[int, Decimal]:
    """An amount over the quarters from the first day to the last, evenly by days. The sum is the amount."""
    days = (ends_on - starts_on).days + 1
    parts: dict[int, Decimal] = defaultdict(Decimal)
    told = Decimal(0)
    for number in range(number_of(starts_on), number_of(ends_on) + 1):
        gone = min((first_day(number + 1) - starts_on).days, days)
        until_now = _penny(amount * gone / days)
        parts[number] = until_now - told
        told = until_now
    return dict(parts)


def number_of(day: date) -> int:
    """Quarters are counted from the year nought."""
    return day.year * 4 + (day.month - 1) // 3


def first_day(number: int) -> date:
    return date(number // 4, number % 4 * 3 + 1, 1)


def _penny(amount: Decimal) -> Decimal:
    return amount.quantize(PENNY, ROUND_HALF_UP)
