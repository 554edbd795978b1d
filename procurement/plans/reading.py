"""A line of a plan, understood: what it would store, and what in it cannot be read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from collab_portal.sheets.mapping import Record
from collab_portal.sheets.report import Kind, Problem
from procurement.plans import dates, money, terms
from procurement.plans.columns import BY_KEY
from procurement.plans.dates import Span
from procurement.plans.money import Money
from procurement.plans.terms import Term
from procurement.plans.unread import CannotBeRead, says_nothing

DATES = ("start", "end", "tender", "tender_end")
TEXTS = ("reference", "title", "title_cy", "description", "description_cy", "category", "cpv", "areas", "contact")
LONGEST_TITLE, LONGEST_SHOWN = 200, 200


@dataclass
class Line:
    """One line: pounds, months, spans of days; what is not known is None. `problems` name the cells at fault."""

    record: Record
    texts: Mapping[str, str]
    value: Money | None = None
    annual_value: Money | None = None
    term: Term | None = None
    spans: dict[str, Span] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def number(self) -> int:
        return self.record.number

    @property
    def title(self) -> str:
        return self.texts["title"] or self.texts["title_cy"]

    @property
    def is_good(self) -> bool:
        return not any(problem.kind == Kind.REFUSED for problem in self.problems)

    def tell(self, key: str, reason: str | Promise, *, kind: Kind, value: str = "", **named: str | int) -> None:
        """Note what there is to say of a cell. The reason is kept in the words of the code, to be translated later."""
        with override("en"):
            column = self.record.column_name(key) or str(BY_KEY[key].label)
            text = (value or self.record.text(key))[:LONGEST_SHOWN]
            self.problems.append(Problem(self.number, column, text, str(reason), kind, named))

    def leave_out(self, key: str, reason: str | Promise) -> None:
        """The row is fine without this cell."""
        self.tell(key, reason, kind=Kind.LEFT_OUT)

    @property
    def months(self) -> int | None:
        """The certain term: as written, or else the whole months from the start to the end."""
        if self.term:
            return self.term.months
        begins, ends = self.spans.get("start"), self.spans.get("end")
        return _months_between(begins, ends) if begins and ends else None

    @property
    def whole_value(self) -> Money | None:
        """As written, or else so much a year for the certain term."""
        if self.value or not self.annual_value or not self.months:
            return self.value
        years = Decimal(self.months) / 12
        low, high = (_pounds(amount * years) for amount in (self.annual_value.low, self.annual_value.high))
        return Money(low, high)

    def values(self) -> dict[str, Any]:
        """What it says, ready for JSON: pounds, months, dates as ISO 8601; None where it is not known.

        `start` and `end` are the first and the last day that may be meant.
        """
        start, end, tender = (self.spans.get(name) for name in ("start", "end", "tender"))
        return {
            "reference": self.texts.get("reference") or None,
            "title": self.title or None,
            "value": _number(self.whole_value),
            "annual_value": _number(self.annual_value),
            "term_months": self.months,
            "extension_months": self.term.extension_months if self.term else None,
            "start": start.earliest.isoformat() if start else None,
            "end": end.latest.isoformat() if end else None,
            "tender_window": (
                {"earliest": tender.earliest.isoformat(), "latest": tender.latest.isoformat()} if tender else None
            ),
        }


def lines(records: Iterable[Record]) -> Iterator[Line]:
    """Every row meant as data. How a column writes its dates is told by the whole column."""
    kept = list(records)
    month_first = {key: dates.month_first(each.values.get(key) for each in kept) for key in DATES}
    for record in kept:
        yield _line(record, month_first)


def _line(record: Record, month_first: Mapping[str, bool]) -> Line:
    line = Line(record, {key: _text(record, key) for key in TEXTS})
    read = _Cells(line)
    line.value = read.cell("value", money.read, heading=record.heading("value"))
    line.annual_value = read.cell("annual_value", money.read, heading=record.heading("annual_value"))
    if line.annual_value:
        line.annual_value = replace(line.annual_value, is_yearly=True)
    elif line.value and line.value.is_yearly:
        line.value, line.annual_value = None, line.value
    line.term = read.cell("term", terms.read, heading=record.heading("term"))
    if extension := read.cell("extension", terms.read, heading=record.heading("extension")):
        months = extension.months + extension.extension_months
        line.term = Term(line.term.months, months) if line.term else None
    for key in DATES:
        if span := read.cell(key, dates.read, is_month_first=month_first[key]):
            line.spans[key] = span
    _check(line, read)
    return line


class _Cells:
    """Reads the cells of one row, and notes those that cannot be read."""

    def __init__(self, line: Line):
        self.line, self.record = line, line.record

    def cell(self, key: str, read, **options):
        try:
            return read(self.record.values.get(key), **options)
        except CannotBeRead as unread:
            self.refuse(key, unread.reason)
            return None

    def refuse(self, key: str, reason: str | Promise, **named: int) -> None:
        self.line.tell(key, reason, kind=Kind.REFUSED, **named)


def _check(line: Line, cells: _Cells) -> None:
    if not line.title:
        cells.refuse("title", _("Enter a title"))
    elif max(len(line.texts["title"]), len(line.texts["title_cy"])) > LONGEST_TITLE:
        cells.refuse("title", _("Shorten the title to %(most)d characters"), most=LONGEST_TITLE)
    for first, last in (("start", "end"), ("tender", "tender_end"), ("tender", "start")):
        begins, ends = line.spans.get(first), line.spans.get(last)
        if begins and ends and ends.latest < begins.earliest:
            reasons = {
                "end": _("The contract ends before it starts. Correct one of the two dates."),
                "tender_end": _("The tender closes before it comes out. Correct one of the two dates."),
                "start": _("The contract starts before the tender comes out. Correct one of the two dates."),
            }
            cells.refuse(last, reasons[last])


def _text(record: Record, key: str) -> str:
    text = record.text(key).strip()
    return "" if says_nothing(text) else text


def _months_between(begins: Span, ends: Span) -> int | None:
    """Whole months from the first day to the last, where both are known so exactly that there is one answer."""
    if not begins.is_exact:
        first_day = begins.earliest.day == 1 and (begins.latest + timedelta(days=1)).day == 1
        if not first_day or (begins.latest - begins.earliest).days > 31:
            return None
    if not ends.is_exact and (ends.latest - ends.earliest).days > 31:
        return None
    after: date = ends.latest + timedelta(days=1)
    months = (after.year - begins.earliest.year) * 12 + after.month - begins.earliest.month
    return months if months > 0 and abs(after.day - begins.earliest.day) <= 1 else None


def _pounds(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _number(amount: Money | None) -> int | float | None:
    """The upper end where it is a range: what the thresholds go by."""
    if amount is None:
        return None
    return int(amount.high) if amount.high == int(amount.high) else float(amount.high)
