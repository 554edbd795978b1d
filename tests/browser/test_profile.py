"""An enterprise's profile in a real browser: no barrier on its pages, and a distance that says what it reaches."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from enterprises import actions
from enterprises.models import Enterprise
from tests import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def enterprise():
    """One that has told of nearly everything."""
    made = build.enterprise(name_en="Cegin Alun CIC", state=Enterprise.State.CLAIMED, description_en="Good food.")
    today = timezone.localdate()
    told = {"enterprise": made, "by": None}
    actions.put_activity(**told, on=today, category=build.category("transport"), reach="wales", capacity="limited")
    actions.put_insurance(**told, kind="public-liability", cover=5_000_000, expires_on=today + timedelta(days=90))
    actions.put_badge(**told, kind="RLW", expires_on=today - timedelta(days=1))
    actions.put_number(**told, scheme="GB-COH", value="01234567")
    actions.put_standing(**told, on=today, kind="supported-employment", evidence="41 of 64 staff are disabled.")
    actions.put_reference(**told, client="Flintshire County Council", what_cy="Prydau ysgol", ended_in=2025)
    actions.put_outcome(**told, what_en="Two in three trainees have a job", evidence="We ask after a year.")
    actions.amend_profile(**told, smallest_lot=5_000, largest_lot=250_000, welsh_service="full", safeguarding="checked")
    return made


@pytest.fixture
def editor(context, live_server, enterprise):
    """One of its editors, signed in."""
    visitor = Client()
    visitor.force_login(build.user(role="editor", of=enterprise.organisation))
    cookie = visitor.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_page_of_a_profile_has_a_barrier_and_all_fit_a_phone(page, axe, fits_a_phone, editor, enterprise, language):
    slug = enterprise.organisation.slug
    pages = [
        ("detail", [slug]),
        ("edit", [slug]),
        ("edit-section", [slug, "offer"]),
        ("edit-section", [slug, "badges"]),
        ("edit-remove", [slug, "badges", enterprise.badges.get().pk]),
    ]
    forms = [
        ("edit-section", [slug, "size"], {"people_employed": "many"}),
        ("edit-add", [slug, "activities"], {"distance_km": "far"}),
        ("edit-add", [slug, "insurances"], {"cover": "lots"}),
        ("new", [], {"value": "1"}),
    ]
    with override(language):
        addresses = [reverse(f"enterprises:{name}", args=given) for name, given in pages]
        refused = [(reverse(f"enterprises:{name}", args=given), typed) for name, given, typed in forms]

    for address in addresses:
        page.set_viewport_size({"width": 1100, "height": 900})
        page.goto(address)
        axe()
        fits_a_phone()
    for address, typed in refused:
        page.goto(address)
        for name, text in typed.items():
            page.locator(f"main [name={name}]").fill(text)
        page.locator("main form button.govuk-button:not(.govuk-button--secondary)").first.click()
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        axe()
        fits_a_phone()


class TestWithoutScripts:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_a_distance_says_which_councils_it_reaches_and_is_then_saved(self, page, editor, enterprise):
        page.goto(reverse("enterprises:edit-add", args=[enterprise.organisation.slug, "activities"]))
        page.get_by_label("Translation and language services").check()
        page.get_by_label("Up to a distance from a place").check()
        page.get_by_label("From which place?").select_option("Mold")
        page.get_by_label("How many kilometres from there?").fill("15")
        page.get_by_role("button", name="Show which councils this reaches").click()

        expect(page.get_by_role("status")).to_contain_text("Denbighshire, Flintshire")
        expect(page.get_by_label("Translation and language services")).to_be_checked()
        page.get_by_role("button", name="Save", exact=True).last.click()

        expect(page.get_by_role("heading", level=1)).to_contain_text("Kinds of work")
        expect(page.get_by_text("Up to 15 km from Mold: Denbighshire, Flintshire")).to_be_visible()
