"""Values in pounds: nothing counted twice, dated figures only, and the doubt that matters most comes first."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialvalue.exact import LARGEST, quotient
from socialvalue.reasons import Reason, Refused
from socialvalue.scoring import score
from socialvalue.scoring import words as scoring_words
from socialvalue.value import (
    Basis,
    Claim,
    Proxy,
    Range,
    account,
    carbon_value,
    carbon_values,
    flat,
    price_factor,
    rates_on,
    tornado,
)
from socialvalue.value import words as value_words
from socialvalue.value.claims import checked_claims
from socialvalue.value.ranges import NOTHING
from tests.socialvalue.tenders import tender

TODAY = date(2026, 11, 22)
SHARES = st.lists(st.decimals(0, 1, places=2), min_size=3, max_size=3).map(lambda found: Range(*sorted(found)))


def claim(code="jobs", outcome="into work", **more):
    proxy = more.pop("proxy", Proxy("P1", Range(Decimal(900), Decimal(1_000), Decimal(1_200)), 2024, "ours", "ours"))
    return Claim(code, outcome, **{"quantity": Range.of(10), "proxy": proxy, **more})


def basis(**more):
    return Basis(rates_on(TODAY), **{"prices_of": 2024, **more})


def refused(function, *arguments):
    with pytest.raises(Refused) as found:
        function(*arguments)
    return [(reason.code, reason.where) for reason in found.value.reasons]


def test_one_outcome_for_the_same_people_counts_once():
    for_all, young, old = claim("a"), claim("b", who="young"), claim("c", who="old")

    assert refused(account, [for_all, young], basis()) == [("counted_twice", "a")]
    assert account([young, old], basis()).present.central == 20_000
    assert account([for_all, claim("d", "better health")], basis()).present.central == 20_000


def test_what_cannot_be_is_refused():
    impossible = claim(deadweight=Range(Decimal("0.5"), Decimal("0.4"), Decimal(2)), quantity=Range.of(-1), years=0)

    assert refused(account, [impossible], basis()) == [("amount", "jobs"), ("share", "jobs"), ("years", "jobs")]
    assert refused(account, [], basis(), Decimal(-1)) == [("invested", "")]


@pytest.mark.parametrize("share", ["deadweight", "attribution", "displacement", "dropoff"])
def test_a_share_lies_between_nothing_and_all_of_it(share):
    for low, central, high in (("-0.1", "0", "0"), ("0", "0.5", "1.1"), ("0.5", "0.4", "0.6"), ("0", "0.5", "0.4")):
        wrong = Range(Decimal(low), Decimal(central), Decimal(high))
        assert refused(checked_claims, [claim(**{share: wrong})]) == [("share", "jobs")]

    assert checked_claims([claim(**{share: Range(Decimal(0), Decimal("0.5"), Decimal(1))})])


def test_amounts_and_years_have_bounds_and_the_bounds_belong_to_them():
    dear = Proxy("P1", Range.of(LARGEST + 1), 2024, "ours", "ours")
    for wrong in ({"quantity": Range.of(-1)}, {"quantity": Range.of(LARGEST + 1)}, {"proxy": dear}):
        assert refused(checked_claims, [claim(**wrong)]) == [("amount", "jobs")]
    for wrong in ({"years": 0}, {"years": 61}, {"starts": -1}, {"starts": 61}):
        assert refused(checked_claims, [claim(**wrong)]) == [("years", "jobs")]

    for right in ({"quantity": Range.of(0)}, {"quantity": Range.of(LARGEST)}, {"years": 60}, {"starts": 60}):
        assert checked_claims([claim(**right)])


def test_a_refusal_says_which_factor_and_which_bound():
    impossible = claim(years=0, quantity=Range.of(-1), deadweight=Range.of(2))
    with pytest.raises(Refused) as found:
        checked_claims([impossible, claim("more")])

    assert list(found.value.reasons) == [
        Reason("amount", "jobs", {"factor": "quantity"}),
        Reason("share", "jobs", {"factor": "deadweight"}),
        Reason("years", "jobs", {"years": 0, "most": 60}),
        Reason("counted_twice", "jobs", {"outcome": "into work", "second": "more"}),
    ]


def test_a_range_turned_round_is_put_in_order_again():
    assert Range(Decimal(1), Decimal(2), Decimal(4)).map(lambda number: -number) == Range(-4, -2, -1)
    assert Range(Decimal(1), Decimal(2), Decimal(4)).map(lambda number: 2 * number) == Range(2, 4, 8)
    assert Range.of(0) == NOTHING


def test_figures_are_dated_and_what_is_not_known_is_not_guessed():
    assert refused(rates_on, date(2002, 12, 31)) == [("no_rates", "")]
    assert refused(price_factor, 1990, 2024) == [("no_deflator", "")]
    assert refused(carbon_value, 2051) == [("no_carbon_value", "")]
    assert carbon_value(2031).central == Decimal("284.4")
    assert not carbon_values()[2024].origin.is_verified
    assert price_factor(2019, 2020) == quotient(Decimal("1.23292"), Decimal("1.161"))


def test_the_rate_falls_after_thirty_years():
    rates = rates_on(TODAY)

    assert [rates.rate(year) for year in (1, 30, 31, 76)] == [Decimal(n) for n in ("0.035", "0.035", "0.03", "0.025")]
    assert rates.factor(0) == 1
    assert abs(rates.factor(31) / rates.factor(30) - Decimal("1.03")) < Decimal("1E-20")


def test_prices_of_another_year_are_put_into_those_of_the_account():
    old = claim(proxy=Proxy("P1", Range.of(1_000), 2020, "ours", "ours"))

    assert account([old], basis()).present.central == 11_610
    assert account([old], basis()).ratio is None


def test_a_year_that_is_discounted_from_the_start_is_worth_less():
    rates = flat(Decimal("0.25"), valid_from=TODAY, source="ours")

    assert account([claim()], Basis(rates, 2024, first_year_discounted=True)).present.central == 8_000
    assert account([claim(starts=2)], Basis(rates, 2024)).present.central == 6_400


def test_the_widest_doubt_comes_first_and_certain_factors_have_no_row():
    doubtful = claim(deadweight=Range(Decimal("0.1"), Decimal("0.2"), Decimal("0.9")))

    swings = tornado([doubtful, claim("other", "better health")], basis())

    assert [(swing.claim, swing.factor) for swing in swings] == [
        ("jobs", "deadweight"),
        ("other", "proxy"),
        ("jobs", "proxy"),
    ]
    assert (swings[0].at_low, swings[0].at_high) == (19_000, 11_000)


@given(SHARES, SHARES, SHARES, SHARES, st.integers(1, 5))
def test_low_is_never_more_than_central_nor_central_than_high(deadweight, attribution, displacement, dropoff, years):
    shares = {"deadweight": deadweight, "attribution": attribution, "displacement": displacement, "dropoff": dropoff}
    one = claim(years=years, **shares)

    present = account([one], basis(), Decimal(100)).present

    assert 0 <= present.low <= present.central <= present.high <= one.quantity.high * one.proxy.value.high * years
    for swing in tornado([one], basis()):
        assert present.low <= min(swing.at_low, swing.at_high)
        assert max(swing.at_low, swing.at_high) <= present.high


def test_every_reason_label_and_formula_has_words():
    root = Path(scoring_words.__file__).parent.parent
    for folder, words in (("scoring", scoring_words), ("value", value_words)):
        source = "".join(path.read_text() for path in (root / folder).rglob("*.py"))
        codes = set(re.findall(r'Reason\(\s*"(\w+)"', source))
        assert codes == set(words.REASONS)
    for seed in range(300):
        for outcome in score(*tender(seed)).outcomes:
            for node in _all(outcome.tree):
                assert scoring_words.label(node)
                assert scoring_words.formula(node)
    assert scoring_words.said(Reason("weights_do_not_sum", "quality", {"sum": Decimal("64.00"), "declared": 60})) == (
        "The weights under quality add up to 64. They must add up to 60."
    )
    assert value_words.said(Reason("share", "jobs", {"factor": "dropoff"})).endswith("under “Lost in each later year”.")


def _all(node):
    yield node
    for each in node.inputs:
        yield from _all(each)
