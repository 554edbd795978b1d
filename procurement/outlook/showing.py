"""A plan in words: what there is to do and where, why a value is what it is, how a quarter is called."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from collab_portal.templatetags.words import money, paired, window
from procurement.ocds.dates import months_later
from procurement.outlook.forecast import Forecast, Quarter, by_quarter, first_day
from procurement.outlook.lines import Basis, Line, Outcome
from procurement.outlook.to_do import Kind, Task
from procurement.statutory.quarters import FOOT, GAP, HEIGHT, WIDTH

NAMED = 3  # opportunities beside a thing to do
TASKS: dict[Kind, str | Promise] = {
    Kind.VERIFICATION: _("Be checked again, so that you stay verified: %(name)s"),
    Kind.INSURANCE: _("Renew your insurance: %(name)s"),
    Kind.DOCUMENT: _("Renew your document: %(name)s"),
    Kind.BADGE: _("Renew your badge: %(name)s"),
    Kind.PARTNER: _("Find a partner: it is larger than you take alone"),
    Kind.EVENT: _("Book a place: %(name)s"),
    Kind.QUESTIONS: _("Ask what you want to know: it is the last day for questions"),
    Kind.BID: _("Begin to write your bid"),
}
WORK_AT: dict[Kind, Callable[[Line], str]] = {
    Kind.PARTNER: lambda line: reverse("pipeline:partners", args=[line.said.reference]),
    Kind.QUESTIONS: lambda line: reverse("pipeline:ask", args=[line.said.reference]),
    Kind.BID: lambda line: address(line),
}
BASES: dict[Basis, str | Promise] = {
    Basis.OWN: _("your own estimate"),
    Basis.AWARDED: _("as awarded"),
    Basis.LOWEST: _("the lower end of the range given"),
    Basis.PUBLISHED: "",
    Basis.UNKNOWN: "",
}
OUTCOMES: dict[Outcome, str | Promise] = {
    Outcome.OPEN: "",
    Outcome.WON: _("You won it"),
    Outcome.LOST: _("Somebody else won it"),
    Outcome.OVER: _("Called off"),
}


@dataclass(frozen=True)
class Shown:
    """One thing to do, as the page and the calendar tell it."""

    task: Task
    title: str
    url: str
    lines: list[Line]
    is_late: bool

    @property
    def about(self) -> str:
        """The opportunities that need it: the first three by name."""
        named = "; ".join(title(each) for each in self.lines[:NAMED])
        more = len(self.lines) - NAMED
        rest = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more} if more > 0 else ""
        return f"{named}; {rest}" if rest else named

    @property
    def why(self) -> str:
        """Which day it is counted back from."""
        if not self.task.counts_to:
            return ""
        day = {"day": date_format(self.task.counts_to, "j F Y")}
        said = gettext("the deadline is %(day)s") if self.task.mark else gettext("it must still hold on %(day)s")
        return said % day


def shown(tasks: Iterable[Task], line_of: Callable[[str], Line], *, today: date) -> list[Shown]:
    return [_shown(task, [line_of(key) for key in task.about], today) for task in tasks]


def _shown(task: Task, lines: list[Line], today: date) -> Shown:
    url = task.url or WORK_AT[task.kind](lines[0])
    return Shown(task, str(TASKS[task.kind]) % {"name": task.name}, url, lines, task.is_late(today))


def title(line: Line) -> str:
    """Of what is passed on, of the lot, or of the opportunity."""
    if line.need:
        return paired(line.need, "title")[0]
    whole = paired(line.said, "title")[0]
    return f"{whole} – {line.name}" if line.name else whole


def address(line: Line) -> str:
    return line.need.get_absolute_url() if line.need else line.entry.get_absolute_url()


def starts(line: Line) -> str:
    return window(line.start.earliest, line.start.latest) or gettext("Not known")


def quarter_name(quarter: Quarter) -> str:
    return _named(quarter.starts_on) if quarter.starts_on else ""


def _named(starts_on: date) -> str:
    return window(starts_on, months_later(starts_on, 3))


def table(forecast: Forecast) -> Iterator[tuple[str, Quarter]]:
    """Each quarter with its name, and what lies outside of them as far as there is something to say."""
    if forecast.earlier.whole:
        yield gettext("Before this quarter"), forecast.earlier
    for quarter in forecast.quarters:
        yield quarter_name(quarter), quarter
    if forecast.later.whole:
        yield gettext("Later"), forecast.later
    if forecast.undated.whole:
        yield gettext("Date not known"), forecast.undated


def sheet(lines: Iterable[Line]) -> Iterator[list[Any]]:
    """For a spreadsheet: each opportunity quarter by quarter; one without dates has one row."""
    yield [
        *(gettext("Opportunity"), gettext("Reference"), gettext("Public body"), gettext("Value without VAT")),
        *(gettext("Our share, in per cent"), gettext("Probability, in per cent")),
        *(gettext("Quarter"), gettext("First day"), gettext("If we win"), gettext("To expect"), gettext("Note")),
    ]
    for line in lines:
        if line.income is None:
            continue
        buyer = paired(line.entry, "buyer_name")[0]
        about = [title(line), line.said.reference, buyer, line.value, line.share, line.probability]
        note = line.prospect.note if line.prospect else ""
        for quarter, starts_on, *amounts in _quarters(line):
            yield [*about, quarter, starts_on, *amounts, note]


def _quarters(line: Line) -> Iterator[list[Any]]:
    income = line.income
    if income and not income.is_dated:
        yield [gettext("Date not known"), None, income.whole, income.weighted]
    elif income:
        for number, whole, weighted in by_quarter(income):
            yield [_named(first_day(number)), first_day(number), whole, weighted]


# ----------------------------------------------------------------------------------------------------- the drawing


@dataclass(frozen=True)
class Bar:
    """One quarter as a bar; `inner` is the part that is to be expected."""

    quarter: Quarter
    x: int
    y: int
    width: int
    height: int
    inner: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2

    @property
    def inner_y(self) -> int:
        return self.y + self.height - self.inner

    @property
    def label(self) -> str:
        """To the pound: there is little room above a bar."""
        return money(self.quarter.whole.quantize(Decimal(1)))

    @property
    def ends_on(self) -> date | None:
        return months_later(self.quarter.starts_on, 3) if self.quarter.starts_on else None


def bars(forecast: Forecast) -> list[Bar]:
    """One for each quarter, the highest as high as the drawing."""
    step, tallest = WIDTH // len(forecast.quarters), HEIGHT - FOOT - 24
    made = []
    for number, quarter in enumerate(forecast.quarters):
        height, inner = (
            round(tallest * amount / forecast.most) if forecast.most else 0
            for amount in (quarter.whole, quarter.weighted)
        )
        made.append(Bar(quarter, number * step + GAP // 2, HEIGHT - FOOT - height, step - GAP, height, inner))
    return made
