"""Reading a checked file: its sheets, and of each its rows with the addresses that its owner sees."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple
from xml.etree import ElementTree

import python_calamine as calamine
from django.utils.translation import gettext_lazy as _

from collab_portal.sheets import delimited, guard
from collab_portal.sheets.archive import WORKBOOK, column_letters
from collab_portal.sheets.limits import MAX_COLUMNS, MAX_ROWS, Checked, Kind, Refused, refuse_size

Value = str | int | float | bool | date | datetime | time | timedelta | None

RELATIONS = "xl/_rels/workbook.xml.rels"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Row(NamedTuple):
    """One row: its number as the program shows it at the left, from 1, and its values from column A on."""

    number: int
    values: tuple[Value, ...]

    @property
    def is_blank(self) -> bool:
        return all(value is None for value in self.values)


class SheetName(NamedTuple):
    name: str
    is_hidden: bool


@dataclass
class Sheet:
    """The rows of one sheet. The last columns and rows that hold nothing are left out."""

    name: str
    rows: list[Row]
    width: int = field(init=False)

    def __post_init__(self):
        while self.rows and self.rows[-1].is_blank:
            self.rows.pop()
        self.width = max((len(row.values) for row in self.rows), default=0)

    @cached_property
    def by_number(self) -> dict[int, Row]:
        return {row.number: row for row in self.rows}


@dataclass
class Book:
    """A file with one or more sheets. `names` are in the file's order; the text of a CSV file is one sheet."""

    names: list[SheetName]
    _checked: Checked

    def sheet(self, name: str = "") -> Sheet:
        """That sheet, or else the first that is not hidden and holds something."""
        if self._checked.kind == Kind.TEXT:
            return Sheet("", _text_rows(self._checked.content))
        if name:
            if name not in {each.name for each in self.names}:
                raise Refused(_("There is no sheet called “%(name)s” in the workbook."), params={"name": name})
            return self._workbook_sheet(name)
        for each in self.names:
            sheet = None if each.is_hidden else self._workbook_sheet(each.name)
            if sheet and sheet.rows:
                return sheet
        raise Refused(_("The workbook holds no sheet with rows in it, or they are all hidden."))

    def _workbook_sheet(self, name: str) -> Sheet:
        try:
            found = self._workbook.get_sheet_by_name(name)
            rows = [Row(number, _trimmed(row)) for number, row in enumerate(found.to_python(skip_empty_area=False), 1)]
            _fill_merged(rows, found.merged_cell_ranges)
        except (calamine.CalamineError, ValueError) as error:
            raise Refused(
                _("The sheet “%(name)s” cannot be read. Save the workbook again, and choose that file."),
                params={"name": name},
            ) from error
        _put(rows, self._checked.oddities.get(self._parts.get(name, ""), {}))
        return Sheet(name, rows)

    @cached_property
    def _workbook(self) -> calamine.CalamineWorkbook:
        return _opened(self._checked)

    @cached_property
    def _parts(self) -> dict[str, str]:
        """Which part of the archive holds the sheet of this name."""
        with zipfile.ZipFile(io.BytesIO(self._checked.content)) as archive:
            book = ElementTree.fromstring(archive.read(WORKBOOK))  # noqa: S314  (declares no entities: archive.check)
            relations = ElementTree.fromstring(archive.read(RELATIONS))  # noqa: S314
        targets = {each.get("Id"): posixpath.normpath(f"xl/{each.get('Target')}") for each in relations}
        sheets = (each for each in book.iter() if each.tag.endswith("}sheet"))
        return {each.get("name", ""): targets.get(each.get(RELATION_ID), "") for each in sheets}


def open_book(content: bytes) -> Book:
    """The file, once it has been looked at. Raises `Refused` where it cannot be taken."""
    checked = guard.check(content)
    if checked.kind == Kind.TEXT:
        return Book([SheetName("", False)], checked)
    visible = calamine.SheetVisibleEnum.Visible
    sheets = [each for each in _opened(checked).sheets_metadata if each.typ == calamine.SheetTypeEnum.WorkSheet]
    return Book([SheetName(each.name, each.visible != visible) for each in sheets], checked)


def _opened(checked: Checked) -> calamine.CalamineWorkbook:
    try:
        return calamine.load_workbook(io.BytesIO(checked.content))
    except (calamine.CalamineError, ValueError, OSError) as error:
        raise Refused(_("The workbook cannot be read. Save it again, and choose that file.")) from error


def _text_rows(content: bytes) -> list[Row]:
    rows = []
    for number, cells in enumerate(delimited.records(delimited.decoded(content)), 1):
        rows.append(Row(number, _trimmed(cells)))
        if len(cells) > MAX_COLUMNS or number > MAX_ROWS:
            refuse_size(number, len(cells), _("Row %(number)d") % {"number": number})
    return rows


def _trimmed(values) -> tuple[Value, ...]:
    """The values without the blank ones at the end; nothing but space counts as blank."""
    kept = [_plain(value) for value in values]
    while kept and kept[-1] is None:
        kept.pop()
    return tuple(kept)


def _plain(value):
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "").strip(" \t\n\u00a0\ufeff")
        return text or None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    return value


def _fill_merged(rows: list[Row], ranges) -> None:
    """Cells merged downwards each hold the value of the first; of those merged sideways only the first does."""
    for (first, column), (last, _last_column) in ranges or ():
        if first == last or first >= len(rows) or column >= len(rows[first].values):
            continue
        value = rows[first].values[column]
        _put(rows, {(row, column): value for row in range(first + 1, min(last + 1, len(rows)))})


def _put(rows: list[Row], values: dict[tuple[int, int], Value]) -> None:
    for (row, column), value in values.items():
        if value is None or row >= len(rows):
            continue
        cells = [*rows[row].values, *[None] * (column + 1 - len(rows[row].values))]
        cells[column] = value
        rows[row] = rows[row]._replace(values=tuple(cells))


def address(number: int, column: int) -> str:
    """How programs name a cell: C12."""
    return f"{column_letters(column)}{number}"


def as_text(value: Value) -> str:
    """The value as a person would type it: 1234 and not 1234.0, 2027-04-01 and not a number of days."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def visible(names: list[SheetName]) -> Iterator[str]:
    return (each.name for each in names if not each.is_hidden)
