"""Whose entry is it? Claims by a link to the enterprise's own mailbox, and by a coordinator who vouches."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from collab_portal.accounts import personal_data
from collab_portal.accounts.models import Membership, Organisation
from collab_portal.mail import kinds
from collab_portal.mail.models import Delivery
from enterprises import actions, domains, links
from enterprises.models import Claim, Enterprise, JoinRequest, NotAllowed, TrustStep
from tests import build
from tests.build import NOW

LATER = NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("website", "mailbox", "own"),
    [
        ("https://www.cegin.cymru/en/", "", ["cegin.cymru"]),
        ("https://cegin.cymru", "post@cegin.cymru", ["cegin.cymru"]),
        ("", "post@Cegin.Cymru", ["cegin.cymru"]),
        ("https://facebook.com/cegin", "cegin@gmail.com", []),
        ("https://cegin.wordpress.com", "", []),  # anybody can have a name below it
        ("https://www.flintshire.gov.uk/cegin", "", []),  # its people are officers of the council
        ("https://co.uk", "", []),
        ("http://[broken", "nothing", []),
        ("http://10.0.0.1/", "", []),
        ("https://ceginŵ.cymru", "", ["xn--cegin-fhb.cymru"]),
    ],
)
def test_only_a_domain_of_its_own_counts(website, mailbox, own):
    assert domains.own_domains(Organisation(website=website, mailbox=mailbox)) == own


@pytest.mark.parametrize(
    ("address", "counts"),
    [
        ("mair@cegin.cymru", True),
        ("MAIR@CEGIN.CYMRU", True),
        ("mair@shop.cegin.cymru", False),
        ("mair@notcegin.cymru", False),
        ("mair@cegin.cymru.example.org", False),
        ("mair@cegin.cymru@example.org", False),
        ("cegin.cymru", False),
    ],
)
def test_an_address_counts_only_at_exactly_that_domain(address, counts):
    assert domains.is_own_address(address, Organisation(website="https://www.cegin.cymru")) is counts


@pytest.fixture
def stub(db) -> Enterprise:
    made = build.enterprise(name_en="Cegin Werdd CIC")
    Organisation.objects.filter(pk=made.organisation_id).update(website="https://www.cegin.cymru")
    return Enterprise.objects.get(pk=made.pk)


@pytest.fixture
def network(db) -> Organisation:
    return build.organisation(name_en="North East Wales", is_network=True)


def ask(stub, person, *, at=NOW, address="post@cegin.cymru") -> Claim:
    return actions.claim_by_email(enterprise=stub, by=person, at=at, address=address, language="cy", message="Cogydd")


def link_of(claim) -> str:
    """The token in the mail that was sent."""
    delivery = Delivery.objects.get(key=f"claim/{claim.pk}")
    message = kinds.get("claim-link").render(delivery.payload, "en")
    return re.search(r"/claim/([^/\s]+)/", message.text)[1]


def role_of(person, enterprise) -> str | None:
    found = Membership.objects.filter(user=person, organisation=enterprise.organisation).first()
    return found and found.role


def test_whoever_proves_it_by_the_enterprises_own_mailbox_looks_after_it(stub):
    person = build.user()
    claim = ask(stub, person)

    actions.confirm_claim(claim=links.open_claim(link_of(claim), at=LATER), at=LATER)

    stub.refresh_from_db()
    assert (stub.state, stub.keys.count("state:claimed")) == ("claimed", 1)
    assert role_of(person, stub) == Membership.Role.ADMINISTRATOR
    assert Delivery.objects.filter(key=f"claim/{claim.pk}/accepted", address=person.email).exists()
    assert TrustStep.objects.get(enterprise=stub).what == TrustStep.What.CLAIMED


def test_a_link_works_once_within_48_hours_and_for_nothing_else(stub):
    claim = ask(stub, build.user())
    token = link_of(claim)

    assert links.open_claim(token, at=NOW + timedelta(hours=47, minutes=59)) == claim
    assert links.open_claim(token, at=NOW + timedelta(hours=48)) is None
    assert links.open_claim(token[:-1] + ("A" if token[-1] != "A" else "B"), at=LATER) is None
    assert links.open_claim("nonsense", at=LATER) is None

    actions.confirm_claim(claim=claim, at=LATER)
    assert links.open_claim(token, at=LATER) is None
    with pytest.raises(NotAllowed):
        actions.confirm_claim(claim=claim, at=LATER)


def test_no_link_goes_to_an_address_that_is_not_the_enterprises(stub):
    with pytest.raises(actions.NotItsAddress):
        ask(stub, build.user(), address="mair@gmail.com")

    assert not Delivery.objects.filter(kind="claim-link").exists()


def test_the_mailbox_can_say_that_the_claim_is_wrong(stub):
    person = build.user()
    claim = ask(stub, person)

    actions.deny_claim(claim=claim, at=LATER)

    stub.refresh_from_db()
    assert (stub.state, role_of(person, stub)) == ("unclaimed", None)
    assert Delivery.objects.filter(key=f"claim/{claim.pk}/refused").exists()


def test_one_open_claim_a_person_until_it_is_taken_back_or_out_of_time(stub):
    person, other = build.user(), build.enterprise(name_en="Other CIC")
    claim = ask(stub, person)

    with pytest.raises(actions.OneClaimAtATime):
        ask(stub, person, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(enterprise=other, by=person, way="email", address="a@b.cy", made_at=NOW, expires_at=LATER)
    actions.withdraw_claim(claim=claim, at=LATER)
    again = ask(stub, person, at=LATER)

    assert links.open_claim(link_of(claim), at=LATER) is None
    assert ask(stub, person, at=LATER + timedelta(hours=48)).pk != again.pk
    again.refresh_from_db()
    assert again.decision == "expired"


def test_the_first_claim_proved_wins_and_the_others_become_requests_to_join(stub, network):
    first, second, third = build.user(), build.user(), build.user()
    coordinator = build.user(role="publisher", of=network)
    disputed = actions.claim_by_vouching(enterprise=stub, by=first, at=NOW, network=network, message="I cook there")
    claim = ask(stub, second)
    late = ask(stub, third, at=NOW - timedelta(hours=50))

    actions.confirm_claim(claim=claim, at=LATER)

    for each in (disputed, late):
        each.refresh_from_db()
    assert (disputed.decision, late.decision) == ("overtaken", "expired")
    request = JoinRequest.objects.get(enterprise=stub)
    assert (request.by, request.message) == (first, "I cook there")
    assert Delivery.objects.filter(key=f"claim/{disputed.pk}/overtaken", address=first.email).exists()
    assert Delivery.objects.filter(kind="join-request", address=second.email).count() == 1
    with pytest.raises(NotAllowed):
        actions.vouch(claim=disputed, by=coordinator, at=LATER)


def test_a_coordinator_vouches_but_not_for_herself(stub, network):
    coordinator, colleague = (build.user(role="publisher", of=network) for _ in range(2))
    stranger = build.user(role="publisher", of=build.organisation(is_network=True))
    claim = actions.claim_by_vouching(enterprise=stub, by=coordinator, at=NOW, network=network, message="Mine too")

    for nobody in (coordinator, stranger, build.user(role="editor", of=network)):
        with pytest.raises(NotAllowed):
            actions.vouch(claim=claim, by=nobody, at=LATER)
    actions.vouch(claim=claim, by=colleague, at=LATER)

    assert role_of(coordinator, stub) == Membership.Role.ADMINISTRATOR
    told = Delivery.objects.filter(kind="claim-waiting").values_list("address", flat=True)
    assert list(told) == [colleague.email]


def test_a_refusal_gives_its_reason(stub, network):
    person, coordinator = build.user(language="cy"), build.user(role="publisher", of=network)
    claim = actions.claim_by_vouching(enterprise=stub, by=person, at=NOW, network=network, message="I cook there")

    actions.refuse_claim(claim=claim, by=coordinator, at=LATER, reason="They have never heard of you.")

    delivery = Delivery.objects.get(key=f"claim/{claim.pk}/refused")
    assert delivery.language == "cy"
    assert "They have never heard of you." in kinds.get("claim-news").render(delivery.payload, "cy").text


def test_what_is_looked_after_cannot_be_claimed_and_what_everybody_left_can(stub):
    person = build.user()
    chief = build.user(role="administrator", of=stub.organisation)
    Enterprise.objects.filter(pk=stub.pk).update(state="claimed")

    with pytest.raises(NotAllowed):
        ask(stub, person)
    assert Enterprise.objects.joinable_by(person).contains(stub)
    assert not Enterprise.objects.joinable_by(chief).contains(stub)

    personal_data.erase(user=chief)
    actions.confirm_claim(claim=ask(stub, person), at=LATER)
    stub.refresh_from_db()
    assert (stub.state, role_of(person, stub)) == ("claimed", Membership.Role.ADMINISTRATOR)


@pytest.mark.django_db(transaction=True)
def test_of_claims_confirmed_at_the_same_moment_one_wins():
    stub = build.enterprise()
    Organisation.objects.filter(pk=stub.organisation_id).update(website="https://www.cegin.cymru")
    claims = [ask(Enterprise.objects.get(pk=stub.pk), build.user(), address=f"{n}@cegin.cymru") for n in range(4)]
    start, refused, faults = threading.Barrier(len(claims)), [], []

    def confirm(claim):
        try:
            start.wait(timeout=30)
            actions.confirm_claim(claim=claim, at=LATER)
        except NotAllowed as refusal:
            refused.append(refusal)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[claim]) for claim in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert faults == []
    assert len(refused) == 3  # by then their claims had become requests to join
    assert Membership.objects.filter(organisation=stub.organisation).count() == 1
    assert sorted(Claim.objects.values_list("decision", flat=True)) == ["accepted"] + ["overtaken"] * 3
    assert JoinRequest.objects.count() == 3
