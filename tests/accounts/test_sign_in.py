"""Signing up and in, the second factor, and the trail they leave."""

import pytest
from django.urls import reverse

from collab_portal.accounts.middleware import SecondFactorMiddleware
from collab_portal.accounts.models import Membership, User
from collab_portal.audit.models import Act
from collab_portal.mail.models import Delivery
from tests import build

pytestmark = pytest.mark.django_db


def test_anyone_may_sign_up_and_is_written_to_in_the_language_of_the_page(client):
    answer = client.post("/cy/accounts/signup/", {"email": "newydd@example.org", "password1": build.PASSWORD})

    assert answer.status_code == 302
    assert User.objects.get(email="newydd@example.org").language == "cy"
    assert Delivery.objects.get().address == "newydd@example.org"


def test_signing_up_twice_says_the_same_as_signing_up_once(client):
    build.user(email="known@example.org")

    fresh = client.post(reverse("account_signup"), {"email": "fresh@example.org", "password1": build.PASSWORD})
    client.logout()
    known = client.post(reverse("account_signup"), {"email": "known@example.org", "password1": build.PASSWORD})

    assert (fresh.status_code, fresh.url) == (known.status_code, known.url)


def test_sign_ins_and_refusals_are_in_the_trail(client):
    person = build.user()
    url = reverse("account_login")

    client.post(url, {"login": person.email, "password": "wrong wrong wrong"})
    client.post(url, {"login": person.email, "password": build.PASSWORD})

    assert list(Act.objects.order_by("id").values_list("verb", "actor")) == [
        ("sign-in refused", None),
        ("signed in", person.pk),
    ]


def test_too_many_wrong_passwords_are_refused_for_a_while(client):
    person = build.user()
    url = reverse("account_login")

    answers = [client.post(url, {"login": person.email, "password": f"wrong {n}"}) for n in range(12)]

    assert "Too many" in answers[-1].content.decode()
    right = client.post(url, {"login": person.email, "password": build.PASSWORD})
    assert right.status_code != 302


@pytest.mark.parametrize(
    ("role", "asked"), [("viewer", False), ("editor", False), ("publisher", True), ("administrator", True)]
)
def test_a_role_that_decides_needs_a_second_factor(rf, client, settings, role, asked):
    settings.SECOND_FACTOR_IN_LOCAL_RUN = True
    client.force_login(build.user(role=role, of=build.organisation()))

    client.handler.load_middleware()
    answer = client.get(reverse("accounts:desk"))

    assert (answer.status_code == 302 and answer.url == reverse("mfa_index")) is asked


def test_the_second_factor_can_be_set_up_while_it_is_missing(client, settings):
    settings.SECOND_FACTOR_IN_LOCAL_RUN = True
    client.force_login(build.user(role=Membership.Role.PUBLISHER, of=build.organisation()))
    client.handler.load_middleware()

    assert client.get(reverse("mfa_index")).status_code == 200


def test_keys_of_the_second_factor_are_kept_encrypted():
    from allauth.mfa.adapter import get_adapter

    kept = get_adapter().encrypt("JBSWY3DPEHPK3PXP")

    assert "JBSWY3DPEHPK3PXP" not in kept
    assert get_adapter().decrypt(kept) == "JBSWY3DPEHPK3PXP"


def test_a_person_switches_between_her_organisations(client):
    first, second = build.organisation(), build.organisation()
    person = build.user(role="editor", of=first)
    Membership.objects.create(user=person, organisation=second, role="editor")
    client.force_login(person)

    client.post(reverse("accounts:switch", args=[second.slug]))

    person.refresh_from_db()
    assert person.acting_for == second


def test_nobody_acts_for_an_organisation_she_is_no_member_of(client):
    client.force_login(build.user())

    answer = client.post(reverse("accounts:switch", args=[build.organisation().slug]))

    assert answer.status_code == 404


def test_the_middleware_is_not_used_in_a_local_run(settings):
    from django.core.exceptions import MiddlewareNotUsed

    settings.SECOND_FACTOR_IN_LOCAL_RUN = False
    with pytest.raises(MiddlewareNotUsed):
        SecondFactorMiddleware(lambda request: None)
