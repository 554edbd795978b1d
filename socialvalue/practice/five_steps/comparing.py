"""A body beside itself in other years, and beside others without their names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import quantiles

from collab_portal.accounts.models import Organisation
from socialvalue.practice.five_steps import record
from socialvalue.practice.five_steps.record import TENTH, Scores
from socialvalue.practice.models import Assessment, Step

ENOUGH = 5  # bodies, so that none can be made out


@dataclass(frozen=True)
class Spread:
    """Of the others: a quarter of them is at `lower` or below, half at `middle`, a quarter at `upper` or above."""

    lower: Decimal
    middle: Decimal
    upper: Decimal


@dataclass(frozen=True)
class Others:
    """How many others closed an assessment of the same year and edition, and their scores where they are enough."""

    count: int
    spreads: Mapping[str, Spread]

    @property
    def are_enough(self) -> bool:
        return self.count >= ENOUGH

    @property
    def middles(self) -> Scores:
        return {step: each.middle for step, each in self.spreads.items()}


def others(assessment: Assessment) -> Others:
    """All bodies but this one, in one query."""
    same = Assessment.objects.closed().filter(year=assessment.year, edition=assessment.edition)
    kept = same.filter(body__merged_into=None).exclude(body=assessment.body_id).values_list("snapshot", flat=True)
    return spread([record.read(each).scores for each in kept])


def spread(found: Iterable[Mapping[str, Decimal]]) -> Others:
    """Median and quartiles by step; nothing at all of fewer than five."""
    found = list(found)
    if len(found) < ENOUGH:
        return Others(len(found), {})
    steps = {step.value: [each[step.value] for each in found if step.value in each] for step in Step}
    return Others(len(found), {step: _spread(values) for step, values in steps.items() if len(values) >= ENOUGH})


def years(body: Organisation) -> list[tuple[int, Scores]]:
    """Its closed assessments, the earliest first: one query."""
    kept = Assessment.objects.closed().filter(body=body).order_by("year").values_list("year", "snapshot")
    return [(year, record.read(data).scores) for year, data in kept]


def _spread(values: list[Decimal]) -> Spread:
    return Spread(*(each.quantize(TENTH, ROUND_HALF_UP) for each in quantiles(values, n=4, method="inclusive")))
