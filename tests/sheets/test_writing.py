"""What we write cannot act in the reader's program, and needs little memory however long it is."""

import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal

from collab_portal.sheets import report, writing
from collab_portal.sheets.limits import MB
from collab_portal.sheets.reading import open_book
from collab_portal.sheets.report import Kind, Problem, Report

ROW = (
    "=1+1",
    "01234567",
    Decimal("12.50"),
    date(2027, 4, 1),
    datetime(2027, 4, 1, 9, 30, tzinfo=UTC),
    None,
    "http://x",
)


def test_a_workbook_keeps_text_as_text_and_dates_as_dates():
    content = b"".join(writing.xlsx_pieces([("a", "b"), ROW], title="Enterprises: " + "x" * 30, widths=(20,)))

    assert open_book(content).sheet().rows[1].values == (
        "=1+1", "01234567", 12.5, date(2027, 4, 1), datetime.fromisoformat("2027-04-01 10:30"), None, "http://x"
    )  # fmt: skip
    assert b"<f>" not in content


def test_text_that_could_run_is_marked_in_csv():
    assert next(writing.csv_rows([ROW])).startswith("'=1+1,01234567,12.50,2027-04-01,")


def test_ten_times_the_rows_need_no_more_memory():
    peaks = []
    for count in (1_000, 10_000):
        tracemalloc.start()
        rows = ((f"Enterprise {number}", "CF10 1AA", number, "Social care") for number in range(count))
        assert sum(map(len, writing.xlsx_pieces(rows))) > 15 * count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] + MB / 2


def test_a_report_tells_the_row_column_value_and_reason():
    told = Report(new=2, refused=1, problems=[Problem(7, "B – Postcode", "=evil", "Enter a postcode", Kind.REFUSED)])

    lines = list(writing.csv_rows(report.rows(Report.from_json(told.as_json()).problems)))

    assert str(told) == "2 new, 0 changed, 0 unchanged, 1 refused"
    assert lines[1].strip() == "7,B – Postcode,'=evil,Enter a postcode,The row was refused"
