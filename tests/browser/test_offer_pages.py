"""Criteria and offers in a real browser: no barriers, and nothing that sticks out of a phone."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from collab_portal.accounts.models import Membership
from tests import build
from tests.socialvalue import offers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pages(context, live_server):
    """What one person sees who is a publisher of a council and an editor of an enterprise, as (name, arguments)."""
    council = build.organisation(name_en="Cyngor Clwyd")
    drafted, sealed, opened = (offers.tendering(buyer=council) for _each in range(3))
    organisation, person = offers.bidder("Cegin Werdd CIC")
    Membership.objects.create(user=person, organisation=council, role="publisher")
    offers.prepared(drafted)
    offers.published(sealed)
    theirs = offers.published(offers.tendering(contract_months=36))
    offers.hand_in(theirs, organisation, person)
    offers.hand_in(offers.published(opened), *offers.bidder("Rival CIC"))
    offers.the_deadline_passes(opened)
    person.acting_for = council
    person.save()
    visitor = Client()
    visitor.force_login(person)
    cookie = visitor.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    draft, buyer, bidder = [drafted.reference, 1], [opened.reference, 1], [theirs.lot.opportunity.reference, 1]
    return [
        ("criteria:edit", draft),
        *(("criteria:section", [*draft, slug]) for slug in ("questions", "weights", "scale")),
        ("criteria:publish", draft),
        ("criteria:detail", buyer),
        ("offers:list", [sealed.reference, 1]),
        ("offers:list", buyer),
        ("offers:enter", buyer),
        ("offers:write", bidder),
        ("offers:check", bidder),
        ("offers:receipt", bidder),
        ("offers:take-back", bidder),
    ]


def test_no_page_of_criteria_and_offers_has_a_barrier(page, axe, fits_a_phone, pages):
    for name, args in pages:
        page.set_viewport_size({"width": 1100, "height": 900})
        page.goto(reverse(name, args=args))
        axe()
        with override("cy"):
            page.goto(reverse(name, args=args))
        fits_a_phone()


def test_a_refused_offer_has_no_barrier_either(page, axe, pages):
    name, args = pages[-4]
    page.goto(reverse(name, args=args))
    page.locator("input[name$=_q2]").fill("-1")

    page.locator("button[name=check]").click()

    expect(page).to_have_title(re.compile("^Error: "))
    axe()
