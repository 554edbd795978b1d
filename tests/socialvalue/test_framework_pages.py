"""The public pages of frameworks, the page on which staff confirm rows, and a body's own measures."""

import pytest
from django.urls import reverse

from collab_portal.audit.models import Act
from procurement.models import Lot
from socialvalue.models import Criteria, Criterion, Measure
from tests import build
from tests.socialvalue import build_value

pytestmark = pytest.mark.django_db

PPN = {"code": "ppn-06-20", "edition": "1.1"}
TYPED = {key: value for key, value in build_value.SAID.items() if key != "outcome"} | {
    "outcome_en": "More young people have work",
    "outcome_cy": "Mae gan fwy o bobl ifanc waith",
}


@pytest.fixture(autouse=True)
def frameworks():
    build.reference_data()
    build_value.frameworks()


@pytest.fixture
def council():
    return build.organisation()


@pytest.fixture
def officer(client, council):
    client.force_login(build.user(role="editor", of=council))
    return client


def test_a_framework_shows_what_it_asks_in_both_languages_in_few_queries(client, django_assert_num_queries):
    with django_assert_num_queries(4):
        english = client.get(reverse("social-value:framework", kwargs=PPN)).content.decode()
    welsh = client.get(f"/cy{reverse('social-value:framework', kwargs=PPN)}").content.decode()

    assert "Green space created" in english
    assert "square metres" in english
    assert "Open Government Licence" in english
    assert "Mannau gwyrdd a grëwyd" in welsh
    assert "Green space created" not in welsh


def test_the_overview_and_the_policies_take_few_queries(client, django_assert_num_queries):
    with django_assert_num_queries(4):
        overview = client.get(reverse("social-value:overview")).content.decode()
    with django_assert_num_queries(2):
        policies = client.get(reverse("social-value:policies")).content.decode()

    assert overview.index("Earlier, for contracts that still run") < overview.index("Social Value Model (PPN 06/20)")
    assert "Weight in the award: 20%" in policies
    assert "From £100,000, below £250,000" in policies


def test_only_officers_are_told_line_by_line_what_is_unverified(client, council):
    address = reverse("social-value:framework", kwargs=PPN)

    public = client.get(address).content.decode()
    client.force_login(build.user(role="viewer", of=council))
    theirs = client.get(address).content.decode()

    assert "Unverified" not in public
    assert "lines here were written from memory" in public
    assert theirs.count("Unverified") == 58


def test_staff_confirm_a_row_and_the_trail_says_against_what(client):
    staff = build.user(is_staff=True)
    client.force_login(staff)
    row = Measure.objects.get(code="MAC 4.1-2")
    address = reverse("social-value:check-row", args=["measure", row.pk])

    refused = client.post(address, {"source": "Guide, edition 1.1, page 30"})
    answer = client.post(address, {"source": "Guide, edition 1.1, page 30", "is_the_same": "on"})

    assert (refused.status_code, answer.url) == (422, reverse("social-value:check"))
    row.refresh_from_db()
    assert (row.is_verified, row.confirmed_by, row.confirmed_source) == (True, staff, "Guide, edition 1.1, page 30")
    act = Act.objects.get(verb="row confirmed")
    assert (act.actor, act.details["source"]) == (staff.pk, "Guide, edition 1.1, page 30")
    page = client.get(reverse("social-value:check")).content.decode()
    assert "Guide, edition 1.1, page 30" in page
    assert address not in page


def test_a_body_adds_changes_and_retires_a_measure_of_its_own(officer, council):
    officer.post(reverse("social-value:own-measure-new"), TYPED)
    measure = Measure.objects.open_to(council).get(code="OWN-1")
    address = reverse("social-value:own-measure", args=["OWN-1"])
    stamp = officer.get(address).context["form"].stamp

    changed = officer.post(address, TYPED | {"stamp": stamp, "unit": "", "title_en": "In other words"})
    stale = officer.post(address, TYPED | {"stamp": stamp, "title_en": "Too late"})
    measure.refresh_from_db()

    assert (changed.status_code, stale.status_code) == (302, 409)
    assert "Too late" in stale.content.decode()
    assert (measure.title_en, measure.is_in_words, measure.goals) == ("In other words", True, ["WBG1", "WBG4"])
    officer.post(reverse("social-value:own-measure-retire", args=["OWN-1"]))
    assert not Measure.objects.open_to(council).current().filter(code="OWN-1").exists()
    officer.post(reverse("social-value:own-measure-new"), TYPED)
    again = Measure.objects.open_to(council).get(code="OWN-2")
    assert again.outcome.title_en == TYPED["outcome_en"]


def test_a_measure_needs_its_words_in_both_languages(officer):
    answer = officer.post(reverse("social-value:own-measure-new"), TYPED | {"title_cy": ""})

    assert answer.status_code == 422
    assert "Enter measure in Welsh" in answer.content.decode()
    assert TYPED["title_en"] in answer.content.decode()


def test_what_bidders_are_asked_for_stays_as_it_is(officer, council):
    measure = build_value.measure(council)
    lot = Lot.objects.get(opportunity=build.opportunity(buyer=council))
    criteria = Criteria.objects.create(lot=lot)
    Criterion.objects.create(
        criteria=criteria, measure=measure, code="OWN-1", kind="quantity", unit="people", weight=10, position=1
    )
    Criteria.objects.filter(pk=criteria.pk).update(published_at=build.NOW, rule={})

    page = officer.get(reverse("social-value:own-measure", args=["OWN-1"]))
    officer.post(reverse("social-value:own-measure", args=["OWN-1"]), TYPED | {"title_en": "Something else"})

    assert "so it stays as it is" in page.content.decode()
    measure.refresh_from_db()
    assert measure.title_en == build_value.SAID["title_en"]
