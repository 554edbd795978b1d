"""An officer in a real browser: she enters an opportunity, publishes it, and meets no barrier on the way."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from procurement import actions
from procurement.drafting.sections import SECTIONS
from procurement.models import ImportDifference, ImportedRelease, Opportunity
from tests import build
from tests.browser.steps import save, send

pytestmark = pytest.mark.django_db(transaction=True)

# What is typed into a page so that it is refused.
FAULTS = {
    "about": {"title_en": "x" * 301},
    "category": {"cpv_words": "zzzz"},
    "value": {"value_amount": "about 5", "value_gross": "-1"},
    "dates": {"tender_start_from_month": "13", "tender_start_from_year": "2027", "contract_months": "many"},
    "partners": {"body_words": "zzzz"},
    "contact": {"contact_email": "nobody"},
    "links": {"notice_1": "http://example.org", "follows": "CP-9999"},
}


@pytest.fixture
def officer(context, live_server):
    """A publisher who is signed in."""
    build.reference_data()
    council = build.organisation(name_en="Gwynedd Council", name_cy="Cyngor Gwynedd")
    person = build.user(role="publisher", of=council, name="Mair Puw")
    visitor = Client()
    visitor.force_login(person)
    cookie = visitor.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    return person


@pytest.fixture
def world(officer):
    """A draft that is ready, one that is not, a planned one with changes and imported differences, an open tender."""
    now = timezone.now()
    mine = {"buyer": officer.acting_for, "by": officer}
    lots = [
        {"title_en": "North", "vcse_suitable": True, "criteria": [{"kind": "price", "weight": Decimal(40)}]},
        {"title_en": "South", "title_cy": "Y de"},
    ]
    planned = build.opportunity(**mine, at=now, lots=lots)
    later = build.window("tender_start", date(2027, 7, 1), date(2027, 8, 31))
    actions.amend(opportunity=planned, by=officer, title_cy="", **later)
    notice = ImportedRelease.objects.create(
        ocid="ocds-x-1", release_id="1", released_at=now, opportunity=planned, data={}
    )
    for field, theirs in (("title_en", "Luncheon clubs"), ("stage", "tendering")):
        ImportDifference.objects.create(opportunity=planned, imported_release=notice, field=field, theirs=theirs)
    return {
        "empty": actions.start_draft(buyer=officer.acting_for, by=officer, title_en="Meals"),
        "draft": build.opportunity(**mine, stage="draft", at=now),
        "planned": planned,
        "tendering": build.opportunity(**mine, stage="tendering", at=now),
    }


def pages(world) -> list[tuple[str, list]]:
    """Every page of the officer's way in, with its arguments."""
    empty, draft, planned, tendering = (world[name].reference for name in ("empty", "draft", "planned", "tendering"))
    return [
        *[("desk", []), ("new", []), ("edit", [empty]), ("edit", [planned]), ("check", [empty]), ("check", [planned])],
        *(("section", [planned, slug]) for slug in SECTIONS),
        *[("lot", [planned, 1]), ("lot-add", [planned]), ("lot-remove", [planned, 1]), ("preview", [planned])],
        *[("publish", [empty]), ("publish", [draft]), ("publish", [planned]), ("published", [planned])],
        *[("open-tender", [planned]), ("withdraw", [planned]), ("differences", [planned]), ("discard", [draft])],
        *[("extend", [tendering]), ("award", [tendering]), ("cancel", [tendering])],
    ]


def address(language, name, arguments):
    with override(language):
        return reverse(f"pipeline:{name}", args=arguments)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_page_has_a_barrier_and_all_fit_a_phone(page, axe, fits_a_phone, world, language):
    for name, arguments in pages(world):
        page.set_viewport_size({"width": 1100, "height": 900})
        answer = page.goto(address(language, name, arguments))
        assert answer.status == 200, page.url
        expect(page.locator("h1")).to_have_count(1)
        axe()
        fits_a_phone()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_page_of_the_draft_has_a_barrier_when_it_is_refused(page, axe, fits_a_phone, world, language):
    for slug, faults in FAULTS.items():
        page.set_viewport_size({"width": 1100, "height": 900})
        page.goto(address(language, "section", [world["planned"].reference, slug]))
        for name, typed in faults.items():
            page.locator(f"[name={name}]").fill(typed)
        is_refused(page, "Error:" if language == "en" else "Gwall:")
        axe()
        fits_a_phone()


def test_no_other_page_has_a_barrier_when_it_is_refused(page, axe, fits_a_phone, world):
    for name in ("new", "lot-add", "publish", "open-tender", "withdraw", "extend", "award", "cancel"):
        of = "tendering" if name in ("extend", "award", "cancel") else "planned"
        page.set_viewport_size({"width": 1100, "height": 900})
        page.goto(address("en", name, [] if name == "new" else [world[of].reference]))
        if name == "lot-add":
            page.get_by_label("Weight, per cent").first.fill("140")
            page.get_by_label("Value without VAT").fill("lots")
        is_refused(page, "Error:")
        axe()
        fits_a_phone()


