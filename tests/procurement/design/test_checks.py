"""The checks F-01 to F-36, one by one and together: no database is asked."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

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

AMOUNTS = [Decimal(each) for each in ("0", "0.01", "1", "30000", "99999", "207720", "1000000", "5000000", "9000000")]
WEIGHTS = [None, *map(Decimal, (0, 9, 10, 40, 60, 100))]
CHOICES = {
    "regime": ["wales", "england", "scotland"],
    "main_category": ["services", "goods", "works"],
    "procedure": ["open", "competitive-flexible", "quotation"],
    "framework_kind": ClosedList.values,
    "group_bids": GroupBids.values,
    "short_window": ShortWindow.values,
    "reporting": Reporting.values,
}


class Anything:
    """Designs at random: quicker than drawing their sixty fields one by one."""

    def __init__(self, seed: int):
        self.random = Random(seed)

    def one_of(self, choices):
        return self.random.choice([None, *choices])

    def span(self):
        low, more = self.random.choice(AMOUNTS), self.one_of([Decimal(0), Decimal(70_000)])
        return self.one_of([Span(low, None if more is None else low + more)])

    def window(self):
        start = date(2027, 1, 1) + timedelta(days=self.random.randrange(300))
        return self.one_of([Window(start, start + timedelta(days=self.random.randrange(60)))])

    def lot(self):
        kinds = self.random.choices(AwardCriterion.Kind.values, k=self.random.randrange(4))
        return LotDesign(
            value=self.span(),
            regions=self.one_of([1, 2]),
            criteria=tuple(CriterionDesign(kind, self.random.choice(WEIGHTS)) for kind in kinds),
            reserved=self.random.choice(Reserved.values),
            vcse_suitable=self.one_of([True, False]),
        )

    def value_of(self, field):
        by_type = {
            bool | None: lambda: self.one_of([True, False]),
            int | None: lambda: self.one_of([0, 1, 3, 11, 24, 25, 36, 60, 61, 100]),
            Decimal | None: lambda: self.one_of(AMOUNTS),
            Span | None: self.span,
            Window | None: self.window,
        }
        return self.one_of(CHOICES[field.name]) if field.name in CHOICES else by_type[field.type]()

    def design(self):
        given = {
            "limits": limits.limits(NOTICE),
            "on": self.random.choice([NOTICE, date(2024, 1, 1)]),
            "published_on": self.one_of([date(2026, 11, 23)]),
            "lots": tuple(self.lot() for _ in range(self.random.randrange(4))),
            "buyers": self.random.randrange(1, 6),
            "has_contact": self.random.random() < 0.5,
            "has_welsh": self.random.random() < 0.5,
        }
        return Design(
            **{each.name: self.value_of(each) for each in structs.fields(Design) if each.name not in given}, **given
        )


FORGETTABLE = [field.name for field in structs.fields(Design) if field.default is None or field.name == "lots"]


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**40))
def test_no_draft_stops_a_check_and_forgetting_never_makes_a_pass(seed):
    design = Anything(seed).design()
    before = {each.check.id: each for each in checks.findings(design)}

    assert all(isinstance(each.message, str) for each in before.values())
    for forgotten in FORGETTABLE:
        less = structs.replace(design, **{forgotten: () if forgotten == "lots" else None})
        made_up = [
            number
            for number, check in CHECKS.items()
            if before[number].result == Result.NOT_KNOWN and check(less).result == Result.PASS
        ]
        assert not made_up, f"forgetting {forgotten} of {design}"


# ------------------------------------------------------------------------------------------------------- the figures


def test_a_public_body_may_set_its_own_figure_where_ours_is_a_judgement():
    own = limits.limits(NOTICE, {"F-09 advice": Decimal(40)})

    assert CHECKS["F-09"](good()).result == Result.PASS
    assert CHECKS["F-09"](good(limits=own)).result == Result.ADVICE


def test_every_figure_says_what_it_means():
    assert all(each.words for each in limits.all_limits())


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
