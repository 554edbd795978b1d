"""Saving, watching and looking after alerts in a real browser: no barrier in either language, also with errors."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from procurement import alerts
from procurement.actions import interest
from procurement.matching import Criteria
from procurement.models import SavedSearch, Subscriber
from tests import build

pytestmark = pytest.mark.django_db(transaction=True)

SEARCH = "q=lunch&category=catering-and-food&area=W06000002&value_to=500000&vcse=yes"


@pytest.fixture
def ann(context, live_server):
    """Somebody with two searches, a watch, and something found; she is not signed in yet."""
    now = timezone.now()
    person = build.user()
    for query, frequency in ((SEARCH, "at-once"), ("q=meal", "daily")):
        interest.save_search(by=person, criteria=Criteria.from_query(query), frequency=frequency, at=now)
    lots = [{"title_en": "North", "vcse_suitable": True}]
    opportunity = build.opportunity(at=now, lots=lots)
    build.opportunity(at=now, title_en="", title_cy="Prydau poeth", lots=lots)
    interest.watch(by=person, opportunity=opportunity, at=now)
    alerts.drain(at=now)
    return person


def sign_in(context, live_server, person):
    visitor = Client()
    visitor.force_login(person)
    cookie = visitor.cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def pages() -> list[str]:
    subscriber = Subscriber.objects.get(user__isnull=False)
    search, watch = subscriber.searches.first(), subscriber.watches.first()
    interest.ask_to_save(
        email="new@example.org", language="en", criteria=Criteria.from_query(SEARCH), at=timezone.now()
    )
    asked = SavedSearch.objects.get(confirmed_at=None)
    return [
        f"{reverse('alerts:save')}?{SEARCH}",
        reverse("alerts:save"),
        reverse("alerts:asked"),
        reverse("alerts:find"),
        reverse("alerts:confirm", args=[asked.token]),
        reverse("alerts:confirm", args=[search.token]),
        reverse("alerts:change", args=[search.token]),
        reverse("alerts:watch", args=[watch.opportunity.reference]),
        reverse("alerts:erase", args=[subscriber.token]),
        subscriber.get_absolute_url(),
        reverse("unsubscribe", args=[search.token]),
        reverse("unsubscribe", args=[subscriber.token]),
    ]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_page_has_a_barrier_and_all_fit_a_phone(page, axe, fits_a_phone, ann, language):
    Subscriber.objects.update(language=language)
    with override(language):
        addresses = pages()
    for address in addresses:
        page.set_viewport_size({"width": 1100, "height": 900})
        assert page.goto(address).status == 200, address
        expect(page.locator("h1")).to_have_count(1)
        expect(page.locator("html")).to_have_attribute("lang", language)
        axe()
        fits_a_phone()


def test_a_link_that_is_used_up_leads_to_a_page_without_barriers(page, axe, fits_a_phone):
    for path in ("/u/used-up/", "/alerts/confirm/used-up/"):
        page.goto(path)
        axe()
        fits_a_phone()


@pytest.mark.parametrize("path", ["/alerts/save/?q=lunch", "/cy/alerts/find/"])
def test_a_refused_form_says_what_to_do(page, axe, fits_a_phone, path):
    page.goto(path)
    page.get_by_role("main").locator("form button").first.click()

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    axe()
    fits_a_phone()


def test_a_paused_page_says_so_and_goes_on_with_one_button(page, axe, fits_a_phone, ann):
    Subscriber.objects.update(stopped_at=timezone.now(), stop_reason="bounce")
    page.goto(Subscriber.objects.get().get_absolute_url())
    axe()
    fits_a_phone()

    page.get_by_role("button", name="Start my alerts again").click()

    expect(page.get_by_text("You will get alerts again.")).to_be_visible()
    expect(page.get_by_text("We send you no alerts at the moment.")).to_have_count(0)


def test_from_the_pipeline_to_a_saved_search_and_back(page, context, live_server, ann):
    sign_in(context, live_server, ann)
    page.goto("/pipeline/?q=older+people")
    page.get_by_role("button", name="Save this search").click()
    page.get_by_label("At once").check()
    page.get_by_label("A name for this search").fill("Older people")
    page.get_by_role("main").get_by_role("button", name="Save this search").click()

    expect(page).to_have_url(re.compile("/alerts/$"))
    page.get_by_role("link", name="Older people", exact=True).click()
    expect(page).to_have_url(re.compile(r"/pipeline/\?q=older\+people$"))


def test_an_opportunity_is_watched_and_let_go(page, context, live_server, ann):
    sign_in(context, live_server, ann)
    entry = build.entry(title_en="Grounds maintenance", at=timezone.now())
    page.goto(entry.get_absolute_url())
    page.get_by_role("button", name="Watch this opportunity").click()
    expect(page.get_by_text("You now watch this opportunity.")).to_be_visible()

    page.goto("/alerts/")
    page.get_by_role("button", name="Stop watching Grounds maintenance").click()

    expect(page.get_by_text("You no longer watch this opportunity.")).to_be_visible()
    expect(page.get_by_role("link", name="Grounds maintenance")).to_have_count(0)
