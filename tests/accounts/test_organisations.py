"""Names, letters, and two records that are one organisation."""

import pytest
from django.urls import reverse

from collab_portal.accounts import actions
from collab_portal.accounts.models import Letter, Membership, Organisation
from collab_portal.mail.models import Delivery
from tests import build

pytestmark = pytest.mark.django_db


def test_two_organisations_of_one_name_have_different_addresses():
    slugs = {build.organisation(name_en="Canolfan").slug for _ in range(3)}

    assert slugs == {"canolfan", "canolfan-2", "canolfan-3"}


def test_a_new_name_keeps_the_old_one_as_a_former_name():
    council = build.organisation(name_en="Old Council")

    actions.change_organisation(organisation=council, by=build.user(), name_en="New Council")

    assert set(council.names.values_list("name", "is_former")) == {("Old Council", True), ("New Council", False)}


def test_merging_moves_what_belongs_to_the_one_to_the_other():
    one, other = build.organisation(name_en="Gwynedd Council"), build.organisation(name_en="Cyngor Gwynedd")
    opportunity = build.opportunity(buyer=one)
    both = build.user(role=Membership.Role.EDITOR, of=one)
    Membership.objects.create(user=both, organisation=other, role=Membership.Role.VIEWER)

    actions.merge(organisation=one, into=other, by=build.user(is_staff=True))

    opportunity.refresh_from_db()
    assert opportunity.buyer == other
    assert other.memberships.get(user=both).role == Membership.Role.VIEWER
    assert set(other.names.values_list("name", flat=True)) == {"Gwynedd Council", "Cyngor Gwynedd"}
    assert Organisation.objects.get(pk=one.pk).merged_into == other


def test_the_old_address_of_a_merged_body_leads_to_the_new_one(client):
    one, other = build.organisation(), build.organisation()
    actions.merge(organisation=one, into=other, by=build.user(is_staff=True))

    answer = client.get(reverse("public-bodies:detail", args=[one.slug]))

    assert answer.status_code in (301, 302)
    assert answer.url == reverse("public-bodies:detail", args=[other.slug])


def test_a_letter_goes_to_the_role_mailbox_and_can_be_answered(client):
    council = build.organisation(mailbox="social.enterprise@council.example")
    writer = build.user(name="Sian")
    client.force_login(writer)

    client.post(reverse("accounts:write", args=[council.slug]), {"subject": "Hello", "body": "Can we meet?"})

    delivery = Delivery.objects.get(kind="letter")
    assert delivery.address == "social.enterprise@council.example"
    from collab_portal.accounts import mails

    message = mails.letter(delivery.payload, "en")
    assert message.headers["Reply-To"] == writer.email
    assert "Can we meet?" in message.text


def test_letters_are_limited_and_nothing_typed_is_lost(client, monkeypatch):
    monkeypatch.setattr("collab_portal.accounts.writing.LETTERS_A_DAY", 2)
    council = build.organisation(mailbox="social.enterprise@council.example")
    client.force_login(build.user())
    url = reverse("accounts:write", args=[council.slug])

    answers = [client.post(url, {"subject": "Hello", "body": "Three times"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert "Three times" in answers[-1].content.decode()
    assert Letter.objects.count() == 2


def test_an_address_is_never_printed(client):
    council = build.organisation(
        mailbox="social.enterprise@council.example", contact_role_en="Social Enterprise Officer"
    )

    page = client.get(reverse("public-bodies:detail", args=[council.slug])).content.decode()

    assert "Social Enterprise Officer" in page
    assert "social.enterprise@council.example" not in page
