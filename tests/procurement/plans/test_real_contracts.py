"""Contracts that were really tendered in Wales, in sheets as officers keep them: each is read as it was written."""

import csv
import io
import json
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import pytest

from collab_portal.sheets.reading import open_book
from procurement.plans import finding
from procurement.plans.reading import lines
from tests.sheets import making

pytestmark = pytest.mark.sample_data


class Contract(NamedTuple):
    reference: str
    title: str
    value: Decimal | None
    start: date | None
    end: date | None


@pytest.fixture(scope="module")
def contracts(sample_data):
    releases = json.loads((sample_data / "notices" / "sell2wales.json").read_text())["releases"]
    found = [_contract(each["ocid"], each["tender"]) for each in releases]
    assert len(found) > 50
    return found


def _contract(ocid, tender):
    period = tender["lots"][0].get("contractPeriod", {}) if tender.get("lots") else {}
    value = tender.get("value", {}).get("amount")
    start, end = (date.fromisoformat(period[name][:10]) if period.get(name) else None for name in DATES)
    # As notices have them: a value of £0.01 stands for none, and so does an end before its start.
    is_real = value is not None and value >= 1000
    return Contract(
        ocid.rpartition("-")[2], " ".join(tender["title"].split()), Decimal(str(value)) if is_real else None, start, end
    )


DATES = ("startDate", "endDate")


def test_a_register_saved_by_an_old_spreadsheet_program(contracts):
    """Semicolons, bare CR, Windows-1252; pounds with commas, British dates, TBC, and a total at the end."""
    rows = [
        [
            each.reference,
            each.title,
            f"£{each.value:,.2f}" if each.value else "TBC",
            _british(each.start),
            _british(each.end),
        ]
        for each in contracts
    ]
    total = ["", "Total", f"£{sum(each.value or 0 for each in contracts):,.2f}", "", ""]
    text = _delimited([["Ref", "Contract title", "Est. value", "Commencement", "Expiry"], *rows, total], ";", "\r")

    found = read(text.encode("cp1252", errors="replace"))

    assert [each["reference"] for each in found] == [each.reference for each in contracts]
    for line, contract in zip(found, contracts, strict=True):
        assert line["title"] == contract.title.encode("cp1252", errors="replace").decode("cp1252")
        assert line["value"] == (None if contract.value is None else float(contract.value))
        assert (line["start"], line["end"]) == (_iso(contract.start), _iso(contract.end))


def test_a_workbook_for_committee_in_thousands(contracts):
    """Title rows, £k, months and not days, a part of the council above its contracts."""
    rows = [["Cyngor – Forward procurement plan"], ["Cabinet, 12 May"], []]
    rows += [["Contract", "Estimated value (£k)", "Start date"], ["CORPORATE SERVICES"]]
    rows += [
        [each.title, _thousands(each.value) or "TBC", each.start.strftime("%b-%y") if each.start else ""]
        for each in contracts
    ]

    found = read(making.simple(rows, name="Plan"))

    assert [each["title"] for each in found] == [each.title for each in contracts]
    for line, contract in zip(found, contracts, strict=True):
        assert line["value"] == (None if contract.value is None else _thousands(contract.value) * 1000)
        assert line["start"] == (contract.start.replace(day=1).isoformat() if contract.start else None)


def test_a_sheet_that_counts_in_years_and_quarters(contracts):
    """Tabs and a byte order mark; "3 years", and the quarter of the financial year in which it starts."""
    known = [each for each in contracts if each.start and each.end and each.end > each.start]
    rows = [[each.title, f"{_years(each)} yrs", _quarter(each.start)] for each in known]
    text = _delimited([["Description of contract", "Contract term", "Contract start"], *rows], "\t", "\r\n")

    found = read(text.encode("utf-8-sig"))

    assert len(known) > 10
    assert [each["title"] for each in found] == [each.title for each in known]
    assert [each["term_months"] for each in found] == [12 * _years(each) for each in known]
    for line, contract in zip(found, known, strict=True):
        assert line["start"] <= contract.start.isoformat()
        assert (contract.start - date.fromisoformat(line["start"])).days < 92


def read(content):
    sheet = finding.choose(open_book(content), "").sheet
    proposal = finding.propose(sheet)
    return [line.values() for line in lines(finding.records(sheet, proposal.header, proposal.columns))]


def _delimited(rows, delimiter, end):
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows(rows)
    return stream.getvalue()


def _british(day):
    return f"{day:%d/%m/%Y}" if day else ""


def _iso(day):
    return day.isoformat() if day else None


def _thousands(value):
    return None if value is None else float((value / 1000).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _years(contract):
    return max(1, round((contract.end - contract.start).days / 365.25))


def _quarter(day):
    """Q1 begins in April."""
    year = day.year if day.month >= 4 else day.year - 1
    return f"Q{(day.month - 4) % 12 // 3 + 1} {year % 100}/{(year + 1) % 100}"
