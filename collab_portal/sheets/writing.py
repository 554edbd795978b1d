"""Writing spreadsheets that cannot act: a cell that begins like a formula is marked as text."""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.utils import timezone

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide forms count in some programs
LONGEST_TEXT = 32_767  # what a cell of a workbook can hold
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\']+")
PIECE = 64 * 1024


@dataclass(frozen=True)
class Formula:
    """A formula of our own making, with the value it has now. In CSV only the value is written."""

    text: str
    value: Decimal | int | str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook. Its first row is its header."""

    title: str
    rows: Iterable[Iterable[object]]
    widths: Sequence[int] = ()


def safe_cell(value: object) -> str:
    """A value as text for a cell. Numbers and dates keep their form; text that could run gets an apostrophe."""
    if isinstance(value, Formula):
        value = value.value
    if value is None:
        return ""
    if isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.lstrip(" \u00a0").startswith(STARTS_FORMULA) else text


def csv_rows(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The rows as lines of CSV (RFC 4180), one by one, so that a long answer needs little memory."""
    writer = csv.writer(_Echo())
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def xlsx_pieces(rows: Iterable[Iterable[object]], *, title: str = "", widths: Sequence[int] = ()) -> Iterator[bytes]:
    """A workbook with one sheet, in pieces. The first row is its header. Rows wait on disk, not in memory.

    Text stays text: nothing is taken for a formula, a number or a link, and what begins like a formula carries the
    mark that keeps it text when somebody edits the cell.
    """
    return workbook_pieces([Sheet(title, rows, widths)])


def workbook_pieces(sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """A workbook of several sheets, in pieces. Only a `Formula` of our own making is a formula in it."""
    with tempfile.TemporaryFile() as file:
        _write_workbook(file, sheets)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def sheet_title(text: str) -> str:
    """A title that a workbook takes."""
    return NOT_IN_A_TITLE.sub(" ", text)[:31].strip()


def _write_workbook(file, sheets: Iterable[Sheet]) -> None:
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    formats = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "marked": book.add_format({"quote_prefix": True}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    for each in sheets:
        _write_sheet(book.add_worksheet(sheet_title(each.title) or None), each, formats)
    book.close()


def _write_sheet(sheet, content: Sheet, formats: dict) -> None:
    for column, width in enumerate(content.widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(content.rows):
        for column, value in enumerate(row):
            _write_cell(sheet, number, column, value, formats, is_head=number == 0)


def _write_cell(sheet, number: int, column: int, value: object, formats: dict, *, is_head: bool) -> None:
    if value is None or value == "":
        return
    if isinstance(value, Formula):
        sheet.write_formula(number, column, value.text, None, value.value)
    elif isinstance(value, Decimal | int | float) and not isinstance(value, bool):
        sheet.write_number(number, column, value)
    elif isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        sheet.write_datetime(number, column, local.replace(tzinfo=None), formats["moment"])
    elif isinstance(value, date):
        sheet.write_datetime(number, column, value, formats["date"])
    else:
        text = str(value)[:LONGEST_TEXT]
        is_marked = text.lstrip(" \u00a0").startswith(STARTS_FORMULA)
        look = formats["head"] if is_head else formats["marked"] if is_marked else None
        sheet.write_string(number, column, text, look)
