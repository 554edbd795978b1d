"""What stands in the cells of a row, and what would be stored of it."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collab_portal.sheets.mapping import Record
from socialvalue.imports.columns import BY_KEY
from socialvalue.imports.reading import DAYS, NEEDED, READ, TEXTS, About, Line, Reader
from socialvalue.models import Unit

FIELDS = NEEDED | TEXTS | {key: name for key, (name, _reader) in READ.items()} | {"unit_per": "per"}


def cells(records: Iterable[Record], about: About) -> list[list[dict]]:
    return [_of(line) for line in Reader(about).lines(records)]


def _of(line: Line) -> list[dict]:
    record = line.record
    return [
        {
            "label": column.label,
            "address": record.address(key),
            "given": record.text(key),
            "is_fixed": key in record.fixed,
            "stored": _stored(key, line) or _("Nothing"),
        }
        for key, column in BY_KEY.items()
        if record.text(key)
    ]


def _stored(key: str, line: Line) -> str:
    if key in DAYS:
        found = line.said.get(key)
        return date_format(found, "DATE_FORMAT") if found else ""
    if key not in FIELDS:
        return " ".join(line.record.text(key).split())  # of the set, or of its licence
    value = line.said.get(FIELDS[key])
    if value is None:
        return ""
    if key == "unit":
        return str(Unit(value).label)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)
