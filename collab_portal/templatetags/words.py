"""How money, dates and places are said, in the language of the page. No markup: mails and files use these too."""

import calendar
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, pgettext, pgettext_lazy

from collab_portal.text.paired import paired as in_language

# Django's Welsh catalogue misspells July. Naming it here puts it into ours, which is asked first.
JULY = (gettext_lazy("July"), pgettext_lazy("alt. month", "July"))

SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}

# In Welsh "to" is "i", and the month after it takes the soft mutation: "Mai i Orffennaf".
MONTHS_AFTER_I = {
    "Mawrth": "Fawrth",
    "Mai": "Fai",
    "Mehefin": "Fehefin",
    "Gorffennaf": "Orffennaf",
    "Medi": "Fedi",
    "Tachwedd": "Dachwedd",
    "Rhagfyr": "Ragfyr",
}


def money(amount: Decimal | int | None, currency: str = "GBP", *, exact: bool = False) -> str:
    """£1.2 million, or £33,721; to the penny only where there are pence. Nothing for nothing."""
    if amount is None:
        return ""
    amount = Decimal(amount)
    if currency in SYMBOLS:
        before, after = SYMBOLS[currency], ""
    else:
        before, after = "", f" {currency}"
    if exact or abs(amount) < 1_000_000:
        return f"{before}{_grouped(amount)}{after}"
    if abs(amount) < 1_000_000_000:
        words = gettext("%(amount)s million") % {"amount": _short(amount / 1_000_000)}
    else:
        words = gettext("%(amount)s billion") % {"amount": _short(amount / 1_000_000_000)}
    return f"{before}{words}{after}"


def _grouped(amount: Decimal) -> str:
    return f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"


def _short(amount: Decimal) -> str:
    return f"{amount:,.2f}".rstrip("0").rstrip(".")


def value_band(low: Decimal | int | None, high: Decimal | int | None, currency: str = "GBP") -> str:
    """£50,000 to £100,000; with one end missing: over £1 million, up to £25,000."""
    if low and high:
        if low == high:
            return money(low, currency)
        return gettext("%(low)s to %(high)s") % {"low": money(low, currency), "high": money(high, currency)}
    if low:
        return gettext("over %(amount)s") % {"amount": money(low, currency)}
    if high:
        return gettext("up to %(amount)s") % {"amount": money(high, currency)}
    return ""


def window(start: date | None, end: date | None = None) -> str:
    """May to July 2027; May 2027 where it is one month; 3 to 17 May 2027 where days are known."""
    start, end = start or end, end or start
    if start is None or end is None:
        return ""
    months = start.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if start == end:
        return date_format(start, "j F Y")
    if months and (start.year, start.month) == (end.year, end.month):
        return date_format(start, "F Y")
    if (start.year, start.month) == (end.year, end.month):
        return _from_to(date_format(start, "j"), date_format(end, "j F Y"))
    day = "" if months else "j "
    year = "" if start.year == end.year else " Y"
    return _from_to(date_format(start, f"{day}F{year}"), date_format(end, f"{day}F Y"))


def _from_to(start: str, end: str) -> str:
    if get_language() == "cy":
        first, *rest = end.split(" ", 1)
        end = " ".join([MONTHS_AFTER_I.get(first, first), *rest])
    return pgettext("dates", "%(start)s to %(end)s") % {"start": start, "end": end}


def paired(thing: object, field: str) -> tuple[str, str]:
    """The text for the language of the page, and the language it is really in."""
    return in_language(thing, field, get_language() or "en")


def places(areas: Iterable, limit: int = 0) -> str:
    """Gwynedd, Powys; with a limit: Gwynedd, Powys and 3 more. Commas alone need no mutation in Welsh."""
    names = [paired(area, "name")[0] for area in areas]
    if not limit or len(names) <= limit:
        return ", ".join(names)
    more = len(names) - limit
    rest = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
    return f"{', '.join(names[:limit])} {rest}"
