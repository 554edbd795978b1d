"""Pages of trust, packs, letters and shortlists in a real browser: no barriers, nothing that sticks out of a phone."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from collab_portal.accounts.models import Membership
from enterprises import actions, links
from enterprises.actions import shortlists
from enterprises.models import Badge, JoinRequest
from tests import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pages(context, live_server):
    """Everything that one person can see who coordinates a network and runs an enterprise, as (name, arguments)."""
    at = timezone.now() - timedelta(hours=1)
    network = build.organisation(name_en="North East Wales", name_cy="Gogledd-ddwyrain Cymru", is_network=True)
    own = build.verified(build.enterprise(name_en="Caffi Clwyd", state="claimed"), network=network, at=at)
    person = build.user(role="administrator", of=own.organisation, name="Mair Puw")
    Membership.objects.create(user=person, organisation=network, role="publisher")
    member = build.proven(build.enterprise(name_en="Gwlân Gwynedd", state="claimed"), at=at)
    member.organisation.mailbox = "post@gwlan.example"
    member.organisation.save()
    member.organisation.identifiers.create(scheme="GB-COH", value="01234567")
    Badge.objects.create(enterprise=member, kind="RLW", evidence_url="https://example.org/rlw")
    actions.join_network(network=network, member=member.organisation)
    stub = build.enterprise(name_en="Llwybrau Llanrwst")
    stub.organisation.website = "https://www.llwybrau.cymru"
    stub.organisation.save()
    first, second = build.user(name="Ann Rees"), build.user(name="Bob Lloyd")
    vouched = {"network": network, "message": "I lead the walks on Saturdays, and keep the books."}
    waiting = actions.claim_by_vouching(enterprise=stub, by=first, at=at, **vouched)
    mailed = {"address": "post@llwybrau.cymru", "language": "en", "message": "I am the chair."}
    claim = actions.claim_by_email(enterprise=stub, by=second, at=at, **mailed)
    asked = actions.ask_for_membership(enterprise=own, by=first, at=at, message="I cook there.")
    old = JoinRequest.objects.create(enterprise=own, by=second, asked_at=at)
    actions.refuse_member(request=old, by=person, at=at, reason="We do not know you.")
    kept = shortlists.make_shortlist(organisation=own.organisation, name="Partners", by=person)
    shortlists.add_to_shortlist(shortlist=kept, enterprise=member, by=person, note="Met at the open day.")
    _sign_in(context, live_server, person)
    ours, mine = network.slug, own.organisation.slug
    return [
        ("enterprises:claim", [stub.organisation.slug]),
        ("enterprises:claim-link", [stub.organisation.slug, links.token_of(claim)]),
        ("enterprises:join", [member.organisation.slug]),
        ("enterprises:join-requests", [mine]),
        ("enterprises:join-decide", [mine, asked.pk]),
        ("enterprises:base-test", [mine]),
        ("enterprises:log", [mine]),
        ("enterprises:delist", [member.organisation.slug]),
        ("enterprises:pack", [mine]),
        ("enterprises:pack-share", [mine]),
        ("enterprises:write", [member.organisation.slug]),
        ("enterprises:letters", [mine]),
        ("shortlists:detail", [kept.reference]),
        ("shortlists:add", [member.organisation.slug]),
        ("networks:claims", [ours]),
        ("networks:claim-decide", [ours, waiting.pk]),
        ("networks:verify", [ours]),
        ("networks:check", [ours, member.organisation.slug]),
    ]


def _sign_in(context, live_server, person):
    visitor = Client()
    visitor.force_login(person)
    cookie = visitor.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def test_no_page_has_a_barrier(page, axe, fits_a_phone, pages):
    for name, args in pages:
        page.set_viewport_size({"width": 1100, "height": 900})
        assert page.goto(reverse(name, args=args)).ok, name
        axe()
        with override("cy"):
            page.goto(reverse(name, args=args))
        fits_a_phone()
        axe()


def test_a_refused_check_has_no_barrier_either(page, axe, pages):
    name, args = pages[-1]
    page.goto(reverse(name, args=args))
    page.locator("input[value=accept]").check()

    page.locator("form.app-draft button[type=submit]").click()

    expect(page).to_have_title(re.compile("^Error: "))
    axe()
