"""Ways of splitting a contract: nothing is lost, nothing is there twice, and no lot is empty."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab_portal.reference.areas import areas_by_code, smallest
from procurement.design import lots
from procurement.design.lots import Whole

COUNCILS = sorted(smallest(["WALES"]))
HUNDREDTHS = st.integers(1, 10_000).map(lambda number: Decimal(number) / 100)
POUNDS = st.integers(100, 99_999_999_999).map(lambda pennies: Decimal(pennies) / 100)
SOME = st.lists(st.sampled_from(COUNCILS), min_size=1, unique=True)
SHARES = st.lists(HUNDREDTHS, min_size=1, max_size=lots.MOST)


@given(POUNDS, SHARES)
def test_the_values_of_the_lots_come_to_the_value_of_the_contract(total, shares):
    parts = lots.by_size(Whole(value_amount=total, value_gross=total * 2), len(shares), shares)

    assert sum(part.value_amount for part in parts) == total
    assert sum(part.value_gross for part in parts) == total * 2
    assert sum(part.share for part in parts) == 1


@given(POUNDS, HUNDREDTHS, SHARES)
def test_no_lot_is_worth_less_with_vat_than_without(total, tax, shares):
    parts = lots.by_size(Whole(value_amount=total, value_gross=total + tax), len(shares), shares)

    assert all(part.value_gross >= part.value_amount for part in parts)
    assert sum(part.value_gross for part in parts) == total + tax


@given(POUNDS, SHARES)
def test_no_lot_is_a_penny_away_from_its_share(total, shares):
    for portion, share in zip(lots.portions(total, [Fraction(each) for each in shares]), shares, strict=True):
        assert abs(Fraction(portion) - Fraction(total) * Fraction(share) / Fraction(sum(shares))) < Fraction(1, 100)


@given(SOME, st.data())
def test_every_area_is_in_exactly_one_lot_and_no_lot_is_empty(codes, data):
    numbers = {code: data.draw(st.integers(1, 5)) for code in codes}

    parts = lots.by_area(Whole(value_amount=Decimal(1000), areas=tuple(codes)), numbers)

    found = [code for part in parts for code in part.areas]
    assert sorted(found) == sorted(codes)
    assert len(parts) == len(set(numbers.values()))
    assert all(part.areas and part.title_en and part.title_cy and len(part.title_cy) <= 300 for part in parts)
    assert sum(part.value_amount for part in parts) == 1000


@given(st.lists(st.sampled_from(COUNCILS), min_size=2, unique=True))
def test_an_area_weighs_as_much_as_any_other_unless_shares_are_given(codes):
    contract = Whole(areas=tuple(codes))
    numbers = dict.fromkeys(codes, 1) | {codes[0]: 2}

    plain = lots.by_area(contract, numbers)
    shared = lots.by_area(contract, numbers, [Decimal(30), Decimal(70)])

    assert [part.share for part in plain] == [Fraction(len(codes) - 1, len(codes)), Fraction(1, len(codes))]
    assert [part.share for part in shared] == [Fraction(3, 10), Fraction(7, 10)]


def test_services_and_groups_give_their_names_to_the_lots():
    services = {"55524000": ("School meals", "Prydau ysgol"), "60130000": ("Buses", ""), "60140000": ("Taxis", "")}

    by_service = lots.by_service(Whole(services=services), {"55524000": 1, "60130000": 2, "60140000": 2})
    by_group = lots.by_group(Whole(), [("Older people", "Pobl hŷn"), ("Children", "")])
    by_size = lots.by_size(Whole(), 2)

    assert [(part.title_en, part.title_cy, part.services) for part in by_service] == [
        ("School meals", "Prydau ysgol", ("55524000",)),
        ("Buses, Taxis", "", ("60130000", "60140000")),
    ]
    assert [part.title_cy for part in by_group] == ["Pobl hŷn", ""]
    assert [(part.title_en, part.title_cy) for part in by_size] == [
        ("Part 1 of 2", "Rhan 1 o 2"),
        ("Part 2 of 2", "Rhan 2 o 2"),
    ]


def test_what_is_no_way_of_splitting_is_refused():
    gwynedd = next(code for code, area in areas_by_code().items() if area.name_en == "Gwynedd")

    for wrong in (
        lambda: lots.by_size(Whole(), lots.MOST + 1),
        lambda: lots.by_size(Whole(), 0),
        lambda: lots.by_size(Whole(), 2, [Decimal(100)]),
        lambda: lots.by_size(Whole(), 2, [Decimal(100), Decimal(0)]),
        lambda: lots.by_area(Whole(areas=(gwynedd,)), {}),
    ):
        with pytest.raises(ValueError, match=r"lot|shares"):
            wrong()
