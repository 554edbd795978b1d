"""Somebody puts her own enterprise into the directory, and not a second time."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from collab_portal.accounts.models import Membership, Organisation, OrganisationIdentifier
from enterprises import lookalikes
from enterprises.actions import profile
from enterprises.editing.entry import ENTRIES_A_DAY
from enterprises.models import Enterprise
from tests import build

pytestmark = pytest.mark.django_db

ANSWERS = {"name_en": "Cegin Alun CIC", "offer_en": "Meals", "legal_form": "CIC-G"}
NUMBER = {"scheme": "GB-COH", "value": "1234567"}


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture
def person(client):
    person = build.user()
    client.force_login(person)
    return person


def enter(client, **answers):
    return client.post(reverse("enterprises:new"), ANSWERS | answers)


def test_she_becomes_its_administrator_and_the_directory_waits_for_her_word(client, person):
    enter(client, **NUMBER)

    entered = Enterprise.objects.get()
    assert (entered.state, entered.is_listed, entered.legal_form) == ("claimed", False, "CIC-G")
    assert Membership.objects.get(user=person).role == Membership.Role.ADMINISTRATOR
    assert entered.organisation.is_enterprise
    assert entered.organisation.identifiers.get().value == "01234567"
    person.refresh_from_db()
    assert person.acting_for == entered.organisation


def test_a_known_name_is_a_question_and_no_lost_answers(client, person):
    known = build.enterprise(name_en="The Cegin Alun C.I.C.")

    asked = enter(client)

    assert asked.status_code == 409
    assert asked.context["form"].alike == [known.organisation]
    assert known.get_absolute_url() in asked.content.decode()
    assert asked.context["form"]["offer_en"].value() == "Meals"
    assert Enterprise.objects.count() == 1

    enter(client, different="yes")
    assert Enterprise.objects.count() == 2


def test_a_known_number_is_refused_whatever_the_name(client, person):
    known = build.enterprise(name_en="Somebody Else CIC")
    OrganisationIdentifier.objects.create(organisation=known.organisation, scheme="GB-COH", value="01234567")

    refused = enter(client, **NUMBER, different="yes")

    assert refused.status_code == 422
    assert "01234567 is the number of Somebody Else CIC" in str(refused.context["form"].errors)
    assert Enterprise.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"name_en": ""}, "name_en"), (NUMBER | {"value": "x"}, "value"), ({"value": "1234567"}, "scheme")],
)
def test_what_cannot_be_is_refused(client, person, changes, field):
    refused = enter(client, **changes)

    assert refused.status_code == 422
    assert field in refused.context["form"].errors
    assert not Organisation.objects.filter(is_enterprise=True).exists()


def test_an_enterprise_that_is_known_without_an_entry_gets_one(client):
    own = build.organisation(name_en="Cegin Alun CIC", is_enterprise=True)
    client.force_login(build.user(role="administrator", of=own))

    client.post(reverse("enterprises:new"), {"offer_en": "Meals"})

    assert Enterprise.objects.get().organisation == own


def test_an_enterprise_never_takes_the_address_of_a_page(client, person):
    enter(client, name_en="New")

    assert Enterprise.objects.get().organisation.slug == "new-2"


def test_two_who_give_one_number_in_the_same_moment_both_get_an_answer(client, person, monkeypatch):
    known = build.enterprise(name_en="Somebody Else CIC")
    OrganisationIdentifier.objects.create(organisation=known.organisation, scheme="GB-COH", value="01234567")
    look = profile._known_number
    looks = iter([None])  # she looks just before the other one is there
    monkeypatch.setattr(profile, "_known_number", lambda *asked: next(looks, look(*asked)))
    monkeypatch.setattr(lookalikes, "with_number", lambda *asked: None)

    refused = enter(client, **NUMBER)

    assert refused.status_code == 422
    assert "01234567 is the number of Somebody Else CIC" in str(refused.context["form"].errors)
    assert Enterprise.objects.get() == known, "nothing half entered"


def test_nobody_fills_the_directory_alone(client, person):
    for number in range(ENTRIES_A_DAY):
        assert enter(client, name_en=f"Cegin {number}").status_code == 302

    refused = enter(client, name_en="One more")

    assert refused.status_code == 422
    assert refused.context["form"]["name_en"].value() == "One more"
    assert Enterprise.objects.count() == ENTRIES_A_DAY
