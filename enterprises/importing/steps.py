"""What the pages of an import show: the top of the sheet, rows as they would be stored, problems in groups."""

from collections.abc import Mapping

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.categories import all_categories
from collab_portal.sheets.mapping import Record
from collab_portal.sheets.reading import as_text, column_letters
from collab_portal.sheets.report import Kind, Problem, Report
from collab_portal.templatetags.words import paired
from enterprises.imports import stub
from enterprises.imports.columns import BY_KEY
from enterprises.imports.stub import Stub
from enterprises.lookups.legal_forms import LEGAL_FORMS
from enterprises.models import DirectorySheet
from enterprises.register_numbers import REGISTERS

ROWS_A_PAGE = 10
TOP_ROWS, TOP_COLUMNS = 6, 6
NUMBERS = {"company_number": "GB-COH", "charity_number": "GB-CHC", "society_number": "GB-MPR"}


def preview(sheet: DirectorySheet) -> dict:
    """The first rows and columns as they stand in the sheet, with its letters and numbers."""
    width = min(sheet.sheet.width, TOP_COLUMNS)
    rows = [row for row in sheet.sheet.rows if not row.is_blank][:TOP_ROWS]
    return {
        "head": ["", *(column_letters(at) for at in range(width))],
        "rows": [[row.number, *([*map(as_text, row.values), *[""] * width][:width])] for row in rows],
        "more": sheet.sheet.width - width,
    }


def overview(sheet: DirectorySheet, asked: Mapping[str, str]) -> dict:
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
            "cells": cells(record),
            "problems": by_row.get(record.number, []),
            "is_refused": record.number in refused,
        }
        for record in page
    ]
    return {"report": told, "page": page, "rows": shown, "only_refused": only_refused, "groups": groups(told)}


def groups(told: Report) -> list[dict]:
    """Problems with the same column and reason together, the gravest and the most first."""
    found: dict[tuple, list[Problem]] = {}
    for problem in told.problems:
        found.setdefault((problem.kind, problem.column, problem.said), []).append(problem)
    order = list(Kind)
    ordered = sorted(found.items(), key=lambda item: (order.index(Kind(item[0][0])), -len(item[1])))
    return [{"first": problems[0], "count": len(problems), "rows": problems[:8]} for _key, problems in ordered]


def cells(record: Record) -> list[dict]:
    """Each mapped cell that holds something, where it stands, and what would be stored of it."""
    read = stub.read(record)
    return [
        {
            "label": BY_KEY[key].label,
            "address": record.address(key),
            "given": record.text(key),
            "is_fixed": key in record.fixed,
            "stored": _stored(key, read) or _("Nothing"),
        }
        for key in BY_KEY
        if record.text(key)
    ]


def _stored(key: str, read: Stub) -> str:
    if key in NUMBERS:
        return read.numbers.get(NUMBERS[key], "")
    if key in ("registered_number", "registrar", "country"):
        return ", ".join(f"{REGISTERS[scheme].name}: {value}" for scheme, value in read.numbers.items())
    if key in ("category", "sic"):
        return ", ".join(paired(each, "name")[0] for each in all_categories() if each.slug in read.categories)
    if key == "council":
        return ", ".join(paired(areas_by_code()[code], "name")[0] for code in read.area_codes)
    if key == "legal_form":
        return str(LEGAL_FORMS.get(read.fields["legal_form"], ""))
    if key in ("description", "offer"):
        return read.fields.get(f"{key}_en", "") or read.fields.get(f"{key}_cy", "")
    others = {"email": read.details["mailbox"], "website": read.details["website"], "name": read.name}
    others |= {"founded": read.fields["founded_in"], "reference": read.reference, "name_cy": read.name_cy}
    others |= {"registered_name": read.record.text("registered_name")}
    return str(others.get(key, read.fields.get(key)) or "")
