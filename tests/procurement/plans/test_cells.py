"""What officers write in a plan: amounts, lengths and dates."""

import contextlib
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.plans import dates, money, terms
from procurement.plans.money import Money
from procurement.plans.terms import Term
from procurement.plans.unread import CannotBeRead


def pounds(low, high=None, is_yearly=False):
    return Money(Decimal(low), Decimal(low if high is None else high), is_yearly)


@pytest.mark.parametrize(
    ("written", "heading", "meant"),
    [
        ("£120,000", "", pounds(120_000)),
        ("120000", "Value", pounds(120_000)),
        (120, "Est. value (£k)", pounds(120_000)),
        ("£120k", "Est. value (£k)", pounds(120_000)),
        (1.25, "Value £m", pounds(1_250_000)),
        (85, "£000s", pounds(85_000)),
        ("£1.2m", "", pounds(1_200_000)),
        ("1,2 00", "", None),
        ("£50k - £100k", "", pounds(50_000, 100_000)),
        ("£50-100k", "", pounds(50_000, 100_000)),
        ("£500 to £1k", "", pounds(500, 1_000)),
        ("c. £40k p.a.", "", pounds(40_000, is_yearly=True)),
        ("£40,000 per annum", "", pounds(40_000, is_yearly=True)),
        (40_000, "Annual value", pounds(40_000, is_yearly=True)),
        ("up to £25,000 (ex VAT)", "", pounds(25_000)),
        ("1 234 567.89", "", pounds("1234567.89")),
        ("£2 million", "", pounds(2_000_000)),
        ("0", "", pounds(0)),
    ],
)
def test_an_amount_is_read(written, heading, meant):
    if meant is None:
        with pytest.raises(CannotBeRead):
            money.read(written, heading=heading)
    else:
        assert money.read(written, heading=heading) == meant


@pytest.mark.parametrize(
    "written", ["lots", "-500", "£100k - £50k", "1e9999", "12/5", True, float("inf"), "£1.2.3", "5 apples", "1.250,5"]
)
def test_what_is_no_amount_is_refused_with_an_example(written):
    with pytest.raises(CannotBeRead, match="£120k"):
        money.read(written)


@pytest.mark.parametrize(
    ("written", "heading", "meant"),
    [
        ("3+1+1", "", Term(36, 24)),
        ("3+1", "Term", Term(36, 12)),
        ("24 months", "", Term(24)),
        ("4yr", "", Term(48)),
        ("3 years + 2 x 1 year", "", Term(36, 24)),
        ("3 years with the option to extend for 2 more years", "", Term(36, 24)),
        ("5 years (3+2)", "", Term(36, 24)),
        ("36 (24+12)", "Months", Term(24, 12)),
        ("2+1+1 years", "", Term(24, 24)),
        ("18 mths", "", Term(18)),
        (36, "Contract length (months)", Term(36)),
        (3, "Length (years)", Term(36)),
        (3, "Term", Term(36)),
        (36, "Term", Term(36)),
        ("1.5 years", "", Term(18)),
        ("2 flynedd", "", Term(24)),
        ("12 + 12 months", "", Term(12, 12)),
    ],
)
def test_a_length_is_read(written, heading, meant):
    assert terms.read(written, heading=heading) == meant


@pytest.mark.parametrize("written", ["long", "986 years", "0", "3+", "1.37 years", "2027-04-01", "-3"])
def test_what_is_no_length_is_refused_with_an_example(written):
    if written in ("3+", "-3"):  # a slip of the key beside a plain number
        assert terms.read(written) == Term(36)
        return
    with pytest.raises(CannotBeRead, match="24 months"):
        terms.read(written)


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        (date(2027, 4, 1), (2027, 4, 1), (2027, 4, 1)),
        (datetime(2027, 4, 1, 9, 30), (2027, 4, 1), (2027, 4, 1)),  # noqa: DTZ001
        ("31/3/27", (2027, 3, 31), (2027, 3, 31)),
        ("31.03.2027", (2027, 3, 31), (2027, 3, 31)),
        ("1st April 2027", (2027, 4, 1), (2027, 4, 1)),
        ("01-Apr-27", (2027, 4, 1), (2027, 4, 1)),
        ("Thursday 1 April 2027", (2027, 4, 1), (2027, 4, 1)),
        ("2027-04-01T00:00:00", (2027, 4, 1), (2027, 4, 1)),
        (46478, (2027, 4, 1), (2027, 4, 1)),
        ("2027-04", (2027, 4, 1), (2027, 4, 30)),
        ("04/2027", (2027, 4, 1), (2027, 4, 30)),
        ("Apr-27", (2027, 4, 1), (2027, 4, 30)),
        ("Sept '27", (2027, 9, 1), (2027, 9, 30)),
        ("Chwefror 2028", (2028, 2, 1), (2028, 2, 29)),
        ("Q3 26/27", (2026, 10, 1), (2026, 12, 31)),
        ("Q4 2026/27", (2027, 1, 1), (2027, 3, 31)),
        ("2026-27 Q1", (2026, 4, 1), (2026, 6, 30)),
        ("Q2 2027", (2027, 4, 1), (2027, 6, 30)),
        ("Chwarter 1 2027", (2027, 1, 1), (2027, 3, 31)),
        ("2026/27", (2026, 4, 1), (2027, 3, 31)),
        ("FY26/27", (2026, 4, 1), (2027, 3, 31)),
        ("Spring 2027", (2027, 3, 1), (2027, 5, 31)),
        ("Winter 2026", (2026, 12, 1), (2027, 2, 28)),
        ("late 2027", (2027, 9, 1), (2027, 12, 31)),
        ("Apr-27 to Jun-27", (2027, 4, 1), (2027, 6, 30)),
        ("April – June 2027", (2027, 4, 1), (2027, 6, 30)),
        (2027, (2027, 1, 1), (2027, 12, 31)),
        ("c. May 2027 (TBC)", (2027, 5, 1), (2027, 5, 31)),
    ],
)
def test_a_date_is_the_days_it_leaves_open(written, earliest, latest):
    assert dates.read(written) == dates.Span(date(*earliest), date(*latest))


@pytest.mark.parametrize("written", ["soon", "31/02/2027", "2026/29", "13/13/2027", "Q5 26/27", 12, "1/1/1850", True])
def test_what_is_no_date_is_refused_with_an_example(written):
    with pytest.raises(CannotBeRead, match="Q3 26/27"):
        dates.read(written)


def test_a_column_shows_whether_it_writes_the_month_first():
    assert dates.month_first(["7/31/17", "12/1/16", "", None])
    assert not dates.month_first(["31/7/17", "1/12/16"])
    assert not dates.month_first(["1/2/17"])
    assert dates.read("7/31/17", is_month_first=True).earliest == date(2017, 7, 31)


@pytest.mark.parametrize("read", [money.read, terms.read, dates.read])
@pytest.mark.parametrize("written", [None, "", "TBC", "n/a", " – ", "To be confirmed", "I’w gadarnhau"])
def test_not_known_is_no_fault(read, written):
    assert read(written) is None


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.datetimes(), st.none(), st.booleans()))
def test_whatever_a_cell_holds_it_is_read_or_refused(written):
    for read in (money.read, terms.read, dates.read):
        with contextlib.suppress(CannotBeRead):
            read(written)
