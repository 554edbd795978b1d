"""The look, in a real browser: no barriers, no sideways scrolling, and nothing that needs a script or a mouse."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = [
    "",
    "about/",
    "rules/",
    "accessibility/",
    "privacy/",
    "cookies/",
    "terms/",
    "contact/",
    "components/",
    "nothing/",
]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_barrier(page, axe, fits_a_phone, path):
    page.goto(f"/{path}")
    axe()

    fits_a_phone()
    page.goto(f"/cy/{path}")
    fits_a_phone()
    axe()


@pytest.mark.parametrize("path", ["/", "/cy/rules/", "/components/"])
def test_text_four_times_as_large_needs_no_sideways_scrolling(page, path):
    """A window of 1280 pixels at 400% is one of 320."""
    page.set_viewport_size({"width": 320, "height": 640})

    page.goto(path)

    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_keyboard_skips_to_the_content(page):
    page.goto("/about/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#main-content")).to_be_focused()


def test_the_language_switch_stays_on_the_page(page):
    page.goto("/about/?from=test")

    page.get_by_role("link", name="Cymraeg").click()
    expect(page).to_have_url(re.compile(r"/cy/about/\?from=test$"))
    expect(page.locator("html")).to_have_attribute("lang", "cy")

    page.get_by_role("link", name="English").click()
    expect(page).to_have_url(re.compile(r"(?<!/cy)/about/\?from=test$"))


def test_a_refused_form_puts_the_focus_on_what_is_wrong(page, axe):
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in", exact=True).click()

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    axe()


def test_the_error_summary_leads_to_each_answer(page):
    page.goto("/components/")
    summary = page.locator(".govuk-error-summary")

    summary.get_by_role("link", name="Select procedure").click()
    expect(page.locator("#id_faulty-procedure_0")).to_be_focused()
    summary.get_by_role("link", name="The date must include a month").click()
    expect(page.locator("[name=faulty-closes_on_month]")).to_be_focused()


def test_filters_stand_open_on_a_wide_screen_and_fold_away_on_a_phone(page):
    page.goto("/components/")
    words = page.locator(".app-filters").get_by_label("Words")

    expect(words).to_be_visible()
    expect(page.locator(".app-filters summary")).to_be_hidden()

    page.set_viewport_size({"width": 360, "height": 780})
    expect(words).to_be_hidden()
    page.locator(".app-filters summary").click()
    expect(words).to_be_visible()


class TestWithoutScripts:
    @pytest.fixture
    def browser_context_args(self, browser_context_args):
        return {**browser_context_args, "java_script_enabled": False}

    def test_everything_is_in_reach(self, page):
        page.set_viewport_size({"width": 360, "height": 780})
        page.goto("/components/")

        expect(page.get_by_role("link", name="Case studies", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Cymraeg")).to_be_visible()
        page.locator(".app-filters summary").click()
        expect(page.locator(".app-filters").get_by_label("Words")).to_be_visible()

    def test_the_error_summary_is_what_one_sees_first(self, page):
        page.goto("/components/")

        expect(page.locator(".govuk-error-summary")).to_be_in_viewport()
