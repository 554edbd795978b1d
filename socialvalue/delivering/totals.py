"""What the public is told of a body: what its suppliers promised and what was evidenced, measure by measure.

Only sums of one measure in its own unit: people are never added to hours, and one measure never makes up for another.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, Q
from django.utils.translation import gettext

from collab_portal.accounts.models import Organisation
from collab_portal.reference.models import WellbeingGoal
from collab_portal.templatetags.words import paired, window
from procurement.ocds.dates import months_later
from socialvalue import pictures
from socialvalue.delivering import standing
from socialvalue.delivering.standing import Line, State
from socialvalue.models import Delivery, Promise

ZERO = Decimal(0)
MONTHS = 3
NO_GOAL = ("No goal is named", "Ni enwir nod")


@dataclass
class Quarter:
    """Three months of the calendar: a quarter of a contract counts where it ends."""

    starts_on: date
    promised: Decimal = ZERO
    evidenced: Decimal | None = None
    unknown: int = 0

    @property
    def name(self) -> str:
        return window(self.starts_on, months_later(self.starts_on, MONTHS))


@dataclass
class Total:
    """One measure over all contracts of a body, to date."""

    key: str
    promise: Promise  # the first of them, for its words
    lines: list[Line] = field(default_factory=list)

    @property
    def title(self) -> str:
        return paired(self.promise, "title")[0]

    @property
    def promised(self) -> Decimal:
        return sum((each.to_date.promised for each in self.lines if each.to_date), ZERO)

    @property
    def evidenced(self) -> Decimal | None:
        """None where nothing at all is known."""
        known = [cell.accepted for line in self.lines for cell in _due(line) if cell.accepted is not None]
        return sum(known, ZERO) if known else None

    @property
    def is_due(self) -> bool:
        """Some quarter for which it was promised is over."""
        return any(_due(line) for line in self.lines)

    @property
    def unknown(self) -> int:
        """How many quarters of contracts nobody knows anything of."""
        return sum(len(each.to_date.unknown) for each in self.lines if each.to_date)

    @property
    def adds_up(self) -> bool:
        return all(each.adds_up for each in self.lines)

    def quarters(self, delivered: dict[int, Delivery]) -> list[Quarter]:
        """By the calendar, the earliest first."""
        found: dict[date, Quarter] = {}
        for line in self.lines:
            delivery = delivered[line.promise.delivery_id]
            for cell in _due(line):
                starts = _calendar(delivery.quarter_ends(cell.number))
                quarter = found.setdefault(starts, Quarter(starts))
                quarter.promised += cell.promised or ZERO
                if cell.accepted is not None:
                    quarter.evidenced = (quarter.evidenced or ZERO) + cell.accepted
                elif cell.promised:
                    quarter.unknown += 1
        return [found[starts] for starts in sorted(found)]


@dataclass(frozen=True)
class GoalCount:
    """Of the promises that serve one goal: how many there are, and how each stands."""

    name_en: str
    name_cy: str
    promises: int
    states: Counter[State]

    @property
    def name(self) -> str:
        return paired(self, "name")[0]

    @property
    def kept(self) -> int | None:
        """None where some are due, and nothing is known of any of them."""
        judged = self.states[State.KEPT] + self.states[State.BEHIND]
        return None if self.states[State.UNKNOWN] and not judged else self.states[State.KEPT]


@dataclass(frozen=True)
class Picture:
    """All that is known of a body's contracts."""

    deliveries: dict[int, Delivery]
    lines: list[Line]

    @property
    def counted(self) -> list[Total]:
        """Measures with a number, those of most contracts first."""
        totals: dict[str, Total] = {}
        for line in self.lines:
            if line.promise.is_counted:
                key = _key(line.promise)
                totals.setdefault(key, Total(key, line.promise)).lines.append(line)
        return sorted(totals.values(), key=lambda each: (-len(each.lines), each.title))

    @property
    def words_told(self) -> list[tuple[str, int]]:
        """How the promises in words stand: each state that occurs, and how often."""
        found = Counter(line.state for line in self.lines if not line.promise.is_counted)
        return [(str(state.label), found[state]) for state in State if found[state]]

    @property
    def substituted(self) -> int:
        return sum(line.promise.replaces_id is not None for line in self.lines)

    def by_goal(self) -> list[GoalCount]:
        """The seven goals, and last the promises for which nobody has named one."""
        found = [
            _goal(goal.name_en, goal.name_cy, [line for line in self.lines if goal.pk in line.promise.goals])
            for goal in WellbeingGoal.objects.order_by("pk")
        ]
        rest = [line for line in self.lines if not line.promise.goals]
        return [*found, _goal(*NO_GOAL, rest)] if rest else found


def of(body: Organisation, on: date) -> Picture:
    """Of all its contracts: in five queries, however many there are."""
    mine = Q(delivery__buyer=body) | Q(delivery__buyer__merged_into=body)
    promises = Promise.objects.agreed().filter(mine).order_by("delivery", "position", "pk")
    found = list(standing.with_reports(promises).prefetch_related(Prefetch("delivery", Delivery.objects.all())))
    deliveries = {each.delivery_id: each.delivery for each in found}
    return Picture(deliveries, [standing.line(each.delivery, each, on) for each in found])


def goals_picture(counts: Sequence[GoalCount]) -> pictures.Picture:
    """How many promises are on track, by goal; the table says the rest as well."""
    bars = [pictures.Contribution(each.name, None if each.kept is None else Decimal(each.kept)) for each in counts]
    drawn = pictures.goals(bars, State.KEPT.label)
    head = [gettext("Well-being goal"), gettext("Promises"), *(state.label for state in State)]
    data: list[list[Any]] = [[each.name, each.promises, *(each.states[state] for state in State)] for each in counts]
    cells = [[str(value) for value in row] for row in data]
    return replace(drawn, head=[str(each) for each in head], data=data, cells=cells)


def quarters_picture(quarters: Iterable[Quarter]) -> pictures.Picture:
    return pictures.quarters([pictures.Quarter(each.name, each.promised, each.evidenced) for each in quarters])


def rows(totals: Iterable[Total]) -> list[list[Any]]:
    """For a sheet: each measure to date."""
    head = [gettext("Measure"), gettext("Unit"), gettext("Contracts"), gettext("Promised to date")]
    body = [
        [
            each.title,
            each.promise.get_unit_display(),
            len(each.lines),
            each.promised if each.adds_up else None,
            each.evidenced if each.adds_up else None,
            each.unknown,
        ]
        for each in totals
    ]
    return [[*head, gettext("Evidenced to date"), gettext("Quarters of which nothing is known")], *body]


def _goal(name_en: str, name_cy: str, serving: list[Line]) -> GoalCount:
    return GoalCount(name_en, name_cy, len(serving), Counter(line.state for line in serving))


def _key(promise: Promise) -> str:
    """Promises of one measure are of one kind; a question of a buyer's own stands for itself."""
    return f"m{promise.measure_id}" if promise.measure_id else f"p{promise.pk}"


def _due(line: Line) -> list[standing.Cell]:
    return [cell for cell in line.cells if cell.is_due and cell.stands]


def _calendar(day: date) -> date:
    return date(day.year, (day.month - 1) // MONTHS * MONTHS + 1, 1)
