"""Lines of a plan: what they would store, and which cells are at fault."""

from collab_portal.sheets import mapping
from collab_portal.sheets.reading import open_book
from procurement.plans.columns import COLUMNS
from procurement.plans.reading import lines

MESSY = """Forward plan 2026/27,,,,,,,
Owner: Procurement,,,,,,,
Ref,Contract,Est. Value (£k),Term,Commencement,Expiry,Tender window,Notes
C1,Lunch clubs,120,3+1,Apr-27,31/03/2030,Q3 26/27,
C2,Grounds,£85k p.a.,24 months,TBC,,2026-12,Rolling
C3,,lots,4yr,31/02/2027,,soon,
C4,Windows,1.2m,,01/04/2027,31/03/2029,Jan-27 to Mar-27,

Total,,205,,,,,
"""


def read(text: str):
    sheet = open_book(text.encode()).sheet()
    proposal = mapping.propose(sheet, COLUMNS)
    return list(lines(mapping.records(sheet, proposal.header, proposal.columns)))


def test_a_plan_is_read_as_its_officer_means_it():
    first, second, third, fourth = read(MESSY)

    assert first.values() == {
        "reference": "C1",
        "title": "Lunch clubs",
        "value": 120_000,
        "annual_value": None,
        "term_months": 36,
        "extension_months": 12,
        "start": "2027-04-01",
        "end": "2030-03-31",
        "tender_window": {"earliest": "2026-10-01", "latest": "2026-12-31"},
    }
    assert (second.values()["annual_value"], second.values()["value"]) == (85_000, 170_000)
    assert second.values()["start"] is None
    assert (fourth.values()["term_months"], fourth.values()["value"]) == (24, 1_200_000)
    assert [third.is_good, fourth.is_good] == [False, True]


def test_each_cell_at_fault_is_named_with_what_stands_in_it():
    third = read(MESSY)[2]

    assert [(problem.row, problem.column, problem.value) for problem in third.problems] == [
        (6, "C – Est. Value (£k)", "lots"),
        (6, "E – Commencement", "31/02/2027"),
        (6, "G – Tender window", "soon"),
        (6, "B – Contract", ""),
    ]
    assert third.values()["term_months"] == 48


def test_dates_in_the_wrong_order_are_refused():
    plan = "Contract,Start date,End date\nA,2027-04-01,2026-04-01\nB,2027-04-01,2028-03-31\n"

    wrong, right = read(plan)

    assert [problem.column for problem in wrong.problems] == ["C – End date"]
    assert right.months == 12
