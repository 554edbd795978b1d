"""Headings are found and recognised; what is unsure is asked; rows of data are told from the rest."""

import pytest

from collab_portal.sheets.limits import Refused
from collab_portal.sheets.mapping import Column, find_header, propose, records
from collab_portal.sheets.reading import open_book

COLUMNS = (
    Column("name", "Name", ("organisation name", "enw"), needed=True),
    Column("postcode", "Postcode", ("post code", "cod post"), looks_like=lambda value: str(value).startswith("CF")),
    Column("value", "Value", ("contract value", "est value")),
)


def sheet(text: str):
    return open_book(text.encode()).sheet()


def proposal(text: str):
    return propose(sheet(text), COLUMNS)


def test_a_recognised_header_below_a_title_needs_nobody():
    found = proposal("Members of the network,,\nas of May,,\n\nORGANISATION  NAME,Notes,Post-code\nA,x,CF1\n")

    assert found.header.row == 4
    assert found.columns == {"name": 0, "postcode": 2}
    assert found.is_certain


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Name of the organisation,Post code,Est. value (£k)", {"name": 0, "postcode": 1, "value": 2}),
        ("Enw,Cod post,Organisaton name", {"name": 0, "postcode": 1}),
        ("Name,Contract value,Postcodes", {"name": 0, "value": 1, "postcode": 2}),
        ("Name,Where", {"name": 0, "postcode": 1}),  # its values give it away
    ],
)
def test_unusual_headings_are_proposed(header, columns):
    found = proposal(f"{header}\nA,CF10 1AA\n" if header.endswith("Where") else f"{header}\nA,B,C\n")

    assert found.columns == columns


def test_what_is_only_likely_is_asked():
    assert not proposal("Name of the organisation,Postcode\nA,CF1\n").is_certain


@pytest.mark.parametrize(
    "text",
    ["Name,Name,Postcode\nA,B,CF1\n", "Firm,Postcode\nA,CF1\n", "Cegin Werdd,CF10 1AA\nCaffi,CF1 2BB\n"],
    ids=["two alike", "needed one missing", "no header"],
)
def test_what_cannot_be_known_is_asked(text):
    assert not proposal(text).is_certain


def test_a_sheet_without_header_begins_with_data():
    plain = sheet("Cegin Werdd,CF10 1AA\nCaffi Môr,LL53 5AA\n")
    header = find_header(plain, COLUMNS)

    found = list(records(plain, header, {"name": 0, "postcode": 1}))

    assert header.row == 0
    assert [each.text("postcode") for each in found] == ["CF10 1AA", "LL53 5AA"]
    assert found[1].address("postcode") == "B2"


def test_only_rows_of_data_are_records():
    text = "Name,Postcode,Value\nA,CF1,5\n\nName,Postcode,Value\nB,,7\nTotal,,12\nTotal Care CIC,CF3,1\n,,\n"
    plain = sheet(text)
    found = propose(plain, COLUMNS)

    rows = list(records(plain, found.header, found.columns, fixes={"5": {"postcode": "CF2"}}))

    assert [(each.number, each.text("name"), each.text("postcode")) for each in rows] == [
        (2, "A", "CF1"),
        (5, "B", "CF2"),
        (7, "Total Care CIC", "CF3"),
    ]
    assert rows[1].fixed == {"postcode"}
    assert rows[1].column_name("postcode") == "B – Postcode"


def test_a_header_alone_gives_no_records():
    plain = sheet("Name,Postcode\n")
    found = propose(plain, COLUMNS)

    assert found.is_certain
    assert list(records(plain, found.header, found.columns)) == []


def test_nothing_at_all_is_refused():
    with pytest.raises(Refused):
        proposal("\n\n,,\n")


def test_the_same_headings_have_the_same_signature_wherever_they_stand():
    here, there = proposal("Name,Post code\nA,B\n"), proposal("Title\n\nname,POST  CODE\nC,D\n")

    assert here.header.signature == there.header.signature
    assert here.header.signature != proposal("Post code,Name\nA,B\n").header.signature
