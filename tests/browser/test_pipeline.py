"""The public pages of the pipeline in a real browser: no barriers, on a phone, by keyboard, without scripts."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from playwright.sync_api import expect

from procurement import choices
from tests import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def world():
    """A pipeline with something of everything, on a Monday in November 2026."""
    with time_machine.travel(build.NOW):
        choices.forget()
        yield _world()


def _world() -> dict:
    gwynedd = build.organisation(
        name_en="Gwynedd Council",
        name_cy="Cyngor Gwynedd",
        contact_role_en="Social enterprise officer",
        contact_role_cy="Swyddog mentrau cymdeithasol",
        mailbox="menter@example.org",
        strategy_url="https://council.example.org/strategy",
    )
    by = build.user(role="publisher", of=gwynedd)
    criteria = [{"kind": "price", "weight": Decimal(60)}, {"kind": "social-value", "weight": Decimal(40)}]
    lots = [
        {"title_en": "Arfon", "title_cy": "Arfon", "vcse_suitable": True, "criteria": criteria},
        {"title_en": "Dwyfor", "vcse_suitable": False, "reserved": "supported-employment"},
    ]
    common = {"buyer": gwynedd, "by": by}
    lunch = build.opportunity(**common, lots=lots, notices=["https://www.sell2wales.gov.wales/1"])
    build.changed(lunch, by=by, **build.window("tender_start", date(2027, 6, 1), date(2027, 7, 31)))
    grass = build.opportunity(**common, title_en="Grass cutting", title_cy="", area_codes=["W06000023"])
    expired = build.opportunity(**common, title_en="Old routes", **build.window("tender_start", date(2026, 6, 1)))
    build.opportunity(**common, title_en="New routes", follows=expired)
    awarded = build.opportunity(**common, title_en="Won", stage="awarded")
    withdrawn = build.opportunity(**common, title_en="Gone", stage="withdrawn")
    for number in range(20):
        fields = {"title_en": f"Small works {number}", "at": build.NOW - timedelta(days=number)}
        build.opportunity(**common, **fields, stage="planned")
    return {"lunch": lunch, "grass": grass, "expired": expired, "awarded": awarded, "withdrawn": withdrawn}


def test_no_page_has_a_barrier_in_either_language_or_on_a_phone(page, axe, fits_a_phone, world):
    addresses = [
        "pipeline/",
        "pipeline/?stage=all&vcse=yes&area=W06000002&cpv=55000000&buyer=gwynedd-council&sort=closing",
        "pipeline/?q=nothing-like-it&area=W06000023&value_from=lots&cpv=health",
        *(f"pipeline/{world[name].reference}/" for name in ("lunch", "grass", "expired", "awarded", "withdrawn")),
        "public-bodies/",
        "public-bodies/gwynedd-council/",
    ]
    for language in ("", "cy/"):
        for address in addresses:
            page.set_viewport_size({"width": 1100, "height": 900})
            page.goto(f"/{language}{address}")
            axe()
            fits_a_phone()


def test_a_search_by_keyboard(page):
    page.goto("/pipeline/")

    page.get_by_label("Search by words, place or reference").focus()
    page.keyboard.type("lunch")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/pipeline/\?q=lunch$"))

    page.get_by_role("checkbox", name="Suitable for social enterprises").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=lunch&vcse=yes"))
    expect(
        page.get_by_role("link", name=re.compile("Remove this filter: suitable for social enterprises"))
    ).to_be_visible()

    page.get_by_role("link", name="Skip to the results").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#results$"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile("Remove this filter"))).to_have_count(2)


def test_the_filters_fold_away_on_a_phone_and_stand_open_on_a_desk(page):
    page.goto("/pipeline/?vcse=yes")
    expect(page.get_by_label("CPV code")).to_be_visible()

    page.set_viewport_size({"width": 360, "height": 780})
    expect(page.get_by_label("CPV code")).to_be_hidden()
    page.get_by_text("Filters (1 on)").click()
    expect(page.get_by_label("CPV code")).to_be_visible()


def test_everything_works_without_scripts(browser, browser_context_args, world):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    page = context.new_page()
    page.goto("/pipeline/")

    page.get_by_role("checkbox", name="Powys").check()
    page.get_by_role("button", name="Show results").click()
    expect(page.get_by_role("heading", level=3)).to_have_text(["Grass cutting"])
    page.get_by_role("link", name=re.compile("Remove this filter: Area: Powys")).click()
    page.get_by_role("link", name="Next page").click()
    expect(page).to_have_url(re.compile("page=2"))
    page.goto(f"/pipeline/{world['lunch'].reference}/")
    expect(page.get_by_text("Start of the tender").first).to_be_visible()

    context.close()


def test_the_language_switch_keeps_the_search(page):
    page.goto("/pipeline/?q=lunch&area=W06000002")

    page.get_by_role("link", name="Cymraeg").click()

    expect(page).to_have_url(re.compile(r"/cy/pipeline/\?q=lunch&area=W06000002$"))
    expect(page.locator("html")).to_have_attribute("lang", "cy")


def test_from_the_list_to_the_page_to_the_body_and_back(page):
    page.goto("/pipeline/?q=lunch")

    page.get_by_role("link", name="Lunch clubs for older people").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lunch clubs for older people")
    expect(page.get_by_text("92 days later")).to_be_visible()
    page.get_by_role("link", name="Gwynedd Council").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gwynedd Council")
    expect(page.get_by_text("Social enterprise officer")).to_be_visible()
    page.get_by_role("link", name=re.compile("in the pipeline")).click()
    expect(page).to_have_url(re.compile(r"/pipeline/\?buyer=gwynedd-council$"))


def test_dates_can_be_put_into_a_calendar(page, world):
    page.goto(f"/pipeline/{world['lunch'].reference}/")

    with page.expect_download() as started:
        page.get_by_role("link", name="Put its dates in your calendar").click()

    assert started.value.suggested_filename == f"{world['lunch'].reference}.ics"
