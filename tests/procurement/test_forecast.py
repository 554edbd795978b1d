"""The forecast by quarter, without a database: every penny is somewhere, and only once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement.outlook import forecast
from procurement.outlook.forecast import Income

TODAY = date(2026, 11, 23)
days = st.dates(date(2020, 1, 1), date(2045, 12, 31))
amounts = st.decimals(0, 99_999_999, places=2)
incomes = st.builds(
    lambda value, share, probability, starts_on, length: Income(
        value, share, probability, starts_on, starts_on and length and starts_on + timedelta(days=length - 1)
    ),
    amounts,
    st.decimals("0.01", 100, places=2),
    st.integers(0, 100),
    st.none() | days,
    st.none() | st.integers(1, 4000),
)


def income(value="120000", share="100", probability=50, starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31)):
    return Income(Decimal(value), Decimal(share), probability, starts_on, ends_on)


def test_a_year_by_its_days():
    parts = [weighted for _number, _whole, weighted in forecast.by_quarter(income("73000"))]

    assert parts == [9000, 9100, 9200, 9200]  # 90, 91, 92 and 92 days, a hundred pounds each


def test_value_share_and_probability_multiply():
    a_third = income("100000", share="33.33", probability=40)

    assert a_third.whole == Decimal("33330.00")
    assert a_third.weighted == Decimal("13332.00")


def test_half_a_penny_is_rounded_up_once():
    assert income("0.01", probability=50).weighted == Decimal("0.01")
    assert [each[2] for each in forecast.by_quarter(income("0.01", probability=100))] == [0, 0, Decimal("0.01"), 0]


def test_one_day_is_in_one_quarter():
    only = income(starts_on=date(2027, 3, 31), ends_on=date(2027, 3, 31))

    assert [(forecast.first_day(number), whole) for number, whole, _weighted in forecast.by_quarter(only)] == [
        (date(2027, 1, 1), 120_000)
    ]


@pytest.mark.parametrize("dates", [(None, None), (date(2027, 1, 1), None), (date(2027, 1, 1), date(2026, 12, 31))])
def test_without_a_start_or_an_end_it_stands_apart(dates):
    found = forecast.of([income(starts_on=dates[0], ends_on=dates[1])], today=TODAY)

    assert found.undated.weighted == 60_000
    assert found.weighted == 60_000
    assert found.most == 0


def test_what_began_before_and_ends_after_is_told_as_such():
    found = forecast.of([income(starts_on=date(2026, 7, 1), ends_on=date(2031, 6, 30))], today=TODAY)

    assert found.quarters[0].starts_on == date(2026, 10, 1)
    assert len(found.quarters) == forecast.SHOWN
    assert found.earlier.whole > 0
    assert found.later.whole > 0
    assert found.whole == 120_000


@given(amounts, days, st.integers(1, 4000))
def test_the_quarters_of_an_amount_make_it_and_none_is_a_penny_off(amount, starts_on, length):
    ends_on = starts_on + timedelta(days=length - 1)

    parts = forecast.spread(amount, starts_on, ends_on)

    assert sum(parts.values()) == amount
    assert list(parts) == list(range(min(parts), max(parts) + 1))
    for number, part in parts.items():
        first, until = max(forecast.first_day(number), starts_on), min(forecast.first_day(number + 1), ends_on + DAY)
        exact = amount * (until - first).days / length
        assert part >= 0
        assert abs(part - exact) <= forecast.PENNY


DAY = timedelta(days=1)


@given(st.lists(incomes, max_size=6), days)
def test_nothing_is_lost_or_counted_twice(several, today):
    found = forecast.of(several, today=today)

    assert found.whole == sum(each.whole for each in several)
    assert found.weighted == sum(each.weighted for each in several)
    assert all(each.weighted <= each.whole for each in several)
