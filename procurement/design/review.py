"""The checks of opportunities that are kept: of one, or of many in a few queries."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from collab_portal.reference.models import Threshold
from procurement.design import inputs
from procurement.design.checks import CHECKS, ORDER, findings, is_open, worst_first
from procurement.design.findings import Check, Finding, Result
from procurement.design.gathering import Planned
from procurement.design.inputs import Design
from procurement.models import DesignThreshold, MarketEvent, Opportunity
from procurement.snapshot import Snapshot

OwnLimits = dict[int, dict[str, Decimal]]


@dataclass(frozen=True)
class Review:
    """What all checks say of one opportunity. `own` are the figures that its public body set for itself."""

    findings: list[Finding]
    own: Mapping[str, Decimal]

    @cached_property
    def counts(self) -> Counter[Result]:
        return Counter(each.result for each in self.findings)

    @property
    def summary(self) -> list[tuple[Result, int]]:
        """How often each result came, the worst first."""
        return [(result, self.counts[result]) for result in ORDER if self.counts[result]]

    @property
    def groups(self) -> list[tuple[Result, list[Finding]]]:
        """The findings under their results, the worst first."""
        found = worst_first(self.findings)
        return [(result, [each for each in found if each.result == result]) for result, _count in self.summary]

    @property
    def barriers(self) -> list[Finding]:
        """What keeps small providers out, the worst first."""
        return [each for each in worst_first(self.findings) if not is_open([each])]

    @property
    def is_open(self) -> bool:
        return is_open(self.findings)

    @property
    def worst(self) -> Result:
        return min((each.result for each in self.findings), key=ORDER.index)


@dataclass(frozen=True)
class CheckTally:
    """How one check went over many opportunities."""

    check: Check
    counts: Counter[Result]

    @property
    def columns(self) -> list[int]:
        return [self.counts[result] for result in ORDER]

    @property
    def to_mend(self) -> int:
        return sum(self.counts[result] for result in ORDER[:4])


def own_limits(bodies: Iterable[int]) -> OwnLimits:
    """What these public bodies set instead of our judgement."""
    found: OwnLimits = {}
    for row in DesignThreshold.objects.filter(organisation__in=set(bodies)):
        found.setdefault(row.organisation_id, {})[row.limit] = row.value
    return found


def limits_now() -> list[tuple]:
    """Every figure, of law and of judgement, that the checks compare with: two small tables."""
    return [*Threshold.objects.order_by("pk").values_list(), *DesignThreshold.objects.order_by("pk").values_list()]


def review(said: Snapshot, *, today: date, published_on: date | None = None, meets_bidders: bool = False) -> Review:
    """The checks of one snapshot."""
    design, own = design_of(said, today=today, published_on=published_on, meets_bidders=meets_bidders)
    return Review(findings(design), own)


def design_of(
    said: Snapshot, *, today: date, published_on: date | None = None, meets_bidders: bool = False
) -> tuple[Design, Mapping[str, Decimal]]:
    """What the checks look at in one snapshot, and the figures that its public body set for itself."""
    own = own_limits([said.buyer.id]).get(said.buyer.id, {})
    return _design(Planned(said, published_on, meets_bidders), list(Threshold.objects.all()), own, today), own


def reviews(planned: Iterable[Planned], *, today: date) -> list[tuple[Snapshot, Review]]:
    """The checks of many, with two queries."""
    planned = list(planned)
    return list(zip((each.said for each in planned), _reviewed([(each, today) for each in planned]), strict=True))


def when_published(planned: Iterable[Planned]) -> list[tuple[date, Review]]:
    """The checks of each on the day it was published, with two queries."""
    published = [(each, each.published_on) for each in planned if each.published_on]
    return [(day, found) for (_each, day), found in zip(published, _reviewed(published), strict=True)]


def published_on(opportunity: Opportunity) -> date | None:
    return timezone.localdate(opportunity.published_at) if opportunity.published_at else None


def meets_bidders(opportunity: Opportunity) -> bool:
    """An event with bidders is planned, or was held."""
    return MarketEvent.objects.taking_place().filter(opportunity=opportunity).exists()


def by_check(found: Iterable[Review]) -> list[CheckTally]:
    """Check by check, those with most to mend first."""
    counts: dict[str, Counter[Result]] = {number: Counter() for number in CHECKS}
    for each in found:
        for finding in each.findings:
            counts[finding.check.id][finding.result] += 1
    tallies = [CheckTally(CHECKS[number], counted) for number, counted in counts.items()]
    return sorted(tallies, key=lambda each: (-each.to_mend, each.check.id))


def _reviewed(planned: list[tuple[Planned, date]]) -> list[Review]:
    """Each on its day."""
    thresholds = list(Threshold.objects.all())
    own = own_limits(each.said.buyer.id for each, _today in planned)
    found = []
    for each, today in planned:
        mine = own.get(each.said.buyer.id, {})
        found.append(Review(findings(_design(each, thresholds, mine, today)), mine))
    return found


def _design(planned: Planned, thresholds: list[Threshold], own: Mapping[str, Decimal], today: date) -> Design:
    return inputs.of(
        planned.said,
        today=today,
        published_on=planned.published_on,
        meets_bidders=planned.meets_bidders,
        thresholds=thresholds,
        own_limits=own,
    )
