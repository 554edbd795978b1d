"""What the pages of an import show: the top of the sheet, rows as they would be stored, problems in groups."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from django.core.paginator import Page, Paginator

from collab_portal.sheets.mapping import Record
from collab_portal.sheets.reading import Row, as_text, column_letters
from collab_portal.sheets.report import Kind, Problem, Report
from collab_portal.sheets.uploads import SheetUpload

ROWS_A_PAGE = 10
TOP_ROWS, TOP_COLUMNS = 6, 6
MOST_ASIDE = 50
Cells = Callable[[Sequence[Record]], list[list[dict]]]


def preview(sheet: SheetUpload) -> dict:
    """The first rows and columns as they stand in the sheet, with its letters and numbers."""
    width = min(sheet.sheet.width, TOP_COLUMNS)
    rows = [row for row in sheet.sheet.rows if not row.is_blank][:TOP_ROWS]
    return {
        "head": ["", *(column_letters(at) for at in range(width))],
        "rows": [[row.number, *([*map(as_text, row.values), *[""] * width][:width])] for row in rows],
        "more": sheet.sheet.width - width,
    }


def overview(sheet: SheetUpload, asked: Mapping[str, str], cells: Cells) -> dict:
    """The numbers, the rows with problems (or all), and for a page of them what would be stored."""
    told = sheet.told
    by_row = told.by_row()
    records = sheet.records()
    refused = {problem.row for problem in told.problems if problem.kind == Kind.REFUSED}
    only_refused = asked.get("show") == "refused"
    chosen = [record for record in records if not only_refused or record.number in refused]
    page: Page = Paginator(chosen, ROWS_A_PAGE).get_page(asked.get("page"))
    shown = [
        {
            "record": record,
            "cells": of_row,
            "problems": by_row.get(record.number, []),
            "is_refused": record.number in refused,
        }
        for record, of_row in zip(page, cells(list(page)), strict=True)
    ]
    aside = left_aside(sheet, {record.number for record in records})
    found = {"report": told, "page": page, "rows": shown, "groups": groups(told)}
    return found | {"only_refused": only_refused, "aside": aside[:MOST_ASIDE], "aside_count": len(aside)}


def left_aside(sheet: SheetUpload, taken: Collection[int]) -> list[tuple[int, str]]:
    """Rows below the headings that hold something and are not meant as data: totals, notes, headings once more."""
    rows = (row for row in sheet.sheet.rows if row.number > sheet.header_row and not row.is_blank)
    return [(row.number, _in_one_line(row)) for row in rows if row.number not in taken]


def _in_one_line(row: Row) -> str:
    return " · ".join(" ".join(as_text(value).split()) for value in row.values if value is not None)


def groups(told: Report) -> list[dict]:
    """Problems with the same column and reason together, the gravest and the most first."""
    found: dict[tuple, list[Problem]] = {}
    for problem in told.problems:
        found.setdefault((problem.kind, problem.column, problem.reason), []).append(problem)
    order = list(Kind)
    ordered = sorted(found.items(), key=lambda item: (order.index(Kind(item[0][0])), -len(item[1])))
    return [{"first": problems[0], "count": len(problems), "rows": problems[:8]} for _key, problems in ordered]


def refused_rows(sheet: SheetUpload) -> Iterator[tuple]:
    """Below the headings of the sheet, the rows that were refused, with what was mended on the page."""
    refused = {problem.row for problem in sheet.told.problems if problem.kind == Kind.REFUSED}
    yield sheet.header.labels
    for record in sheet.records():
        if record.number in refused:
            cells = [*sheet.sheet.by_number[record.number].values]
            cells += [None] * (sheet.header.width - len(cells))
            for key in record.fixed & sheet.columns.keys():
                cells[sheet.columns[key]] = record.values[key]
            yield tuple(cells)
