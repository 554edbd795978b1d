"""How a delivery stands on a day: each promise by quarter, what was reported and accepted, and the sum to date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab_portal.templatetags.words import paired, window
from socialvalue import pictures, scoring
from socialvalue.delivering import ladder
from socialvalue.models import Delivery, Promise, RemedyStep, Report, Unit
from socialvalue.models.delivery import PromiseQuerySet

ZERO = Decimal(0)


class State(TextChoices):
    """What can be said of a promise to date."""

    KEPT = "kept", _("On track")
    BEHIND = "behind", _("Behind")
    UNKNOWN = "unknown", _("Not all is known")
    NOT_DUE = "not-due", _("Not due yet")


@dataclass(frozen=True)
class Cell:
    """One promise in one quarter. None is what nobody has said."""

    number: int
    name: str
    is_due: bool
    is_open: bool  # it has begun, so it can be reported on
    promised: Decimal | None
    stands: bool  # not replaced by another promise, nor before this one began
    is_promised: bool
    reports: list[Report]

    @property
    def reported(self) -> Decimal | None:
        counted = [each.quantity for each in self.reports if each.state != Report.State.ANSWERED]
        known = [each for each in counted if each is not None]
        return sum(known, ZERO) if known else None

    @property
    def accepted(self) -> Decimal | None:
        return accepted_of(self.reports)

    @property
    def waiting(self) -> list[Report]:
        return [each for each in self.reports if each.is_open]

    @property
    def is_missing(self) -> bool:
        """Something was promised for it, it is over, and nobody has said anything."""
        return self.is_due and self.stands and not self.reports and self.is_promised


@dataclass(frozen=True)
class Line:
    """One promise with its quarters, its sum to date, and its steps on the ladder."""

    promise: Promise
    cells: list[Cell]
    to_date: scoring.Delivery | None  # None: told in words, or nothing is due

    @property
    def title(self) -> str:
        return paired(self.promise, "title")[0]

    @property
    def steps(self) -> list[RemedyStep]:
        return sorted(self.promise.steps.all(), key=lambda each: each.pk)

    @property
    def last_step(self) -> str:
        return ladder.last_step(self.promise)

    @property
    def unknown(self) -> list[str]:
        """The quarters of which nothing is known, by name."""
        missing = self.to_date.unknown if self.to_date else ()
        return [cell.name for cell in self.cells if str(cell.number) in missing]

    @property
    def adds_up(self) -> bool:
        """Quarters of a percentage do not add up; their share of what was promised still counts."""
        return self.promise.unit != Unit.PER_CENT

    @property
    def is_accepted_in_words(self) -> bool:
        return any(each.state == Report.State.ACCEPTED for cell in self.cells for each in cell.reports)

    @property
    def state(self) -> State:
        """In one word. A quarter of which nothing is known makes the whole so, unless the rest made up for it.

        Where less is better no quarter makes up for an unknown one.
        """
        if not any(cell.is_due for cell in self.cells):
            return State.NOT_DUE
        if self.to_date is None:
            return State.KEPT if self.is_accepted_in_words else State.UNKNOWN
        if self.to_date.standing == scoring.Standing.NOT_DUE:
            return State.NOT_DUE
        if self.to_date.standing == scoring.Standing.GREEN and not (self.promise.less_is_better and self.unknown):
            return State.KEPT
        return State.UNKNOWN if self.unknown else State.BEHIND

    @property
    def picture(self) -> pictures.Picture:
        """The quarters that are over or have something accepted."""
        shown = [each for each in self.cells if each.stands and (each.is_due or each.accepted is not None)]
        return pictures.quarters([pictures.Quarter(each.name, each.promised or ZERO, each.accepted) for each in shown])


def lines(delivery: Delivery, on: date) -> list[Line]:
    """All promises that were agreed, an original before what stands in its place: four queries."""
    agreed = with_reports(delivery.promises.agreed().order_by("position", "pk"))
    found = agreed.prefetch_related("reports__evidence__file", "steps__substitute")
    return [line(delivery, promise, on) for promise in found]


def with_reports(promises: PromiseQuerySet) -> PromiseQuerySet:
    """With all that `line` reads."""
    return promises.prefetch_related("substitutes", Prefetch("reports", Report.objects.order_by("pk")))


def line(delivery: Delivery, promise: Promise, on: date) -> Line:
    due, begun = delivery.due(on), delivery.begun(on)
    told: dict[int, list[Report]] = {}
    for report in promise.reports.all():
        told.setdefault(report.quarter, []).append(report)
    cells = [
        Cell(
            number=number,
            name=quarter_name(delivery, number),
            is_due=number <= due,
            is_open=number <= begun,
            promised=promise.promised_in(number),
            stands=promise.stands_in(number),
            is_promised=promise.asks_in(number),
            reports=told.get(number, []),
        )
        for number in range(1, delivery.quarters + 1)
    ]
    return Line(promise, cells, _to_date(promise, cells, due))


def quarter_name(delivery: Delivery, number: int) -> str:
    return window(delivery.quarter_starts(number), delivery.quarter_ends(number))


def accepted_of(reports: Iterable[Report]) -> Decimal | None:
    """The sum of what the buyer accepted; None where nothing was."""
    accepted = [each.accepted for each in reports if each.accepted is not None]
    return sum(accepted, ZERO) if accepted else None


def rows(delivery: Delivery, found: Iterable[Line]) -> list[list[Any]]:
    """For a sheet: a row for each promise and quarter."""
    head = [gettext("Promise"), gettext("Unit"), gettext("Quarter"), gettext("Promised"), gettext("Reported")]
    body = [
        [line.title, line.promise.get_unit_display(), cell.name, cell.promised, cell.reported, cell.accepted]
        for line in found
        for cell in line.cells
        if cell.stands
    ]
    return [[*head, gettext("Accepted")], *body]


def _to_date(promise: Promise, cells: list[Cell], due: int) -> scoring.Delivery | None:
    if not promise.is_counted or not due:
        return None
    standing = [cell for cell in cells if cell.stands]
    quarters = [str(cell.number) for cell in cells]
    promised = {str(cell.number): cell.promised or ZERO for cell in standing}
    evidenced = {str(cell.number): cell.accepted for cell in standing}
    direction = scoring.Direction.LESS if promise.less_is_better else scoring.Direction.MORE
    return scoring.delivered(quarters, promised, evidenced, str(due), direction=direction)
