"""How much of a profile is told, as a number, and what to tell next."""

from hypothesis import given
from hypothesis import strategies as st

from enterprises.completeness import ASKS, gain, helps_most, score
from enterprises.editing.sections import SECTIONS

KEYS = [ask.key for ask in ASKS]


def test_nothing_is_nought_and_everything_a_hundred():
    assert score(frozenset()) == 0
    assert score(frozenset(KEYS)) == 100
    assert helps_most(frozenset(KEYS)) == []
    assert len(set(KEYS)) == len(KEYS)


def test_every_ask_leads_to_a_page():
    assert {ask.section for ask in ASKS} <= SECTIONS.keys()


@given(st.frozensets(st.sampled_from(KEYS)))
def test_whatever_is_told_next_never_lowers_the_score_and_the_first_advice_helps_most(told):
    advice = helps_most(told, most=len(ASKS))
    gains = [gain(ask, told) for ask in advice]

    assert {ask.key for ask in advice} == set(KEYS) - told
    assert all(each >= 0 for each in gains)
    assert not gains or max(gains) - gains[0] <= 1, "rounding aside"
