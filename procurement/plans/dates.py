"""Dates as people write them, each as the span of days it leaves open: "Q3 26/27", "Apr-27", "Spring 2027", a date."""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isfinite

from django.utils.translation import gettext_lazy as _

from procurement.plans.unread import CannotBeRead, says_nothing

NAMES = (
    "january|jan|ionawr|ion", "february|feb|chwefror|chwef", "march|mar|mawrth", "april|apr|ebrill|ebr", "may|mai",
    "june|jun|mehefin|meh", "july|jul|gorffennaf|gorff", "august|aug|awst", "september|sept|sep|medi",
    "october|oct|hydref|hyd", "november|nov|tachwedd|tach", "december|dec|rhagfyr|rhag",
)  # fmt: skip
MONTHS = {name: number for number, names in enumerate(NAMES, start=1) for name in names.split("|")}
MONTH = "(?P<month>" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\.?"
YEAR = r"(?P<year>(?:19|20)\d\d|['’]?\d\d)"
SEASONS = {
    "spring": (3, 5), "gwanwyn": (3, 5), "summer": (6, 8), "haf": (6, 8), "autumn": (9, 11), "hydref": (9, 11),
    "early": (1, 4), "start": (1, 4), "dechrau": (1, 4), "mid": (5, 8), "canol": (5, 8), "late": (9, 12),
    "end": (9, 12), "diwedd": (9, 12),
}  # fmt: skip
FINANCIAL = r"(?P<year>(?:20)?\d\d)\s?[/–-]\s?(?P<next>(?:20)?\d\d)"
QUARTER = r"(?:q(?:uarter|tr)?\.?\s?|chwarter\s?|ch\.?\s?)(?P<quarter>[1-4])"
SERIALS = range(20_000, 80_000)  # days since 30 December 1899, as spreadsheets count: 1954 to 2119
FIRST, LAST = 1990, 2100


@dataclass(frozen=True)
class Span:
    """The first and the last day that are meant; the same one where a day was given."""

    earliest: date
    latest: date

    @property
    def is_exact(self) -> bool:
        return self.earliest == self.latest


def month_first(cells: Iterable[object]) -> bool:
    """The column writes 7/31/17: some second number is no month, and no first one is none."""
    seconds, firsts = set(), set()
    for cell in cells:
        if isinstance(cell, str) and (found := re.fullmatch(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\s*", cell)):
            firsts.add(int(found[1]))
            seconds.add(int(found[2]))
    return any(number > 12 for number in seconds) and all(number <= 12 for number in firsts)


def read(written: object, *, is_month_first: bool = False) -> Span | None:
    """The days that are meant, or None where the cell says that it is not known.

    Quarters of a financial year count from April (Q3 26/27 is October to December 2026), those of one year from
    January. Day comes before month unless the column shows otherwise. Raises `CannotBeRead`.
    """
    if isinstance(written, datetime):
        written = written.date()
    if isinstance(written, date):
        return _within(Span(written, written), written)
    if isinstance(written, int | float) and not isinstance(written, bool):
        return _of_number(written)
    text = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", " ".join(str(written or "").split()).casefold())
    if says_nothing(text):
        return None
    if re.fullmatch(r"\d{5}", text):  # a day as spreadsheets count, kept as text
        return _of_number(int(text))
    text = re.sub(r"^(c(irca|a)?\.?|approx\.?|about|around|est\.?|from|by|tua|o|erbyn|no later than)\s+", "", text)
    text = re.sub(r"\s*\(?\b(tbc|est\.?|estimated|provisional)\)?$", "", text)
    for reader in (_day, _range, _quarter, _financial_year, _month, _season, _year):
        if span := reader(text, is_month_first):
            return _within(span, written)
    raise _unclear()


def _of_number(number: float) -> Span:
    if FIRST <= number <= LAST and number == int(number):
        return Span(date(int(number), 1, 1), date(int(number), 12, 31))
    if not isfinite(number) or int(number) not in SERIALS:
        raise _unclear()
    day = date(1899, 12, 30) + timedelta(days=int(number))
    return Span(day, day)


def _day(text: str, is_month_first: bool) -> Span | None:
    text = re.sub(
        r"^(mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s+", "", re.sub(r"[t\s]\d\d?:\d\d(:\d\d)?(\.\d+)?z?$", "", text)
    )
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text):
        return _one(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})", text):
        first, second = int(found[1]), int(found[2])
        day, month = (second, first) if is_month_first else (first, second)
        return _one(_full(found[3]), month, day)
    if found := re.fullmatch(rf"(?P<day>\d{{1,2}})[\s-]*{MONTH}[\s,-]*{YEAR}", text):
        return _one(_full(found["year"]), MONTHS[found["month"]], int(found["day"]))
    if found := re.fullmatch(rf"{MONTH}\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})", text):
        return _one(int(found["year"]), MONTHS[found["month"]], int(found["day"]))
    return None


