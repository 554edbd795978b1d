"""The data of a pipeline notice, UK1 (Procurement Act 2023, section 93; SI 2024/692, regulation 15).

A body that expects to pay more than £100 million in the year under relevant contracts publishes one within 56 days of
1 April. It lists contracts of more than £2 million, with VAT, whose tender or transparency notice is expected within
18 months of that day. Smaller ones may be listed too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from django.utils.translation import gettext

from collab_portal.accounts.models import Organisation
from procurement.models import PipelineEntry, Stage
from procurement.snapshot import Snapshot
from procurement.statutory.published import snapshots
from procurement.statutory.years import Planned, financial_year
from procurement.thresholds import gross_range

LIMIT = Decimal(2_000_000)
DAYS_TO_PUBLISH = 55  # the 56th day, 1 April counted
PPON = "GB-PPON"


class Standing(StrEnum):
    """Whether a contract must be in the notice of a body that has the duty."""

    REQUIRED = "required"
    DOUBTFUL = "doubtful"  # as its value, or the VAT on it, may fall
    VOLUNTARY = "voluntary"


@dataclass(frozen=True)
class Item(Planned):
    """A contract of the notice."""

    @property
    def standing(self) -> Standing:
        """By its value with VAT; where that is not known it lies between the value without and with 20% VAT."""
        least, most = gross_range(self.said) if self.said.currency == "GBP" else (None, None)
        if least is not None and least > LIMIT:
            return Standing.REQUIRED
        if most is not None and most <= LIMIT:
            return Standing.VOLUNTARY
        return Standing.DOUBTFUL

    @property
    def missing(self) -> list[str]:
        """What the regulation asks for and nobody has said."""
        said = self.said
        asked = {
            gettext("a description"): said.description_en or said.description_cy,
            gettext("a CPV code"): said.cpv_codes,
            gettext("an estimated value"): self.has_value or said.value_gross is not None,
            gettext("the expected date of the award"): said.award,
        }
        return [label for label, value in asked.items() if not value]


@dataclass(frozen=True)
class PipelineNotice:
    """What a body would list in the notice of one year."""

    body: Organisation
    year: int
    items: list[Item]
    has_number: bool

    @property
    def starts_on(self) -> date:
        return date(self.year, 4, 1)

    @property
    def ends_on(self) -> date:
        """The last day of the 18 months."""
        return date(self.year + 1, 9, 30)

    @property
    def due_on(self) -> date:
        return due_on(self.year)

    @property
    def required(self) -> list[Item]:
        return self._of(Standing.REQUIRED)

    @property
    def doubtful(self) -> list[Item]:
        return self._of(Standing.DOUBTFUL)

    @property
    def voluntary(self) -> list[Item]:
        return self._of(Standing.VOLUNTARY)

    @property
    def incomplete(self) -> list[Item]:
        return [each for each in self.items if each.missing]

    def _of(self, standing: Standing) -> list[Item]:
        return [each for each in self.items if each.standing == standing]


def due_on(year: int) -> date:
    """26 May."""
    return date(year, 4, 1) + timedelta(days=DAYS_TO_PUBLISH)


def next_year(today: date) -> int:
    """Of the notice that is due next: until 26 May that of the financial year which has begun."""
    year = financial_year(today)
    return year if today <= due_on(year) else year + 1


def of(body: Organisation, *, year: int) -> PipelineNotice:
    """From the published pipeline: what is planned and expected within the 18 months."""
    planned = snapshots(PipelineEntry.objects.of_buyer(body).filter(stage=Stage.PLANNED))
    notice = PipelineNotice(body, year, [], has_number=body.identifiers.filter(scheme=PPON).exists())
    within = _within(planned, notice.starts_on, notice.ends_on)
    items = sorted((Item(said) for said in within), key=lambda each: (each.said.tender_start.latest, each.title))
    notice.items.extend(items)
    return notice


def _within(planned: Iterable[Snapshot], first: date, last: date) -> Iterable[Snapshot]:
    """Those whose tender is expected to open by the last day of its window, within these days."""
    return (said for said in planned if said.tender_start.latest and first <= said.tender_start.latest <= last)
