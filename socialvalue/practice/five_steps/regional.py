"""The five steps of a network's members that closed an assessment and let the network see it."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from statistics import median

from django.utils.translation import gettext

from collab_portal.accounts.models import Organisation
from socialvalue.practice.five_steps import record, showing
from socialvalue.practice.five_steps.record import TENTH, Scores
from socialvalue.practice.models import Assessment, Step


@dataclass(frozen=True)
class Region:
    """All that a network sees, the bodies by name. One query for the scores, one for the number of members."""

    network: Organisation

    @cached_property
    def found(self) -> list[tuple[Organisation, int, Scores]]:
        shared = Assessment.objects.shared_with(self.network).filter(body__merged_into=None)
        rows = shared.select_related("body").order_by("body__slug", "year")
        return [(each.body, each.year, record.read(each.snapshot).scores) for each in rows]

    @property
    def years(self) -> list[int]:
        """The newest first."""
        return sorted({year for _body, year, _scores in self.found}, reverse=True)

    @cached_property
    def members(self) -> int:
        """How many public bodies belong to it."""
        return Organisation.objects.public_bodies().filter(networks__network=self.network).count()

    def in_year(self, year: int | None) -> list[tuple[Organisation, Scores]]:
        return [(body, scores) for body, at, scores in self.found if at == year]

    def middles(self, year: int | None) -> Scores:
        """The median of those that shared, by step: they agreed to be seen, so that one is enough."""
        by_step = {step: [scores[step] for _body, scores in self.in_year(year) if step in scores] for step in Step}
        return {step.value: _rounded(median(values)) for step, values in by_step.items() if values}

    @property
    def head(self) -> list[str]:
        return [gettext("Public body"), *(str(showing.SHORT[step]) for step in Step)]

    def rows(self, year: int | None) -> list[list[str]]:
        """Of the table: a body a line, and the middle last."""
        lines = [(body.name, scores) for body, scores in self.in_year(year)]
        if lines:
            lines.append((gettext("Middle of these"), self.middles(year)))
        return [[name, *(showing.score(scores.get(step)) for step in Step)] for name, scores in lines]

    @property
    def csv(self) -> list[list[object]]:
        """All years, for a spreadsheet."""
        name, *steps = self.head
        lines = [[body.name, year, *(scores.get(step) for step in Step)] for body, year, scores in self.found]
        return [[name, gettext("Year"), *steps], *lines]


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(TENTH, rounding=ROUND_HALF_UP)
