"""The pages of trust, as the people see them who use them."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.mail.models import Delivery
from enterprises import actions, links, recheck
from enterprises.forms.trust import BaseTestForm
from enterprises.models import Claim, Enterprise, JoinRequest, Statement, TrustStep
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits_yet():
    cache.clear()


@pytest.fixture
def stub():
    made = build.enterprise(name_en="Cegin Werdd CIC")
    Organisation.objects.filter(pk=made.organisation_id).update(website="https://www.cegin.cymru")
    return Enterprise.objects.get(pk=made.pk)


@pytest.fixture
def network():
    return build.organisation(name_en="North East Wales", is_network=True)


def page(name, *things) -> str:
    return reverse(name, args=[getattr(each, "slug", None) or each.organisation.slug for each in things])


def signed_in(client, person):
    client.force_login(person)
    return client


def test_an_entry_is_claimed_by_a_link_that_a_look_does_not_use_up(client, stub):
    person = build.user(name="Mair Owen")
    address = page("enterprises:claim", stub)
    sent = {"way": "email", "email-address": "post@cegin.cymru", "email-message": "I am the cook"}

    answer = signed_in(client, person).post(address, sent, follow=True)
    assert "post@cegin.cymru" in answer.text
    url = links.claim_url(Claim.objects.get()).replace("http://127.0.0.1:8000", "")
    client.logout()
    for _twice in range(2):
        answer = client.get(url)
        assert ("Mair Owen" in answer.text, answer.status_code) == (True, 200)
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"confirm": "yes"}).status_code == 200
    assert client.post(url, {"confirm": "yes"}).status_code == 410

    assert Enterprise.objects.administered_by(person).contains(stub)
    other = signed_in(client, build.user())
    assert other.get(address).url == page("enterprises:join", stub)


def test_an_entry_without_website_or_mailbox_is_claimed_through_a_network(client, network):
    bare = build.enterprise(name_en="Maesteg Club")
    address = page("enterprises:claim", bare)
    person = signed_in(client, build.user())

    assert person.get(address).context["email"] is None
    person.post(address, {"way": "vouch", "vouch-network": network.pk, "vouch-message": "I keep the books"})

    assert Claim.objects.get().network == network


def test_a_wrong_address_is_refused_and_nothing_typed_is_lost(client, stub):
    sent = {"way": "email", "email-address": "cegin@gmail.com", "email-message": "I am the cook"}

    answer = signed_in(client, build.user()).post(page("enterprises:claim", stub), sent)

    assert answer.status_code == 422
    assert "Enter an e-mail address at the enterprise’s own domain" in answer.text
    assert "cegin@gmail.com" in answer.text
    assert "I am the cook" in answer.text
    assert "@cegin.cymru" in answer.text


def test_claims_have_a_limit_and_can_be_taken_back(client, stub):
    signed_in(client, build.user())
    sent = {"way": "email", "email-address": "post@cegin.cymru"}

    for _each in range(3):
        assert client.post(page("enterprises:claim", stub), sent).status_code == 302
        assert client.post(page("enterprises:claim-withdraw", stub)).status_code == 302
    answer = client.post(page("enterprises:claim", stub), sent)

    assert (answer.status_code, "many claims today" in answer.text) == (422, True)
    assert Delivery.objects.filter(kind="claim-link").count() == 3


def test_a_coordinator_sees_a_dispute_and_decides(client, stub, network):
    first, second = build.user(name="First"), build.user(name="Second")
    for person in (first, second):
        sent = {"way": "vouch", "vouch-network": network.pk, "vouch-message": "I run it"}
        assert signed_in(client, person).post(page("enterprises:claim", stub), sent).status_code == 302
    signed_in(client, build.user(role="publisher", of=network))

    listed = client.get(page("networks:claims", network))
    assert "Disputed: 1 other claim" in listed.text
    claim = Claim.objects.get(by=second)
    address = reverse("networks:claim-decide", args=[network.slug, claim.pk])
    refused = client.post(address, {"decision": "refuse", "reason": ""})
    assert (refused.status_code, "Say why" in refused.text) == (422, True)
    assert client.post(address, {"decision": "accept", "reason": "She runs it"}).status_code == 302

    assert Membership.objects.filter(user=second, organisation=stub.organisation, role="administrator").exists()
    assert JoinRequest.objects.get().by == first
    assert "No claims wait" in client.get(page("networks:claims", network)).text


def test_administrators_answer_requests_to_join_and_see_what_was_decided(client):
    enterprise = build.enterprise(state="claimed")
    chief = build.user(role="administrator", of=enterprise.organisation, name="Chief")
    person = build.user(name="Newcomer", language="cy")
    answer = signed_in(client, person).post(page("enterprises:join", enterprise), {"message": "I cook"}, follow=True)
    assert "Your request waits" in answer.text
    address = reverse("enterprises:join-decide", args=[enterprise.organisation.slug, JoinRequest.objects.get().pk])

    assert client.get(address).status_code == 404
    editor = build.user(role="editor", of=enterprise.organisation)
    assert signed_in(client, editor).get(page("enterprises:join-requests", enterprise)).status_code == 403
    signed_in(client, chief)
    assert client.post(address, {"decision": "accept", "role": "owner"}).status_code == 422
    decided = client.post(address, {"decision": "accept", "role": "editor", "reason": "Welcome"}, follow=True)

    assert all(word in decided.text for word in ("Newcomer", "Accepted", "Decided by Chief", "Welcome"))
    assert Membership.objects.get(user=person).role == "editor"
    assert Delivery.objects.get(kind="join-news").language == "cy"


def base_test(enterprise, **changed) -> dict:
    """All four answered with yes, as the page sends it."""
    sent = {"stamp": stamp_of(enterprise)}
    for test in Statement.Test:
        sent |= {f"{test}_is_true": "yes", f"{test}_evidence": f"Proof of {test}", f"{test}_evidence_url": ""}
    return sent | changed


def stamp_of(enterprise) -> str:
    return BaseTestForm(enterprise=enterprise).stamp


def test_the_base_test_takes_no_for_an_answer_and_a_yes_needs_proof(client):
    enterprise = build.enterprise(state="claimed")
    signed_in(client, build.user(role="editor", of=enterprise.organisation))
    address = page("enterprises:base-test", enterprise)

    bare = client.post(address, base_test(enterprise, trade_evidence="", reinvests_evidence_url="ftp:// no"))
    assert bare.status_code == 422
    assert "Say what shows it, or give a link: “Most of our income" in bare.text
    assert all(words in bare.text for words in ("Enter a web address", "ftp:// no", "Proof of independent"))
    sent = base_test(enterprise, independent_is_true="no", independent_evidence="", trade_evidence_url="example.org")
    assert client.post(address, sent).status_code == 302

    said = {each.test: (each.is_true, each.evidence_url) for each in enterprise.statements.all()}
    assert said["independent"] == (False, "")
    assert said["trade"] == (True, "https://example.org")
    again = client.post(address, base_test(enterprise, stamp="old"))
    assert (again.status_code, "Somebody else saved this page" in again.text) == (409, True)


def test_whoever_changes_a_checked_answer_is_told_first(client, network):
    enterprise = build.verified(network=network)
    signed_in(client, build.user(role="editor", of=enterprise.organisation))
    address = page("enterprises:base-test", enterprise)

    assert "Verified by Nia Prys (North East Wales) on 23 November 2026" in client.get(address).text
    assert "you are no longer shown as verified until a coordinator has looked again" in client.get(address).text
    client.post(address, base_test(enterprise))

    enterprise.refresh_from_db()
    assert enterprise.state == "lapsed"


def test_a_coordinator_checks_from_her_work_list(client, network):
    enterprise = build.proven(build.enterprise(state="claimed"), at=timezone.now() - timedelta(hours=1))
    actions.join_network(network=network, member=enterprise.organisation)
    enterprise.organisation.identifiers.create(scheme="GB-COH", value="01234567")
    signed_in(client, build.user(role="publisher", of=network, name="Nia Prys"))
    address = page("networks:check", network, enterprise)

    assert address in client.get(page("networks:verify", network)).text
    shown = client.get(address)
    assert "Our accounts, page 3" in shown.text
    assert "find-and-update.company-information.service.gov.uk/company/01234567" in shown.text
    day = recheck.usual(timezone.localdate())
    sent = {"as_of": shown.context["form"]["as_of"].value(), "decision": "accept", "note": "Seen"}
    sent |= {"recheck_on_day": day.day, "recheck_on_month": day.month, "recheck_on_year": day.year}
    sent |= {f"checked_{test}": "on" for test in Statement.Test}
    half = client.post(address, {**sent, "checked_trade": "", "recheck_on_year": day.year + 9})
    assert half.status_code == 422
    assert all(words in half.text for words in ("Check this first", "at most 24 months from today", "Seen"))
    assert client.post(address, {**sent, "as_of": "2020-01-01T00:00:00+00:00"}).status_code == 422
    assert client.post(address, sent).status_code == 302

    enterprise.refresh_from_db()
    assert enterprise.state == "verified"
    assert "Nothing to check" in client.get(page("networks:verify", network)).text


def test_what_is_missing_is_said(client, network):
    enterprise = build.proven(build.enterprise(state="claimed"), at=timezone.now() - timedelta(hours=1))
    actions.join_network(network=network, member=enterprise.organisation)
    signed_in(client, build.user(role="publisher", of=network))
    address = page("networks:check", network, enterprise)

    assert client.post(address, {"decision": "refuse", "note": ""}).status_code == 422
    assert client.post(address, {"decision": "refuse", "note": "No accounts"}).status_code == 302

    signed_in(client, enterprise.organisation.memberships.get().user)
    assert "No accounts" in client.get(page("enterprises:base-test", enterprise)).text


def test_the_log_and_the_directory_door_are_for_those_it_concerns(client, network):
    enterprise = build.verified(network=network)
    people = {
        "administrator": enterprise.organisation.memberships.get().user,
        "editor": build.user(role="editor", of=enterprise.organisation),
        "coordinator": build.user(role="publisher", of=network),
        "network viewer": build.user(role="viewer", of=network),
        "other network": build.user(role="publisher", of=build.organisation(is_network=True)),
        "staff": build.user(is_staff=True),
    }

    seen = {
        who: [
            signed_in(client, person).get(page(name, enterprise)).status_code
            for name in ("enterprises:log", "enterprises:delist")
        ]
        for who, person in people.items()
    }

    assert seen == {
        "administrator": [200, 403],
        "editor": [403, 403],
        "coordinator": [200, 200],
        "network viewer": [404, 404],
        "other network": [404, 404],
        "staff": [200, 200],
    }


def test_staff_take_an_entry_off_and_put_it_back(client):
    enterprise = build.verified()
    signed_in(client, build.user(is_staff=True, name="Staff"))
    address = page("enterprises:delist", enterprise)

    assert client.post(address, {"reason": ""}).status_code == 422
    log = client.post(address, {"reason": "It was dissolved"}, follow=True)
    assert all(words in log.text for words in ("Taken off the directory", "It was dissolved", "Put back into"))
    assert client.get(enterprise.get_absolute_url()).status_code == 404
    client.post(address, {"reason": "It was not"})

    enterprise.refresh_from_db()
    assert enterprise.state == "claimed"
    steps = list(enterprise.trust_steps.order_by("pk").values_list("what", flat=True))
    assert steps == [TrustStep.What.STATED, TrustStep.What.VERIFIED, TrustStep.What.DELISTED, TrustStep.What.RELISTED]
