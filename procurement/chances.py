"""What an enterprise could deliver of the current pipeline, ready for its own page."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import F

from enterprises.models import Activity, Enterprise
from procurement import cards
from procurement.candidates import in_the_way
from procurement.matching import asks
from procurement.matching.asks import WHOLE
from procurement.matching.deliverable import Chance, chances
from procurement.matching.rules import Obstacle
from procurement.models import PipelineEntry

SHOWN = 50  # of those that fit, and of those that nearly do


@dataclass(frozen=True)
class Line:
    """One opportunity: its card, the lots that fit if it is not the whole, and what is in the way of all of it."""

    card: cards.Card
    lots: list[int]
    obstacle: str


class Chances:
    """The opportunities of one enterprise at one moment: those that fit, and those that nearly do."""

    def __init__(self, enterprise: Enterprise, *, at: datetime):
        self.enterprise, self.at = enterprise, at
        found: dict[int, list[Chance]] = defaultdict(list)
        for each in chances(enterprise, at=at):
            found[each.opportunity].append(each)
        self._fitting = {key: some for key, some in found.items() if any(not each.obstacle for each in some)}
        self._nearly = {key: some for key, some in found.items() if key not in self._fitting}

    @property
    def fit_count(self) -> int:
        return len(self._fitting)

    @property
    def nearly_count(self) -> int:
        return len(self._nearly)

    @cached_property
    def fits(self) -> list[Line]:
        return self._lines(self._fitting)

    @cached_property
    def nearly(self) -> list[Line]:
        return self._lines(self._nearly)

    @property
    def more_fit(self) -> int:
        return self.fit_count - len(self.fits)

    @property
    def more_nearly(self) -> int:
        return self.nearly_count - len(self.nearly)

    def _lines(self, found: dict[int, list[Chance]]) -> list[Line]:
        """What closes soonest comes first."""
        soonest = [F("submissions_close_at").asc(nulls_last=True), F("tender_earliest").asc(nulls_last=True)]
        entries = list(PipelineEntry.objects.defer("document").filter(pk__in=found).order_by(*soonest, "pk")[:SHOWN])
        made = zip(entries, cards.of(entries, self.at), strict=True)
        return [self._line(entry, card, found[entry.pk]) for entry, card in made]

    def _line(self, entry: PipelineEntry, card: cards.Card, found: list[Chance]) -> Line:
        fitting = [each.number for each in found if not each.obstacle]
        if fitting:
            return Line(card, [] if WHOLE in fitting else fitting, "")
        first = found[0]
        ask = next(asks.read(each) for each in entry.asks if each["number"] == first.number)
        said = in_the_way(Obstacle(first.obstacle), ask, self._activities[first.activity], self.enterprise)
        return Line(card, [] if first.number == WHOLE else [each.number for each in found], said)

    @cached_property
    def _activities(self) -> dict[int, Activity]:
        return {each.pk: each for each in self.enterprise.activities.all()}
