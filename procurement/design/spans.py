"""An amount that is known, or known to lie between two; questions about it may have no answer yet."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from procurement.models import ValueBand

YEAR = 12


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the most it can be; no most where the range is open."""

    low: Decimal
    high: Decimal | None

    @classmethod
    def exactly(cls, amount: Decimal) -> Self:
        return cls(amount, amount)

    @classmethod
    def of_band(cls, band: str) -> Self:
        return cls(*ValueBand(band).limits)

    def over(self, limit: Decimal) -> bool | None:
        """Whether it is more than the limit; None where it may or may not be."""
        if self.low > limit:
            return True
        return False if self.high is not None and self.high <= limit else None

    def reaches(self, limit: Decimal) -> bool | None:
        """Whether it is the limit or more."""
        if self.low >= limit:
            return True
        return False if self.high is not None and self.high < limit else None

    def in_a_year(self, months: int) -> "Span":
        """What it comes to in a year if it is for so many months. Multiplied first, so that no penny is lost."""
        return Span(self.low * YEAR / months, None if self.high is None else self.high * YEAR / months)


def least(spans: list[Span]) -> Span:
    """What the smallest of these can be."""
    highs = [span.high for span in spans if span.high is not None]
    return Span(min(span.low for span in spans), min(highs, default=None))


def together(answers: list[bool | None]) -> bool | None:
    """Whether any is so: yes if one is, no if none is, else not known."""
    if any(answers):
        return True
    return None if None in answers else False
