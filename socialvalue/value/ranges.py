"""A number that is not known exactly: low, central, high."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import StrEnum

import msgspec

from socialvalue.exact import total


class Case(StrEnum):
    """How the whole is reckoned. Low takes, of every factor, the end that makes the value small."""

    LOW = "low"
    CENTRAL = "central"
    HIGH = "high"

    @property
    def other(self) -> "Case":
        return {Case.LOW: Case.HIGH, Case.HIGH: Case.LOW}.get(self, self)


class Range(msgspec.Struct, frozen=True):
    """`low` ≤ `central` ≤ `high`, as numbers, whatever each does to a value."""

    low: Decimal
    central: Decimal
    high: Decimal

    @classmethod
    def of(cls, exact: Decimal | int | str) -> "Range":
        """A number without doubt."""
        number = Decimal(exact)
        return cls(number, number, number)

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    @property
    def is_in_order(self) -> bool:
        return self.low <= self.central <= self.high

    def at(self, case: Case) -> Decimal:
        return {Case.LOW: self.low, Case.CENTRAL: self.central, Case.HIGH: self.high}[case]

    def map(self, function: Callable[[Decimal], Decimal]) -> "Range":
        """Each end on its own, put in order again where the function turns them round."""
        low, high = function(self.low), function(self.high)
        return Range(min(low, high), function(self.central), max(low, high))


NOTHING = Range.of(0)


def total_of(ranges: Iterable[Range]) -> Range:
    """The sum of each end: all low together, all high together."""
    ranges = list(ranges)
    return Range(*(total(each.at(case) for each in ranges) for case in Case))
