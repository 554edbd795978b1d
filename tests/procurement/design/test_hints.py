"""The short advice for a line of a plan."""

import pytest
from django.urls import reverse

from procurement import actions
from procurement.design import advice
from procurement.design.hints import hints
from procurement.models import Opportunity
from tests import build
from tests.procurement.design.designs import good, lots, pounds
from tests.procurement.pages import Page

REPORT = "/pipeline/design-report/"
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


@pytest.mark.django_db
def test_the_advice_counts_who_does_the_work_there_in_whatever_size(client):
    person = build.user(role="publisher", of=build.organisation())
    client.force_login(person)
    draft = build.opportunity(stage="draft", buyer=person.acting_for, by=person, area_codes=["W06000002"])
    silent = actions.start_draft(buyer=person.acting_for, by=person, title_en="Something")
    build.verified(build.enterprise(state="claimed", largest_lot=1))

    found = advice.of_working_copies(Opportunity.objects.all(), today=build.NOW.date())

    assert (found[draft.reference].market, found[silent.reference].market) == (1, None)
    for page in (reverse("pipeline:desk"), reverse("pipeline:check", args=[draft.reference]), REPORT):
        assert "1 verified enterprise does this work there." in Page(client.get(page)).text