def is_refused(page, mark):
    """Send the form: the summary has the focus, and each of its lines leads to where something must change."""
    page.locator(".app-draft .govuk-button-group button").first.click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile(f"^{mark}"))
    leads_to_an_input(page)


def leads_to_an_input(page):
    """Each line of the error summary leads to where something must change."""
    links = page.locator(".govuk-error-summary__list a")
    for number in range(links.count()):
        target = page.locator(links.nth(number).get_attribute("href"))
        expect(target).to_have_count(1)
        assert target.evaluate("input => ['INPUT', 'TEXTAREA', 'SELECT'].includes(input.tagName)")


def test_an_officer_enters_and_publishes_an_opportunity(page, officer):
    page.goto(address("en", "desk", []))
    page.get_by_role("button", name="Add an opportunity").click()
    page.get_by_label("Title in English").fill("Meals at home for older people")
    page.get_by_label("Title in Welsh").fill("Prydau gartref i bobl hŷn")
    page.get_by_label("Description in English").fill("A hot meal at noon, and somebody to talk to.")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Meals at home for older people")

    page.get_by_role("link", name="Category").click()
    page.get_by_label("Services", exact=True).check()
    page.get_by_label("Catering, food and hospitality").check()
    page.get_by_label("Find CPV codes").fill("hotel")
    page.get_by_role("button", name="Find").click()
    page.get_by_label("55000000").check()
    save(page)
    page.get_by_label("Gwynedd").check()
    save(page)
    page.get_by_label("Total value without VAT").fill("£120,000")
    save(page)
    start = page.get_by_role("group", name="Start of the tender")
    start.get_by_role("group", name="Earliest date").get_by_label("Month").fill("3")
    start.get_by_role("group", name="Earliest date").get_by_label("Year").fill("2028")
    start.get_by_label("Likely").check()
    save(page)
    page.get_by_role("link", name="Change lot 1").click()
    page.get_by_role("group", name="Is it suitable for social enterprises").get_by_label("Yes").check()
    send(page.get_by_role("button", name="Save this lot"))

    reference = Opportunity.objects.get().reference
    page.goto(address("en", "edit", [reference]))
    expect(page.get_by_text("5 of the 5 parts")).to_be_visible()
    page.get_by_role("button", name="Check and publish").click()
    expect(page.get_by_text("March 2028 (likely)")).to_be_visible()
    page.get_by_role("button", name="Continue to publish").click()
    expect(page.get_by_text("There is no Welsh description")).to_be_visible()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Published")
    page.get_by_role("link", name="See the page in Welsh").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Prydau gartref i bobl hŷn")
    expect(page).to_have_url(re.compile(f"/cy/pipeline/{reference}/$"))


def test_whoever_comes_second_meets_no_barrier(page, axe, fits_a_phone, world, officer):
    planned = world["planned"]
    page.goto(address("en", "section", [planned.reference, "about"]))
    page.get_by_label("Title in English").fill("What I wrote")
    actions.amend(opportunity=planned, by=officer, title_en="What a colleague wrote")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("Somebody else saved this page")
    expect(page.locator("dl")).to_contain_text("What a colleague wrote")
    expect(page.get_by_label("Title in English")).to_have_value("What I wrote")
    axe()
    fits_a_phone()


def test_the_enter_key_saves_a_lot_and_keeps_its_lines(page, world):
    page.goto(address("en", "lot", [world["planned"].reference, 1]))
    page.get_by_label("Title in English").fill("The north of the county")
    page.get_by_label("Title in English").press("Enter")

    page.wait_for_url("**/edit/lots/")
    lot = world["planned"].lots.get(number=1)
    assert lot.title_en == "The north of the county"
    assert lot.criteria.get().weight == 40


def test_an_officer_extends_a_deadline_and_names_the_winner(page, world):
    tendering = world["tendering"]
    later = timezone.localtime(tendering.submissions_close_at) + timedelta(days=7)
    page.goto(address("en", "edit", [tendering.reference]))
    page.get_by_role("link", name="Extend the deadline").click()
    for part in ("day", "month", "year"):
        page.locator(f"[name=closes_on_{part}]").fill(str(getattr(later, part)))
    page.get_by_label("At what time?").fill("12:00")
    page.get_by_label("Reason in English").fill("Several bidders asked for it.")
    page.get_by_role("button", name="Extend the deadline").click()
    expect(page.get_by_role("alert")).to_contain_text("The deadline is extended")

    page.get_by_role("link", name="Say who won").click()
    page.get_by_label("Awarded", exact=True).check()
    page.get_by_label("Name of the supplier").fill("Cegin y Bobl CIC")
    page.get_by_role("button", name="Publish the result").click()
    page.get_by_role("link", name="See the public page").click()

    expect(page.locator("main")).to_contain_text("Cegin y Bobl CIC")
    expect(page.locator("main")).to_contain_text("Several bidders asked for it.")
