"""Which councils a distance from a town reaches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.places import all_places, councils_within, place_named
from enterprises.models import Activity
from enterprises.reach import served_codes

PLACES = st.sampled_from(all_places())


def test_every_council_has_a_town_and_every_town_a_council_and_a_name_of_its_own():
    councils = {code for code, area in areas_by_code().items() if area.kind == "council"}

    assert {place.council for place in all_places()} == councils
    assert len({place.name_en for place in all_places()}) == len(all_places()) >= 120
    assert all(51.3 < place.latitude < 53.5 and -5.4 < place.longitude < -2.6 for place in all_places())


@pytest.mark.parametrize(
    ("town", "km", "reached"),
    [
        ("Mold", 1, {"Flintshire"}),
        ("Mold", 15, {"Flintshire", "Denbighshire"}),
        ("Merthyr Tydfil", 12, {"Merthyr Tydfil", "Rhondda Cynon Taf", "Caerphilly", "Blaenau Gwent"}),
        ("St Davids", 20, {"Pembrokeshire"}),
    ],
)
def test_a_distance_reaches_the_councils_that_have_a_town_within_it(town, km, reached):
    councils = councils_within(place_named(town), km)

    assert {areas_by_code()[code].name_en for code in councils} == reached


@pytest.mark.parametrize(("one", "other", "km"), [("Cardiff", "Swansea", 55), ("Bangor", "Cardiff", 204)])
def test_distances_are_those_of_the_map(one, other, km):
    assert place_named(one).km_to(place_named(other)) == pytest.approx(km, rel=0.03)


@given(PLACES, PLACES, st.integers(1, 300), st.integers(0, 100))
def test_going_farther_never_loses_a_council_and_far_is_as_far_both_ways(place, other, km, more):
    assert set(councils_within(place, km)) <= set(councils_within(place, km + more))
    assert place.km_to(other) == pytest.approx(other.km_to(place))
    assert place.council in councils_within(place, km)


def test_an_activity_by_distance_serves_the_councils_it_reaches():
    activity = Activity(reach="distance", place="Mold", distance_km=15)

    assert served_codes(activity) == ["W06000004", "W06000005"]
    assert served_codes(Activity(reach="distance", place="Nowhere", distance_km=15)) == []