def _range(text: str, is_month_first: bool) -> Span | None:
    """ "Apr-27 to Jun-27", "April – June 2027", "between 1/4/27 and 30/6/27"."""
    parts = re.split(r"\s+(?:to|and|until|i|a|tan)\s+|\s+[–—-]\s+|\s*–\s*", re.sub(r"^(between|rhwng)\s+", "", text))
    if len(parts) != 2:
        return None
    last = _single(parts[1], is_month_first)
    first = _single(parts[0], is_month_first)
    if first is None and last and parts[0].strip(". ") in MONTHS:
        first = _whole_month(last.latest.year, MONTHS[parts[0].strip(". ")])
    if first is None or last is None or first.earliest > last.latest:
        return None
    return Span(first.earliest, last.latest)


def _single(text: str, is_month_first: bool) -> Span | None:
    readers = (_day, _quarter, _month, _season, _year)
    return next((span for reader in readers if (span := reader(text.strip(), is_month_first))), None)


def _quarter(text: str, _month_first: bool) -> Span | None:
    for pattern in (rf"{QUARTER}[\s,-]*(?:of\s|fy\s?)?{FINANCIAL}", rf"(?:fy\s?)?{FINANCIAL}[\s,-]*{QUARTER}"):
        if found := re.fullmatch(pattern, text):
            year = _financial(found)
            return _months(year, 3 * int(found["quarter"]) + 1, 3) if year else None
    for pattern in (rf"{QUARTER}[\s,-]*(?:of\s)?{YEAR}", rf"{YEAR}[\s,-]*{QUARTER}"):
        if found := re.fullmatch(pattern, text):
            return _months(_full(found["year"]), 3 * int(found["quarter"]) - 2, 3)
    return None


def _financial_year(text: str, _month_first: bool) -> Span | None:
    found = re.fullmatch(rf"(?:fy\s?|financial year\s)?{FINANCIAL}", text)
    year = _financial(found) if found else None
    return _months(year, 4, 12) if year else None


def _month(text: str, _month_first: bool) -> Span | None:
    if found := re.fullmatch(rf"{MONTH}[\s,/-]*{YEAR}", text):
        return _whole_month(_full(found["year"]), MONTHS[found["month"]])
    if found := re.fullmatch(
        r"(?P<year>\d{4})[/.-](?P<number>\d{1,2})|(?P<number2>\d{1,2})[/.-](?P<year2>\d{4})", text
    ):
        return _whole_month(int(found["year"] or found["year2"]), int(found["number"] or found["number2"]))
    return None


def _season(text: str, _month_first: bool) -> Span | None:
    found = re.fullmatch(rf"(?P<season>[a-z]+)[\s-]+(?:of\s|in\s)?{YEAR}", text)
    if found and found["season"] in ("winter", "gaeaf"):
        year = _full(found["year"])
        return Span(date(year, 12, 1), _whole_month(year + 1, 2).latest)
    if not found or found["season"] not in SEASONS:
        return None
    first, last = SEASONS[found["season"]]
    return _months(_full(found["year"]), first, last - first + 1)


def _year(text: str, _month_first: bool) -> Span | None:
    return _months(int(text), 1, 12) if re.fullmatch(r"(19|20)\d\d", text) else None


def _financial(found: re.Match) -> int | None:
    """The year in which a financial year begins: "26/27" and "2026/27", but not "26/29"."""
    begins, ends = _full(found["year"]), _full(found["next"])
    return begins if ends == begins + 1 else None


def _full(year: str) -> int:
    digits = year.lstrip("'’")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _one(year: int, month: int, day: int) -> Span | None:
    try:
        on = date(year, month, day)
    except ValueError:
        return None
    return Span(on, on)


def _whole_month(year: int, month: int) -> Span | None:
    if not 1 <= month <= 12:
        return None
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _months(year: int, first: int, count: int) -> Span:
    """So many whole months from the first on; month 13 is January of the next year."""
    last = first + count - 2
    begins = date(year + (first - 1) // 12, (first - 1) % 12 + 1, 1)
    ends_year, ends_month = year + last // 12, last % 12 + 1
    return Span(begins, date(ends_year, ends_month, calendar.monthrange(ends_year, ends_month)[1]))


def _within(span: Span, written: object) -> Span:
    if not FIRST <= span.earliest.year <= LAST or span.latest.year > LAST:
        raise _unclear()
    return span


def _unclear() -> CannotBeRead:
    return CannotBeRead(_("This is not a date we can read. Write it like 1 April 2027, Apr 2027 or Q3 26/27."))
