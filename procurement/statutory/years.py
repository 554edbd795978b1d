"""What a body expects to buy in two financial years (the 2023 Act, section 39(2)(d)), from its published pipeline."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext

from collab_portal.accounts.models import Organisation
from collab_portal.feeds import absolute
from collab_portal.reference.categories import all_categories
from collab_portal.templatetags.words import paired, value_band, window
from procurement import wording
from procurement.models import PipelineEntry, Stage, ValueBand
from procurement.snapshot import Snapshot
from procurement.statutory.cells import not_known
from procurement.statutory.published import snapshots

APRIL = 4


def financial_year(day: date) -> int:
    """The year in which its financial year begins, on 1 April."""
    return day.year if day.month >= APRIL else day.year - 1


def named(year: int) -> str:
    """2027–28"""
    return f"{year}–{(year + 1) % 100:02d}"


@dataclass(frozen=True)
class Planned:
    """A procurement that is expected."""

    said: Snapshot

    @property
    def title(self) -> str:
        return paired(self.said, "title")[0]

    @property
    def subject(self) -> str | None:
        category = next((each for each in all_categories() if each.slug == self.said.category), None)
        return paired(category, "name")[0] if category else None

    @property
    def limits(self) -> tuple[Decimal | None, Decimal | None]:
        """The least and the most it may be worth in pounds without VAT; neither where nobody has said."""
        if self.said.currency != "GBP":
            return None, None
        if self.said.value_amount is not None:
            return self.said.value_amount, self.said.value_amount
        return ValueBand(self.said.value_band).limits if self.said.value_band else (None, None)

    @property
    def has_value(self) -> bool:
        return self.limits != (None, None)

    @property
    def value(self) -> str:
        low, high = self.limits
        if low == 0 and high is None:
            return not_known()
        return value_band(low, high) or not_known()

    @property
    def tender(self) -> str:
        return window(self.said.tender_start.earliest, self.said.tender_start.latest) or not_known()

    @property
    def award(self) -> str:
        return window(self.said.award.earliest, self.said.award.latest) or not_known()

    @property
    def starts(self) -> str:
        return window(self.said.contract_start.earliest, self.said.contract_start.latest) or not_known()

    @property
    def length(self) -> str:
        return wording.length(self.said.contract_months) if self.said.contract_months else not_known()


@dataclass
class Year:
    """One financial year: what falls in it, and what that comes to."""

    year: int
    planned: list[Planned] = field(default_factory=list)

    @property
    def name(self) -> str:
        return named(self.year)

    @property
    def least(self) -> Decimal:
        return sum((each.limits[0] or Decimal(0) for each in self.planned), Decimal(0))

    @property
    def most(self) -> Decimal | None:
        """None where a value has no upper end."""
        most = [each.limits[1] for each in self.planned if each.has_value]
        return None if None in most else sum((amount for amount in most if amount is not None), Decimal(0))

    @property
    def without_value(self) -> int:
        return sum(not each.has_value for each in self.planned)

    @property
    def value(self) -> str:
        """What they are worth together, as far as anybody has said."""
        return value_band(self.least, self.most) or not_known()

    @property
    def by_subject(self) -> list[tuple[str, int]]:
        """The most frequent first."""
        return Counter(each.subject or not_known() for each in self.planned).most_common()


@dataclass(frozen=True)
class Summary:
    """Two financial years, and what is planned without a date."""

    years: list[Year]
    undated: list[Planned]

    @property
    def is_empty(self) -> bool:
        return not any(year.planned for year in self.years)


def of(body: Organisation, *, first: int) -> Summary:
    """What is planned for the financial years that begin in `first` and the year after.

    A procurement counts in the year of the last day on which its tender is expected to open.
    """
    years = {year: Year(year) for year in (first, first + 1)}
    undated = []
    for said in snapshots(PipelineEntry.objects.of_buyer(body).filter(stage=Stage.PLANNED)):
        if not said.tender_start.latest:
            undated.append(Planned(said))
        elif year := years.get(financial_year(said.tender_start.latest)):
            year.planned.append(Planned(said))
    for year in years.values():
        year.planned.sort(key=lambda each: (each.said.tender_start.latest, each.said.reference))
    return Summary(list(years.values()), undated)


def headings() -> list[str]:
    return [
        gettext("Financial year"),
        gettext("Reference"),
        gettext("Title"),
        gettext("Subject"),
        gettext("Kind"),
        gettext("Tender not before"),
        gettext("Tender not after"),
        gettext("Award not after"),
        gettext("Contract not before"),
        gettext("Contract in months"),
        gettext("Value without VAT, from"),
        gettext("Value without VAT, to"),
        gettext("Published at"),
    ]


def rows(summary: Summary) -> Iterator[list[Any]]:
    """The headings, then what falls in each year, and last what has no date."""
    yield headings()
    for year in summary.years:
        yield from _rows(year.name, year.planned)
    yield from _rows(None, summary.undated)


def _rows(name: str | None, planned: Iterable[Planned]) -> Iterator[list[Any]]:
    start = absolute(reverse("pipeline:list"))
    for each in planned:
        said = each.said
        yield [
            name,
            said.reference,
            each.title,
            each.subject,
            wording.CHOICES["main_category"](said.main_category).label,
            said.tender_start.earliest,
            said.tender_start.latest,
            said.award.latest,
            said.contract_start.earliest,
            said.contract_months,
            *each.limits,
            f"{start}{said.reference}/",
        ]
