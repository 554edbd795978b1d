"""The short advice for a line of a plan."""

import pytest

from procurement.design.hints import hints
from tests.procurement.design.designs import good, lots, pounds

QUIET = {"market_engaged": False, "has_engagement_notice": None}
SMALL = {"is_sizeable": False, "is_above": False}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["clause"]),
        ({"main_category": "works", "lots": lots(2_000_000), "value": pounds(2_000_000)}, ["lot", "clause"]),
        ({"lots": lots(1_000_000), "value": pounds(1_000_000)}, ["lot"]),
        (QUIET, ["talk"]),
        (QUIET | SMALL, ["clause"]),
        (QUIET | SMALL | {"for_people": True, "reservation_considered": None}, ["reserve", "talk"]),
        ({"light_touch": True, "reservation_considered": None}, ["reserve"]),
        ({"light_touch": True, "lots": lots(1, reserved="supported-employment")}, ["clause"]),
    ],
)
def test_the_advice_is_what_can_be_done_first(changes, expected):
    assert hints(good(**changes)) == expected
