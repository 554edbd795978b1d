"""An officer in a real browser splits a contract until two checks clear, and it becomes the lots of her draft."""

from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import expect

from enterprises.models import Enterprise
from tests import build

pytestmark = pytest.mark.django_db(transaction=True)

GWYNEDD, SWANSEA = "W06000002", "W06000011"


@pytest.fixture
def officer(context, live_server):
    build.reference_data()
    person = build.user(role="publisher", of=build.organisation(name_en="Gwynedd Council"))
    visitor = Client()
    visitor.force_login(person)
    cookie = visitor.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return person


@pytest.fixture
def draft(officer):
    """£1.2 million in one lot, for two councils far from each other; one kitchen in each."""
    for area in (GWYNEDD, SWANSEA):
        kitchen = build.enterprise(state="claimed")
        Enterprise.objects.filter(pk=kitchen.pk).update(state="verified", largest_lot=700_000)
        kitchen.activities.update(served_codes=[area])
    return build.opportunity(
        stage="draft",
        buyer=officer.acting_for,
        by=officer,
        area_codes=[GWYNEDD, SWANSEA],
        value_amount=Decimal(1_200_000),
        value_band="",
        contract_months=60,
        extension_months=0,
    )


def test_an_officer_splits_a_contract_until_two_checks_clear(page, axe, fits_a_phone, draft):
    page.goto(reverse("pipeline:section", args=[draft.reference, "lots"]))
    page.get_by_role("link", name="Design the lots").click()
    page.get_by_role("link", name="By size").click()
    page.get_by_label("How many lots?").fill("4")
    page.get_by_role("button", name="Show what this brings").click()
    expect(page.get_by_role("heading", name="Clears (2)")).to_be_visible()
    page.get_by_role("link", name="Compare it with another way").click()
    page.get_by_role("link", name="By area").click()

    expect(page.get_by_role("heading", name="By area: 2 lots")).to_be_visible()
    expect(page.get_by_role("heading", name="By size: 4 lots")).to_be_visible()
    expect(page.get_by_role("heading", name="Clears (3)")).to_be_visible()
    expect(page.get_by_role("row", name="1. Gwynedd")).to_contain_text("£600,000")
    axe()
    fits_a_phone()
    page.get_by_role("button", name="Choose “By area”").click()

    expect(page.get_by_text("This contract has 2 lots.")).to_be_visible()
    assert list(draft.lots.order_by("number").values_list("title_en", "area_codes", "value_amount")) == [
        ("Gwynedd", [GWYNEDD], 600_000),
        ("Swansea", [SWANSEA], 600_000),
    ]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_page_of_the_designer_has_a_barrier(page, axe, fits_a_phone, draft, language):
    with override(language):
        designer = reverse("pipeline:lot-designer", args=[draft.reference])
        pages = [
            *(f"{designer}?{query}" for query in ("by=area&beside=by%3Dsize", "by=group", "by=whole")),
            f"{designer}?by=size&parts_wanted=40",
            reverse("pipeline:redesign-share", args=[draft.reference]),
            reverse("pipeline:redesigns"),
            reverse("pipeline:design-report"),
            reverse("pipeline:check", args=[draft.reference]),
        ]
    for address in pages:
        page.set_viewport_size({"width": 1100, "height": 900})
        page.goto(address)
        expect(page.locator("h1")).to_have_count(1)
        axe()
        fits_a_phone()
