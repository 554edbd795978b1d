"""Contracts designed anew, shared as examples."""

import pytest
from django.urls import reverse

from procurement.forms.redesigns import COLUMNS
from procurement.models import Opportunity, Redesign
from tests import build
from tests.procurement.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

ENGLISH = {
    "title_en": "Meals in two lots",
    "before_en": "One lot for the county.",
    "after_en": "A lot for each half.",
    "why_en": "No kitchen could cook for all.",
}


@pytest.fixture
def publisher(client):
    person = build.user(role="publisher", of=build.organisation(name_en="Gwynedd Council"))
    client.force_login(person)
    return person


@pytest.fixture
def draft(publisher):
    lots = [{"title_en": "North"}, {"title_en": "South"}]
    return build.opportunity(stage="draft", buyer=publisher.acting_for, by=publisher, lots=lots)


def share(client, draft, **sent):
    return client.post(reverse("pipeline:redesign-share", args=[draft.reference]), sent)


def test_what_an_officer_shares_is_public_at_once_and_her_draft_is_not(client, draft):
    shared = share(client, draft, checks=["F-01"], **ENGLISH)
    client.logout()

    listed = Page(client.get(reverse("pipeline:redesigns"), {"check": "F-01"}))
    one = Page(client.get(shared.url))

    assert "Meals in two lots" in listed.links
    assert "No kitchen could cook for all." in one.text
    assert draft.reference not in one.html
    assert "Meals in two lots" not in Page(client.get(reverse("pipeline:redesigns"), {"check": "F-02"})).links
    assert '<span lang="en">Meals in two lots</span>' in client.get(f"/cy{shared.url}").content.decode()


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        (ENGLISH, "Tick at least one check"),
        ({"checks": ["F-13"], **ENGLISH}, "Choose from the list"),
        ({"checks": ["F-01"], "title_en": "Meals"}, "Fill this in, or all four in the other language"),
        ({"checks": ["F-01"]}, "Fill this in, or all four in the other language"),
    ],
)
def test_an_example_is_whole_and_answers_a_check_that_passes(client, draft, sent, message):
    refused = share(client, draft, **sent)

    assert refused.status_code == 422
    assert message in Page(refused).text
    assert not Redesign.objects.exists()


def test_an_example_outlives_its_draft_and_can_be_taken_back(client, draft):
    share(client, draft, checks=["F-01"], **ENGLISH)
    client.post(reverse("pipeline:discard", args=[draft.reference]))
    made = Redesign.objects.get()

    assert not Opportunity.objects.filter(pk=draft.pk).exists()
    assert {name for name in COLUMNS if getattr(made, name)} == set(ENGLISH)
    assert "Take this example back" in Page(client.get(made.get_absolute_url())).text
    assert client.post(reverse("pipeline:redesign-take-back", args=[made.pk])).status_code == 302
    assert not Redesign.objects.exists()


def test_choosing_a_design_can_lead_straight_to_sharing_it(client, publisher):
    one = build.opportunity(stage="draft", buyer=publisher.acting_for, by=publisher)
    address = f"{reverse('pipeline:lot-designer', args=[one.reference])}?by=size&parts_wanted=2"
    stamp = client.get(address).context["choice"].stamp

    chosen = client.post(address, {"stamp": stamp, "confirm": "yes", "share": "yes"})

    assert chosen.url == f"{reverse('pipeline:redesign-share', args=[one.reference])}?check=F-01"
    assert Page(client.get(chosen.url)).html.count(" checked") == 1
