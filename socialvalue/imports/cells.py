"""Reading one cell of a set: a unit, pounds, a share, a day, yes or no. What cannot be read says what to write."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_noop as _

from collab_portal.sheets.mapping import plain
from collab_portal.sheets.reading import Value
from socialvalue.models import Unit

MOST = Decimal(10) ** 9  # pounds, or units: far above every published value
YEARS = range(1990, 2100)
UNITS = {
    Unit.FTE: ("fte", "fte jobs", "full time equivalent"),
    Unit.WEEKS: ("week", "weeks", "wythnosau"),
    Unit.HOURS: ("hrs", "hr", "hour", "hours", "staff hours", "people hours", "oriau"),
    Unit.POUNDS: ("gbp", "£", "pounds", "pound", "punnoedd"),
    Unit.CARBON: ("tco2e", "t co2e", "tonnes co2e"),
    Unit.MILES: ("mile", "miles", "milltiroedd"),
    Unit.TONNES: ("tonne", "tonnes", "tunelli"),
    Unit.LITRES: ("litre", "litres", "litrau"),
    Unit.SQUARE_METRES: ("m2", "sq m", "square metres"),
    Unit.PER_CENT: ("%", "per cent", "percentage"),
    Unit.PEOPLE: ("people", "person", "participant", "claimant", "individual", "child", "pobl"),
    Unit.NUMBER: ("no", "number", "nr", "each", "incident", "attendance", "application", "event", "year", "nifer"),
}
UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words}
PERIODS = {
    **dict.fromkeys(("year", "annum", "annual", "blwyddyn"), "year"),
    **dict.fromkeys(("contract", "once"), "contract"),
    **dict.fromkeys(("event", "incident", "attendance", "application", "each", "digwyddiad"), "event"),
}
YES = frozenset(("yes", "y", "true", "1", "x", "ie", "oes", "local", "lleol"))
NO = frozenset(("", "no", "n", "false", "0", "na", "nac oes"))
DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")


class CannotBeRead(Exception):
    """Its text says what to write instead."""


def unit(text: str) -> tuple[str, str]:
    """What is counted, and per what: "Per claimant per year" counts people, per year."""
    words = text.strip().casefold()
    if words in UNIT_OF:
        return UNIT_OF[words], ""
    parts = [part.strip() for part in re.split(r"\bper\b|/", words) if part.strip()]
    units = [UNIT_OF[part] for part in parts if part in UNIT_OF]
    if not units:
        raise CannotBeRead(_("Write one of these units: FTE, weeks, hrs, GBP, tCO2e, miles, %, people, number."))
    return units[0], next((PERIODS[part] for part in reversed(parts) if part in PERIODS), "")


def period(text: str) -> str:
    if not text.strip():
        return ""
    found = PERIODS.get(plain(text).removeprefix("per "))
    if found is None:
        raise CannotBeRead(_("Write year, contract or event."))
    return found


def pounds(text: str) -> Decimal | None:
    return _amount(text, _("Write an amount in pounds that is not negative, like 1250.50."))


def quantity(text: str) -> Decimal | None:
    return _amount(text, _("Write a number that is not negative."))


def _amount(text: str, reason: str) -> Decimal | None:
    number = _number(text.replace("£", "").replace(",", ""), reason)
    if number is not None and not 0 <= number <= MOST:
        raise CannotBeRead(reason)
    return None if number is None else number.quantize(Decimal("0.0001"))


def share(text: str) -> Decimal | None:
    """0.2, or 20%."""
    reason = _("Write a share between 0 and 1, or a per cent like 20%.")
    number = _number(text.removesuffix("%"), reason)
    if number is None:
        return None
    if text.strip().endswith("%"):
        number /= 100
    if not 0 <= number <= 1:
        raise CannotBeRead(reason)
    return number.quantize(Decimal("0.0001"))


def _number(text: str, reason: str) -> Decimal | None:
    text = text.strip()
    if not text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise CannotBeRead(reason) from error
    if not number.is_finite():
        raise CannotBeRead(reason)
    return number


def year(text: str) -> int | None:
    """2022; of a financial year like 2012/13 the one in which it begins."""
    if not text.strip():
        return None
    found = re.fullmatch(r"(\d{4})(?:\.0)?(?:\s*[/–-]\s*\d{2,4})?", text.strip())
    if not found or int(found[1]) not in YEARS:
        raise CannotBeRead(_("Write the year of the prices with four digits, like 2022."))
    return int(found[1])


def day(value: Value) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    text = str(value).strip()
    if not text:
        return None
    try:
        found = DAY_FIRST.fullmatch(text)
        return date(*map(int, reversed(found.groups()))) if found else date.fromisoformat(text)
    except ValueError as error:
        raise CannotBeRead(_("Write a day like 31/12/2027.")) from error


def yes_or_no(text: str) -> bool:
    words = plain(text)
    if words not in YES | NO:
        raise CannotBeRead(_("Write yes or no."))
    return words in YES
