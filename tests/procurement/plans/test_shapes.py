"""Plans in the shapes in which officers keep them: what is a line, what is its title, in what unit it counts."""

import pytest

from collab_portal.sheets.reading import open_book
from procurement.plans import finding
from procurement.plans.reading import lines
from tests.sheets import making


def read(content, name=""):
    sheet = finding.choose(open_book(content.encode() if isinstance(content, str) else content), name).sheet
    proposal = finding.propose(sheet)
    return list(lines(finding.records(sheet, proposal.header, proposal.columns)))


def titles_and(found, *keys):
    return [tuple(line.values()[key] for key in ("title", *keys)) for line in found]


SHAPES = {
    "the unit stands above the table": (
        "Forward plan (all figures £000)\n\nContract title,Est. value,Start\n"
        "Grounds,120,Apr-27\nBins,1250.5,Q1 27/28\n",
        ("value", "start"),
        [("Grounds", 120_000, "2027-04-01"), ("Bins", 1_250_500, "2027-04-01")],
    ),
    "the unit stands below the headings": (
        "Contract title,Total value,Term\n,£k,months\nGrounds,120,36\n",
        ("value", "term_months"),
        [("Grounds", 120_000, 36)],
    ),
    "the contracts over £25k are no unit": (
        "Contracts over £25k\nContract title,Value\nGrounds,120000\n",
        ("value",),
        [("Grounds", 120_000)],
    ),
    "a heading that is nothing but a unit": (
        "Contract,£k,£000 p.a.,Term\nGrounds,120,,2 years\nBins,,£35k,3+1\n",
        ("value", "annual_value"),
        [("Grounds", 120_000, None), ("Bins", 105_000, 35_000)],
    ),
    "amounts named as such come before a heading that is only a unit": (
        "Contract,£000,Value (£)\nGrounds,7,120000\n",
        ("value",),
        [("Grounds", 120_000)],
    ),
    "all titles are in capitals, and one stands alone": (
        "Contract,Value\nGROUNDS,5\nWINDOWS,7\nCATERING,\nAdults Directorate,\n",
        ("value",),
        [("GROUNDS", 5), ("WINDOWS", 7), ("CATERING", None)],
    ),
    "the title is called description": (
        "Ref;Description;Annual Value (£);Contract Term\nA1;School meals;85000;3+1\nA2;Taxi;TBC;4 yrs\n",
        ("reference", "value", "term_months", "extension_months"),
        [("School meals", "A1", 255_000, 36, 12), ("Taxi", "A2", None, 48, 0)],
    ),
    "a register: contract is a number, and service says what": (
        "TYPE OF CONTRACT,CONTRACT,COMPANY,SERVICE,EXPIRATION\n"
        "County,5731,THE HOME DEPOT,MRO SUPPLIES,7/31/17\nCounty,5931,PICTOMETRY,IT CONTRACT,12/9/18\n",
        ("reference", "end"),
        [("MRO SUPPLIES", "5731", "2017-07-31"), ("IT CONTRACT", "5931", "2018-12-09")],
    ),
    "two columns could be the title; one is the department": (
        "Service,Contract,Start date\nHighways,Winter gritting,01/10/2027\nHighways,Road marking,01/04/2027\n"
        "Adults,Home care,Autumn 2027\nAdults,Day care,2027\n",
        ("start",),
        [
            ("Winter gritting", "2027-10-01"),
            ("Road marking", "2027-04-01"),
            ("Home care", "2027-09-01"),
            ("Day care", "2027-01-01"),
        ],
    ),
    "parts and totals between the lines": (
        "Project,Budget,Start\nADULT SOCIAL CARE,,\nHome care,£1.2m,Apr 2027\nDay care,300000,Apr 2027\n"
        "Sub-total adults,1500000,\nHighways Directorate,,\nGritting,£80k,Oct 2027\n"
        "Total Facilities Management,£2m,2028-04\nGrand total:,3580000,\n* subject to Cabinet\n",
        ("value",),
        [("Home care", 1_200_000), ("Day care", 300_000), ("Gritting", 80_000), ("Total Facilities Management", 2e6)],
    ),
    "a sum without a word": (
        "Project,Budget\nHome care,100\nDay care,300\n,400\n",
        ("value",),
        [("Home care", 100), ("Day care", 300)],
    ),
    "both starts": (
        "Contract name,Estimated tender start date,Estimated contract start date,Value p.a. (£k),Contract length\n"
        "Home care,Q3 2026/27,01/04/2027,50,2+1\n",
        ("start", "annual_value", "value", "term_months"),
        [("Home care", "2027-04-01", 50_000, 100_000, 24)],
    ),
    "no heading says title; notes are few": (
        "Ref,Lead,Things to buy,Notes,Cost\nA,Ann,Boiler servicing,Urgent please,5\nB,Ann,Lift servicing,,6\n",
        ("reference", "value"),
        [("Boiler servicing", "A", 5), ("Lift servicing", "B", 6)],
    ),
    "in Welsh": (
        "Teitl y contract\tGwerth amcangyfrifedig\tHyd y contract\tDyddiad dechrau\n"
        "Glanhau\t£1.2 miliwn\t3 blynedd\tEbrill 2027\nGofal\ti'w gadarnhau\t24 mis\tHaf 2027\n",
        ("value", "term_months", "start"),
        [("Glanhau", 1_200_000, 36, "2027-04-01"), ("Gofal", None, 24, "2027-06-01")],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_understood(shape):
    content, keys, meant = SHAPES[shape]
    found = read(content)

    assert titles_and(found, *keys) == meant
    assert all(line.is_good for line in found)


def test_a_row_that_somebody_takes_in_is_data_whatever_it_looks_like():
    sheet = open_book(b"Contract,Value\nGrounds,5\nHOME CARE,\nTotal,5\n").sheet()
    proposal = finding.propose(sheet)

    taken = finding.records(sheet, proposal.header, proposal.columns, {"3": {}, "4": {"title": "Total care"}})

    assert [(line.title, line.is_good) for line in lines(taken)] == [
        ("Grounds", True),
        ("HOME CARE", True),
        ("Total care", True),
    ]


def test_tender_windows_are_told_from_starts():
    (line,) = read(SHAPES["both starts"][0])

    assert line.values()["tender_window"] == {"earliest": "2026-10-01", "latest": "2026-12-31"}


def test_a_workbook_with_a_cover_merged_departments_and_a_sheet_for_each_directorate():
    heads = ["Department", "Contract", "Value", "Start"]
    cover = [["Procurement forward plan"], ["Owner", "Corporate procurement"]]
    adults = [["Adults"], [], heads, ["Care", "Home care", "120000", 46113], ["", "Day care", 5000.0, "46478"]]
    with making.workbook() as (book, done):
        for name, rows in {"Cover": cover, "Adults": adults, "Roads": [heads, ["Roads", "Gritting", 9, ""]]}.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        book.get_worksheet_by_name("Adults").merge_range("A4:A5", "Care")
        content = done()

    chosen = finding.choose(open_book(content))

    assert (chosen.sheet.name, chosen.alike) == ("Adults", ("Roads",))
    assert titles_and(read(content), "value", "start") == [
        ("Home care", 120_000, "2026-04-01"),
        ("Day care", 5_000, "2027-04-01"),
    ]


@pytest.mark.sample_data
def test_a_register_kept_by_hand_is_read_line_by_line(sample_data):
    file = sample_data / "council" / "pittsburgh_contract_register_2015_CR_line_endings.csv"

    found = read(file.read_bytes())

    assert len(found) > 400
    assert [problem.value for line in found for problem in line.problems] == ["11/31/2015"] * 2, "there is no such day"
    assert sum(line.values()["end"] is not None for line in found) > 0.9 * len(found)
