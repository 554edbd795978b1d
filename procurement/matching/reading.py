"""Reading a search from an address: something sensible always comes out, and what was left out is named."""

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qsl

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAX_CHOICES = 30  # of one filter; more is not a search
AMOUNT = re.compile(r"(\d{1,12}(?:\.\d{1,2})?)([km]?)")
THOUSANDS = {"": 1, "k": 1_000, "m": 1_000_000}
MONTH = re.compile(r"(\d{4})-(\d{1,2})")
DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DAY_AS_SPOKEN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
YES = {"yes", "on", "true", "1"}
NO = {"", "no", "off", "false", "0"}

Given = str | Mapping[str, object]


@dataclass(frozen=True)
class Problem:
    """A part of the address that could not be used. `name` is the filter, `message` says what happened."""

    name: str
    message: str


class Reader:
    """One reading of an address. Each method answers a clean value, and notes what it had to leave out."""

    def __init__(self, given: Given):
        self._given = _as_query(given)
        self.problems: list[Problem] = []

    def text(self, name: str, limit: int) -> str:
        """One line; characters that are not text are taken out."""
        words = self._last(name).replace("\0", " ").encode(errors="ignore").decode().split()
        text = " ".join(words)
        if len(text) > limit:
            self._note(name, _("The search was too long. We used the first %(limit)s characters."), limit=limit)
        return text[:limit].strip()

    def choices(self, name: str) -> list[str]:
        """All that is asked for, once each."""
        texts = (str(value).strip() for value in self._given.getlist(name))
        found = list(dict.fromkeys(text for text in texts if text))
        if len(found) > MAX_CHOICES:
            self._note(name, _("You chose too many. We used the first %(limit)s."), limit=MAX_CHOICES)
        return found[:MAX_CHOICES]

    def choices_of(self, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """Those asked for that exist."""
        asked, allowed = self.choices(name), set(allowed)
        self.unknown(name, (text for text in asked if text not in allowed))
        return tuple(sorted(text for text in asked if text in allowed))

    def unknown(self, name: str, values: Iterable[str]) -> None:
        for value in values:
            self._note(name, _("We do not know “%(value)s”, so we left it out."), value=value[:60])

    def amount(self, name: str) -> Decimal | None:
        """Pounds as people write them: 50000, £50,000, 50k."""
        text = self._last(name)
        plain = re.sub(r"[£,\s]", "", text).lower()
        match = AMOUNT.fullmatch(plain) if plain.isascii() else None
        if match:
            amount = Decimal(match[1]) * THOUSANDS[match[2]]
            if amount < 10**12:
                return amount
        if text:
            self._note(name, _("“%(value)s” is not an amount in pounds, so we left it out."), value=text[:60])
        return None

    def day(self, name: str, *, last: bool = False) -> date | None:
        """2027-05-31, 31/5/2027, or a month: 2027-05, its first day or, with `last`, its last."""
        text = self._last(name) or self._from_parts(name)
        try:
            if found := _day(text, last):
                return found
        except (ValueError, OverflowError):
            pass  # 31 February
        if text:
            self._note(name, _("“%(value)s” is not a date, so we left it out."), value=text[:60])
        return None

    def yes(self, name: str) -> bool:
        text = self._last(name).lower()
        if text not in YES | NO:
            self.unknown(name, [text])
        return text in YES

    def _last(self, name: str) -> str:
        return str(self._given.get(name) or "").strip()

    def _from_parts(self, name: str) -> str:
        """A date from three inputs, or from month and year."""
        parts = [self._last(f"{name}_{part}") for part in ("year", "month", "day")]
        return "-".join(part for part in parts if part)

    def _note(self, name: str, message: Promise, **values: object) -> None:
        self.problems.append(Problem(name, message % values))


def _as_query(given: Given) -> QueryDict:
    if isinstance(given, QueryDict):
        return given
    pairs = parse_qsl(given.removeprefix("?"), errors="ignore") if isinstance(given, str) else _pairs(given)
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query


def _pairs(given: Mapping[str, object]) -> Iterable[tuple[str, str]]:
    for name, value in given.items():
        for each in value if isinstance(value, list | tuple | set) else [value]:
            yield name, "" if each is None else str(each)


def _day(text: str, last: bool) -> date | None:
    if match := DAY.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := DAY_AS_SPOKEN.fullmatch(text):
        return date(int(match[3]), int(match[2]), int(match[1]))
    if match := MONTH.fullmatch(text):
        year, month = int(match[1]), int(match[2])
        return date(year, month, calendar.monthrange(year, month)[1] if last else 1)
    return None
