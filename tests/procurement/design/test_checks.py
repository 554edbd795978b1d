"""The checks F-01 to F-36, one by one and together: no database is asked."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from procurement.design import checks, limits
from procurement.design.checks import CHECKS
from procurement.design.findings import Kind, Result
from procurement.design.inputs import CriterionDesign, Design, LotDesign
from procurement.design.sources import Mark
from procurement.design.spans import Span
from procurement.models import AwardCriterion, ClosedList, GroupBids, Reporting, Reserved, ShortWindow
from procurement.snapshot import Window
from tests.procurement.design.cases import CASES, UNKNOWN
from tests.procurement.design.designs import NOTICE, good

# They say of everything whether it is there, so there is nothing that they could not know.
ALWAYS_KNOWN = {"F-31"}


@pytest.mark.parametrize(("number", "changes", "expected"), CASES)
def test_a_check_finds_what_is_wrong_and_nothing_else(number, changes, expected):
    finding = CHECKS[number](good(**changes))

    assert (finding.result, bool(finding.message)) == (expected, expected != "pass")


def test_every_check_is_tested_at_every_level_it_has():
    tested = {number: {result for each, _, result in CASES if each == number} for number in CHECKS}

    assert list(CHECKS) == [f"F-{number:02}" for number in range(1, 37)]
    assert all("pass" in results and len(results) >= 2 for results in tested.values())
    assert {number for number, results in tested.items() if UNKNOWN not in results} == ALWAYS_KNOWN


def test_a_good_contract_passes_them_all():
    assert {finding.result for finding in checks.findings(good())} == {Result.PASS}


def test_only_the_law_makes_a_contract_unlawful():
    found = [CHECKS[number](good(**changes)) for number, changes, _ in CASES]

    assert {each.kind for each in found if each.result == Result.UNLAWFUL} == {Kind.LAW}
    assert Kind.LAW not in {each.kind for each in found if each.result in (Result.BARRIER, Result.ADVICE)}


def test_what_is_called_law_was_read_in_the_act():
    assert [
        check.id
        for check in CHECKS.values()
        if check.kinds[0] == Kind.LAW and Mark.ACT not in {source.mark for source in check.sources}
    ] == []


def test_every_check_says_where_it_comes_from():
    assert all(check.sources and check.why and check.redesign for check in CHECKS.values())


# ------------------------------------------------------------------------------------------------- any draft at all

known = st.none() | st.booleans()
numbers = st.none() | st.integers(0, 120)
amounts = st.none() | st.sampled_from([Decimal(each) for each in ("0", "0.01", "1", "99999", "5000000", "6000001")])
spans = st.none() | st.builds(
    lambda low, more: Span(low, None if more is None else low + more),
    st.sampled_from([Decimal(each) for each in ("0", "1", "30000", "207720", "1000000", "9000000")]),
    st.none() | st.sampled_from([Decimal(0), Decimal(70_000)]),
)
windows = st.none() | st.builds(
    lambda start, length: Window(start, start + timedelta(days=length)),
    st.dates(date(2027, 1, 1), date(2027, 12, 31)),
    st.integers(0, 60),
)
weighed = st.lists(
    st.builds(
        CriterionDesign,
        st.sampled_from(AwardCriterion.Kind.values),
        st.none() | st.sampled_from([Decimal(each) for each in (0, 9, 10, 40, 60, 100)]),
    ),
    max_size=3,
).map(tuple)
some_lots = st.lists(
    st.builds(
        LotDesign,
        number=st.just(1),
        value=spans,
        regions=st.none() | st.integers(1, 3),
        criteria=weighed,
        reserved=st.sampled_from(Reserved.values),
        vcse_suitable=known,
    ),
    max_size=3,
).map(tuple)
CHOICES = {
    "regime": ["wales", "england", "scotland"],
    "main_category": ["services", "goods", "works"],
    "procedure": ["open", "competitive-flexible", "quotation"],
    "framework_kind": ClosedList.values,
    "group_bids": GroupBids.values,
    "short_window": ShortWindow.values,
    "reporting": Reporting.values,
}
OTHERS = {
    "limits": st.just(limits.limits(NOTICE)),
    "on": st.sampled_from([NOTICE, date(2024, 1, 1)]),
    "published_on": st.none() | st.just(date(2026, 11, 23)),
    "lots": some_lots,
    "buyers": st.integers(1, 5),
    "has_contact": st.booleans(),
    "has_welsh": st.booleans(),
}
BY_TYPE = {
    bool | None: known,
    int | None: numbers,
    Decimal | None: amounts,
    Span | None: spans,
    Window | None: windows,
}


def anything(field):
    """What may stand in a field of a design."""
    if field.name in CHOICES:
        return st.none() | st.sampled_from(CHOICES[field.name])
    return OTHERS[field.name] if field.name in OTHERS else BY_TYPE[field.type]


designs = st.builds(Design, **{field.name: anything(field) for field in fields(Design)})
FORGETTABLE = [field.name for field in fields(Design) if field.default is None or field.name == "lots"]


@settings(max_examples=100, deadline=None)
@given(design=designs, forgotten=st.sampled_from(FORGETTABLE))
def test_no_draft_stops_a_check_and_forgetting_never_makes_a_pass(design, forgotten):
    before = {each.check.id: each for each in checks.findings(design)}
    less = replace(design, **{forgotten: () if forgotten == "lots" else None})
    after = {each.check.id: each for each in checks.findings(less)}

    assert all(isinstance(each.message, str) for each in before.values())
    assert [
        number
        for number, each in after.items()
        if before[number].result == Result.NOT_KNOWN and each.result == Result.PASS
    ] == []


# ------------------------------------------------------------------------------------------------------- the figures


def test_a_public_body_may_set_its_own_figure_where_ours_is_a_judgement():
    own = limits.limits(NOTICE, {"F-09 advice": Decimal(40)})

    assert CHECKS["F-09"](good()).result == Result.PASS
    assert CHECKS["F-09"](good(limits=own)).result == Result.ADVICE


def test_nobody_may_set_what_the_law_sets():
    with pytest.raises(ValueError, match="F-13 days"):
        limits.limits(NOTICE, {"F-13 days": Decimal(60)})


def test_figures_are_those_of_the_day_of_the_notice(monkeypatch):
    known = limits.all_limits()
    later = next(replace(each, value=Decimal(35)) for each in known if each.name == "F-09 advice")
    with_later = (*known, replace(later, valid_from=date(2028, 1, 1)))
    monkeypatch.setattr(limits, "all_limits", lambda: with_later)
    limits._on.cache_clear()

    assert limits.limits(date(2027, 12, 31))["F-09 advice"] == 30
    assert limits.limits(date(2028, 1, 1))["F-09 advice"] == 35
    limits._on.cache_clear()
