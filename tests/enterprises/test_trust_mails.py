"""What people are told of trust, in both languages."""

from datetime import timedelta

import pytest
from django.utils import translation

from collab_portal.accounts.models import Organisation
from collab_portal.mail import kinds
from collab_portal.mail.models import Delivery
from enterprises import actions, expiry
from enterprises.models import Badge, JoinRequest
from tests import build
from tests.build import NOW

KINDS = {"claim-link", "claim-waiting", "claim-news", "join-request", "join-news", "trust-news", "running-out"}


@pytest.mark.django_db
def test_every_mail_can_be_written_in_both_languages_and_leads_to_its_page(client):
    network = build.organisation(name_en="North East Wales", is_network=True)
    coordinator, first, second = build.user(role="publisher", of=network), build.user(), build.user()
    stub = build.enterprise()
    Organisation.objects.filter(pk=stub.organisation_id).update(website="https://www.cegin.cymru")
    stub = type(stub).objects.get(pk=stub.pk)
    about = {"enterprise": stub, "at": NOW}
    actions.claim_by_vouching(**about, by=first, network=network, message="I cook")
    mailed = actions.claim_by_email(**about, by=second, address="post@cegin.cymru", language="en")
    actions.confirm_claim(claim=mailed, at=NOW)
    actions.accept_member(request=JoinRequest.objects.get(), by=second, at=NOW, role="editor")
    lost = actions.ask_for_membership(**about, by=build.user())
    actions.refuse_member(request=lost, by=second, at=NOW, reason="Who are you?")
    build.verified(stub, network=network, by=coordinator)
    Badge.objects.create(enterprise=stub, kind="RLW", expires_on=NOW.date() + timedelta(days=5))
    expiry.remind(at=NOW)
    actions.send_back(enterprise=stub, network=network, by=coordinator, at=NOW, reason="The accounts are old")
    actions.delist(enterprise=stub, by=coordinator, at=NOW, reason="Dissolved")
    actions.relist(enterprise=stub, by=coordinator, at=NOW, reason="Not dissolved")

    posted = Delivery.objects.filter(kind__in=KINDS)
    assert {each.kind for each in posted} == KINDS
    for delivery in posted:
        written = {}
        for language in ("en", "cy"):
            with translation.override(language):
                written[language] = kinds.get(delivery.kind).render(delivery.payload, language)
        english, welsh = written["en"], written["cy"]
        assert english.subject != welsh.subject
        assert "http://127.0.0.1:8000/cy/" in welsh.text
        assert "%(" not in english.text + english.html + welsh.text + welsh.html
        url = next(line for line in english.text.splitlines() if line.startswith("http://127.0.0.1:8000/"))
        assert client.get(url.removeprefix("http://127.0.0.1:8000")).status_code in (200, 302, 410), url
