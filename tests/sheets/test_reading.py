"""Rows come out as their owner sees them, however the file was written."""

from datetime import date, datetime, time

import pytest

from collab_portal.sheets.limits import Refused
from collab_portal.sheets.reading import Row, as_text, open_book
from tests.sheets import making

WANTED = [("Name", "Town"), ("Caffi’r Môr", "Pwllheli"), ("Tŷ Bach", "Bala")]
LINES = "Name{d}Town{n}Caffi’r Môr{d}Pwllheli{n}Tŷ Bach{d}Bala{n}"


def values(content: bytes) -> list[tuple]:
    return [row.values for row in open_book(content).sheet().rows]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_in_every_dress_is_the_same_sheet(ending, delimiter, encoding):
    text = LINES.format(d=delimiter, n=ending)

    assert values(text.encode(encoding)) == WANTED


def test_windows_1252_is_read_where_the_text_is_no_utf_8():
    assert values("Name;Price\nCaffi’r Môr;£5 – £10\n".encode("cp1252"))[1] == ("Caffi’r Môr", "£5 – £10")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name,town\nA,B\nC\x00,D\n", "Line 3 has a character (NUL)"),
        (b"name,town\nA,B\nC,\x81\n", "Line 3 has characters that cannot be read"),
        (b'name,town\nA,B\n"C,D\nE,F\n', "Row 3 has a quotation mark"),
        (b'a,b,c,d,e,f\n"1,2,3,4,5,6\n1,2,3,4,5,6\n1,2,3,4,5,6\n1,2,3,4,"5",6\n', "Row 2 has a quotation mark"),
    ],
)
def test_broken_text_is_refused_and_its_place_named(content, said):
    with pytest.raises(Refused) as refused:
        values(content)

    assert said in refused.value.text


def test_rows_keep_the_numbers_a_program_shows():
    content = b'sep=;\r\nName;Notes\r\n\r\n"A";"two\r\nlines; and ""quotes"""\rB;\n\n\n'

    rows = open_book(content).sheet().rows

    assert rows == [
        Row(1, ("Name", "Notes")),
        Row(2, ()),
        Row(3, ("A", 'two\nlines; and "quotes"')),
        Row(4, ("B",)),
    ]


def test_a_workbook_gives_values_as_their_owner_reads_them():
    with making.workbook() as (book, done):
        sheet = book.add_worksheet("Plan")
        day, moment = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "hh:mm"})
        sheet.merge_range("A1:D1", "Forward plan")
        sheet.write_row("A3", ["Name", "Value", "Start", "Team"])
        sheet.write_row("A4", ["A", 1234.0])
        sheet.write_datetime("C4", date(2027, 4, 1), day)
        sheet.merge_range("D4:D5", "Housing")
        sheet.write_string("A5", "=HYPERLINK(1)")
        sheet.write_formula("B5", "=1+1", None, 2)
        sheet.write_datetime("C5", time(13, 5), moment)
        sheet.write_formula("A6", "=1/0", None, "#DIV/0!")
        sheet.write_boolean("B6", True)
        sheet.write_number("C6", 0.1 + 0.2)

    assert values(done()) == [
        ("Forward plan",),
        (),
        ("Name", "Value", "Start", "Team"),
        ("A", 1234, date(2027, 4, 1), "Housing"),
        ("=HYPERLINK(1)", 2, time(13, 5), "Housing"),
        ("#DIV/0!", True, pytest.approx(0.3)),
    ]


def test_a_formula_whose_value_was_not_kept_shows_itself():
    content = making.raw('<row r="2"><c r="B2"><f>A1+1</f></c><c r="C2"><v>7</v></c></row>')

    assert open_book(content).sheet().rows[1] == Row(2, (None, "=A1+1", 7))


def test_the_first_visible_sheet_with_rows_is_taken_and_any_may_be_chosen():
    with making.workbook() as (book, done):
        for name in ("Empty", "Old", "Now", "Next"):
            sheet = book.add_worksheet(name)
            if name != "Empty":
                sheet.write_row(0, 0, ["Name", name])
            if name == "Old":
                sheet.hide()
        book.worksheets()[2].activate()
        content = done()

    book = open_book(content)

    assert [tuple(each) for each in book.names] == [("Empty", False), ("Old", True), ("Now", False), ("Next", False)]
    assert book.sheet().name == "Now"
    assert book.sheet("Old").rows[0].values == ("Name", "Old")
    with pytest.raises(Refused, match="no sheet called"):
        book.sheet("Never")


def test_values_become_text_as_a_person_would_type_them():
    given = [None, 1234, 0.3, 12.50, True, date(2027, 4, 1), datetime.fromisoformat("2027-04-01 09:30"), "x"]

    assert [as_text(each) for each in given] == [
        "", "1234", "0.3", "12.5", "TRUE", "2027-04-01", "2027-04-01 09:30", "x"
    ]  # fmt: skip
