"""The page of a plan: each part of it in words, made when the page comes to it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from collab_portal import feeds
from procurement.changelog import Step
from procurement.models import PlanReader
from procurement.outlook import showing
from procurement.outlook.lines import Line, Source
from procurement.outlook.plan import Plan
from procurement.outlook.showing import Bar, Shown
from procurement.statutory.quarters import FOOT, HEIGHT, WIDTH


@dataclass(frozen=True)
class LineShown:
    """A line of the plan with everything in words."""

    line: Line
    today: date

    @property
    def title(self) -> str:
        return showing.title(self.line)

    @property
    def address(self) -> str:
        return showing.address(self.line)

    @property
    def starts(self) -> str:
        return showing.starts(self.line)

    @property
    def basis(self) -> str:
        return str(showing.BASES[self.line.basis])

    @property
    def outcome(self) -> str:
        return str(showing.OUTCOMES[self.line.outcome])

    @property
    def is_interest(self) -> bool:
        return Source.INTEREST in self.line.sources

    @property
    def is_watched_only(self) -> bool:
        return self.line.sources == {Source.WATCH}

    @property
    def is_closed(self) -> bool:
        """The deadline has gone by."""
        return self.line.closes_on is not None and self.line.closes_on < self.today


@dataclass(frozen=True)
class Page:
    """What the template asks for."""

    plan: Plan
    reader: PlanReader
    may_edit: bool

    width, height, foot = WIDTH, HEIGHT, HEIGHT - FOOT

    @cached_property
    def lines(self) -> list[LineShown]:
        return [LineShown(each, self.plan.today) for each in self.plan.lines]

    @cached_property
    def ended(self) -> list[LineShown]:
        return [LineShown(each, self.plan.today) for each in self.plan.ended]

    @cached_property
    def _tasks(self) -> list[Shown]:
        return showing.shown(self.plan.tasks, self.plan.line, today=self.plan.today)

    @property
    def to_do(self) -> list[Shown]:
        return [each for each in self._tasks if not each.task.is_done]

    @property
    def done(self) -> list[Shown]:
        return [each for each in self._tasks if each.task.is_done]

    @cached_property
    def news(self) -> list[tuple[LineShown, list[Step]]]:
        found = self.plan.news(self.reader.seen_at)
        return [(LineShown(line, self.plan.today), steps) for line, steps in found]

    @property
    def bars(self) -> list[Bar]:
        return showing.bars(self.plan.forecast)

    @property
    def table(self) -> list:
        return list(showing.table(self.plan.forecast))

    @property
    def calendar(self) -> str:
        """The whole address: it is copied into another program."""
        return feeds.absolute(reverse("plan-calendar", args=[self.reader.token]))
