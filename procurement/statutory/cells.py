"""Cells of tables and sheets. `None` is what nobody has said: it is shown as not known, never as nothing."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from collab_portal.templatetags.words import money


def not_known() -> str:
    return gettext("Not known")


def shown(value: Any) -> str:
    """On a page."""
    if value is None:
        return not_known()
    if isinstance(value, Decimal):
        return money(value, exact=True)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(value)


def for_sheet(rows: Iterable[Iterable[Any]]) -> Iterator[list[Any]]:
    """Rows for a spreadsheet: numbers and dates stay what they are."""
    for row in rows:
        yield [not_known() if value is None else value for value in row]
