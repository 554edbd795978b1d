"""The way of good practice: told in five answers, checked, agreed, published by the clock, found, adapted, reviewed."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from collab_portal.mail import kinds
from collab_portal.mail.models import Delivery
from enterprises.actions import join_network
from procurement.actions import share_redesign
from procurement.models import Opportunity
from socialvalue.practice import actions, reviews
from socialvalue.practice.models import CaseStudy
from tests import build
from tests.browser.steps import save, send

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Lots that a village can win"
BECAUSE = "It is with the translator."


def mail(kind, address) -> str:
    """The text of the mail of this kind, as it is sent."""
    found = Delivery.objects.get(kind=kind, address=address)
    return kinds.get(kind).render(found.payload, "en").text


def press(page, name):
    send(page.get_by_role("main").get_by_role("button", name=name, exact=True))


def follow(page, name):
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name=name).first.click()


def fill_day(page, name, day):
    for part in ("day", "month", "year"):
        page.locator(f"[name={name}_{part}]").fill(str(getattr(day, part)))


def tell_in_five_answers(page, axe):
    """The first try forgets the last answer, and nothing typed is lost."""
    page.goto(reverse("case-studies:short"))
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=challenge]").fill("One contract was **too big**.")
    page.locator("[name=solution]").fill("Two lots, one for each valley.")
    page.locator("[name=result]").fill("Two kitchens won.")
    press(page, "Send it to the coordinators")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    axe()
    page.locator("[name=lessons]").fill("Ask the kitchens first.")
    press(page, "Send it to the coordinators")
    expect(page.get_by_text("A coordinator reads it and writes to you.")).to_be_visible()


def make_a_study_of_it(page, slug, *, redesign, contract):
    page.goto(reverse("case-studies:review", args=[slug]))
    press(page, "Take it into review")
    page.goto(reverse("case-studies:section", args=[slug, "about"]))
    page.locator("[name=summary_en]").fill("A council split its catering by valley.")
    page.locator("[name=one_language_because]").fill(BECAUSE)
    save(page)
    page.goto(reverse("case-studies:section", args=[slug, "filing"]))
    for label in ("Improve contract design", "A prosperous Wales", "Catering, food and hospitality", "Gwynedd"):
        page.get_by_label(label, exact=True).check()
    page.get_by_label("Open procedure").check()
    save(page)
    page.get_by_label("Account of impact").check()
    save(page)
    page.goto(reverse("case-studies:section", args=[slug, "people"]))
    page.locator("[name=party_words]").fill("Caffi")
    press(page, "Find")
    page.get_by_label("Caffi Cwm").check()
    page.get_by_label(redesign).check()
    page.locator("[name=opportunities]").fill(contract)
    save(page)


def ask_everybody(page, slug, parties):
    """For the facts by mail; for their agreement by word of mouth. Then the day on which it is looked at again."""
    review = reverse("case-studies:review", args=[slug])
    for side, address in (("council", "mair@council.example"), ("enterprise", "sion@caffi.example")):
        page.goto(reverse("case-studies:check-new", args=[slug]))
        page.locator(f"[name=side][value={side}]").check()
        page.locator("[name=email]").fill(address)
        page.locator("[name=language][value=en]").check()
        press(page, "Ask for a fact-check")
    for party in parties:
        page.goto(reverse("case-studies:party-new", args=[slug]))
        page.locator("[name=organisation]").select_option(label=party)
        page.get_by_label("Being named, and the story told").check()
        press(page, "Add somebody whom the study names")
        follow(page, f"Record it {party}")
        page.locator("[name=given_by]").fill("Head of service")
        fill_day(page, "given_on", timezone.localdate())
        press(page, f"{party} agrees")
        expect(page).to_have_url(re.compile(review))
    page.goto(reverse("case-studies:review-date", args=[slug]))
    fill_day(page, "review_on", timezone.localdate() + timedelta(days=365))
    press(page, "When it is looked at again")


def schedule(page, slug):
    page.goto(reverse("case-studies:schedule", args=[slug]))
    fill_day(page, "publish_on", timezone.localdate() + timedelta(days=1))
    page.get_by_label("I have read these warnings").check()  # that it is in one language only
    press(page, "Schedule it")


def test_good_practice_is_told_checked_published_found_and_adapted(page, become, axe):
    build.reference_data()
    at, tomorrow = timezone.now(), timezone.localdate() + timedelta(days=1)
    council = build.organisation(name_en="Our Council", is_public_body=True)
    join_network(network=build.network(name_en="Our Network"), member=council)
    officer = build.user(role="editor", of=council)
    coordinator = build.user(role="publisher", of=build.network(name_en="Next Network"))
    build.enterprise(name_en="Caffi Cwm")
    lots = [{"title_en": "North valley"}, {"title_en": "South valley"}]
    contract = build.opportunity(buyer=council, at=at, lots=lots)
    share_redesign(opportunity=contract, by=officer, at=at, checks=["F-03"], title_en="Two lots, not one")
    theirs = build.organisation(name_en="Gwent Council", is_public_body=True)
    adapter = build.user(role="editor", of=theirs)

    become(officer)
    tell_in_five_answers(page, axe)
    study = CaseStudy.objects.get()
    become(coordinator)
    make_a_study_of_it(page, study.slug, redesign="Two lots, not one", contract=contract.reference)
    ask_everybody(page, study.slug, ["Our Council", "Caffi Cwm"])
    page.context.clear_cookies()
    for address in ("mair@council.example", "sion@caffi.example"):
        page.goto(re.search(r"http://\S+(/fact-check/\S+)", mail("fact-check", address))[1])
        page.get_by_label("The facts are right").check()
        page.locator("[name=name]").fill("Mair")
        page.locator("[name=role]").fill("Head of catering")
        press(page, "Send your answer")
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    become(coordinator)
    schedule(page, study.slug)
    expect(page.locator(".govuk-error-summary")).to_contain_text("Somebody else has to publish this")
    become(build.user(is_staff=True))
    schedule(page, study.slug)
    expect(page.get_by_text("It goes out by itself")).to_be_visible()

    become(adapter)
    hidden = page.goto(study.get_absolute_url())
    nine = timezone.make_aware(datetime.combine(tomorrow, time(9)))
    early, due = actions.publish_due(at=nine - timedelta(minutes=1)), actions.publish_due(at=nine)

    assert (hidden.status, early, due) == (404, 0, 1)
    page.goto(reverse("case-studies:step", args=["contract-design"]))
    expect(page.get_by_role("link", name=TITLE)).to_be_visible()
    page.goto(f"{reverse('case-studies:list')}?step=contract-design&goal=WBG1")
    follow(page, TITLE)
    expect(page.get_by_role("main")).to_contain_text("Two kitchens won.")
    follow(page, "Copy Two lots, not one")
    page.get_by_label("A new draft").check()
    press(page, "Copy")
    expect(page.get_by_role("main")).to_contain_text("Adapted from")
    draft = Opportunity.objects.get(buyer=theirs)
    assert [each.title_en for each in draft.lots.order_by("number")] == ["North valley", "South valley"]

    page.goto(reverse("case-studies:adapt", args=[study.slug]))
    page.locator("[name=what]").fill("Two lots for our care homes")
    page.locator("[name=opportunity]").select_option(str(draft.pk))
    press(page, "Tell them")
    page.goto(reverse("case-studies:adaptations"))
    follow(page, "Say how it went")
    page.get_by_label("We adapted it").check()
    page.locator("[name=result]").fill("Three local bids, and one won.")
    press(page, "Tell the others")

    become(officer)
    page.goto(study.get_absolute_url())
    expect(page.get_by_role("main")).to_contain_text("Three local bids, and one won.")
    axe()
    assert "Three local bids" in mail("adaptation-done", officer.email)
    study.refresh_from_db()
    reviews.remind(at=timezone.make_aware(datetime.combine(study.review_on - timedelta(days=14), time(9))))
    assert study.get_absolute_url() in mail("study-review", officer.email)
