"""Social value from the council's policy to the letters, with everything real but the waiting."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from procurement.statutory.years import financial_year
from socialvalue.models import Criteria, Decision
from tests import build
from tests.browser.steps import send
from tests.files import samples
from tests.socialvalue import build_value, deliveries, offers, panels

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def act_as(context, live_server):
    """Call it to go on as somebody else; signing in is tested elsewhere."""

    def go_on(person) -> None:
        visitor = Client()
        visitor.force_login(person)
        cookie = visitor.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return go_on


def test_from_policy_to_the_award_and_its_letters(page, axe, fits_a_phone, act_as):
    council = build.organisation(name_en="Clwyd Council", name_cy="Cyngor Clwyd")
    officer = build.user(role="publisher", of=council, name="Owen Officer")
    offers.measures("people", "")
    build_value.policy(council, by=officer, bands=(("0", "20"),))
    tender = offers.tendering(buyer=council, value_amount=90_000)
    place = [tender.reference, 1]

    act_as(officer)
    set_criteria(page, place)
    criteria = Criteria.objects.published().get()
    for number, name in enumerate(("Cegin Werdd CIC", "Bwyd Da CIC")):
        act_as(offers.bidder(name)[1])
        make_offer(page, place, price=90_000 - 5_000 * number)
    offers.the_deadline_passes(tender)
    evaluators = [build.user(name=name) for name in ("Ann Parry", "Beti Rees", "Carys Lloyd")]
    moderator = build.user(name="Mair Puw")
    for person in evaluators:
        panels.member(criteria, person, declares=False)
    panels.member(criteria, moderator, role="moderator", declares=False)
    for number, person in enumerate(evaluators):
        act_as(person)
        score(page, place, points=(2 + number, 4), looked_at=axe if number == 0 else None)
    act_as(moderator)
    moderate(page, place, points=(3, 4), looked_at=(axe, fits_a_phone))
    decide(page, place, winner="Bwyd Da CIC", looked_at=(axe, fits_a_phone))

    assert Decision.objects.get().result.criteria == criteria


def set_criteria(page, place):
    """From the policy: the weights are there already; she chooses what to ask for, and publishes."""
    page.goto(reverse("criteria:edit", args=place))
    send(page.get_by_role("button", name="Start from your policy"))
    page.goto(reverse("criteria:section", args=[*place, "questions"]))
    page.get_by_label("Tell us how").check()
    send(page.get_by_role("button", name="Save and continue"))
    page.goto(reverse("criteria:publish", args=place))
    send(page.get_by_role("button", name=re.compile("Publish")))
    expect(page.get_by_role("button", name="Make an offer")).to_be_visible()


def make_offer(page, place, *, price):
    page.goto(reverse("offers:write", args=place))
    page.get_by_label("English").check()
    page.get_by_label("Your price, without VAT").fill(str(price))
    for field in page.get_by_label("Your answer").all():
        field.fill("Six apprentices from care, with a mentor each.")
    send(page.get_by_role("button", name="Check and hand in"))
    send(page.get_by_role("button", name="Hand in this offer"))
    expect(page.get_by_role("heading", name="Your offer is handed in")).to_be_visible()


def score(page, place, *, points, looked_at):
    """She declares, gives each answer points and a reason, and locks."""
    page.goto(reverse("scores:list", args=place))
    page.get_by_label("No, none").check()
    send(page.get_by_role("button", name="Declare this"))
    for name, each in zip(("Cegin Werdd CIC", "Bwyd Da CIC"), points, strict=True):
        page.goto(reverse("scores:list", args=place))
        page.get_by_role("link", name=name).click()
        expect(page).to_have_title(re.compile(f"^{name}"))
        expect(page.get_by_text("The price is hidden")).to_be_visible()
        give(page, each, reason=f"It names {each} of the things we asked for.")
        if looked_at:
            looked_at()
        send(page.get_by_role("button", name="Save", exact=True))
    page.get_by_role("button", name="Look over and lock").click()
    send(page.get_by_role("button", name="Lock my scores"))
    expect(page.get_by_text("You locked your scores")).to_be_visible()


def moderate(page, place, *, points, looked_at):
    """She sees who gave what, and writes down what the panel agrees on, question by question."""
    axe, fits_a_phone = looked_at
    page.goto(reverse("moderation:list", args=place))
    page.get_by_label("No, none").check()
    send(page.get_by_role("button", name="Declare this"))
    addresses = [link.get_attribute("href") for link in page.locator(".govuk-task-list__link").all()]
    for number, address in enumerate(addresses):
        page.goto(address)
        expect(page.locator("dt", has_text="Carys Lloyd").first).to_be_visible()
        assert page.locator("input[type=radio]:checked").count() == 0
        if number == 0:
            axe()
            with override("cy"):
                page.goto(reverse("moderation:question", args=[*place, address.rstrip("/").rpartition("/")[2]]))
            fits_a_phone()
            page.goto(address)
        for row, each in enumerate(points):
            give(page, each, reason="We agree with Carys.", only=row)
        send(page.get_by_role("button", name="Record what was agreed"))
    page.get_by_role("button", name="See the result").click()
    expect(page).to_have_title(re.compile("^The result"))


def decide(page, place, *, winner, looked_at):
    """The result is recorded and confirmed; the report and both letters are there, in both languages."""
    axe, fits_a_phone = looked_at
    axe()
    send(page.get_by_role("button", name="Record this result"))
    send(page.get_by_role("button", name="Confirm this result"))
    expect(page.get_by_text(f"The award goes to {winner}")).to_be_visible()
    axe()
    page.goto(reverse("letters:list", args=place))
    axe()
    for name in ("Cegin Werdd CIC", winner):
        send(page.get_by_role("button", name=f"Send the letter to {name}"))
    expect(page.get_by_text("Sent on")).to_have_count(2)
    page.get_by_role("link", name="Cegin Werdd CIC").click()
    expect(page.locator("article[lang=en]").get_by_text(f"The award goes to {winner}")).to_be_visible()
    expect(page.locator("article[lang=cy]")).to_be_visible()
    axe()
    for name in ("award:report", "result:detail", "result:what-if", "letters:list"):
        with override("cy"):
            page.goto(reverse(name, args=place))
        fits_a_phone()


def give(page, points, *, reason, only=None):
    """Points and a reason for every answer of the page, or for one of its rows."""
    groups = page.locator("fieldset:has(input[name^=points_])").all()
    reasons = page.locator("textarea[name^=reason_]").all()
    rows = list(zip(groups, reasons, strict=True))
    for group, text in rows if only is None else [rows[only]]:
        group.locator(f"input[value='{points}']").check()
        text.fill(reason)


def test_what_was_promised_is_shown_replaced_and_told_to_everybody(page, axe, fits_a_phone, act_as, tmp_path):
    council = build.organisation(name_en="Clwyd Council", name_cy="Cyngor Clwyd")
    begun_on = timezone.localdate() - timedelta(days=200)  # so that two quarters are over
    bidder = offers.bidder("Bwyd Da CIC")
    delivery = deliveries.begun(buyer=council, bidder=bidder, starts_on=begun_on, in_pounds=True)
    promise = deliveries.counted(delivery)
    deliveries.valued(promise)
    supplier = build.user(role="editor", of=delivery.supplier)
    officer = build.user(role="publisher", of=council)
    letter = tmp_path / "letter.pdf"
    letter.write_bytes(samples.PDF)

    act_as(supplier)
    for quarter in (1, 2):
        page.goto(reverse("deliveries:report", args=[delivery.reference, promise.pk, quarter]))
        page.get_by_label("How much, in people").fill("3")
        page.get_by_label("What was done").fill("Three people began, each with a mentor.")
        page.locator("input[name=evidence_1]").set_input_files(letter)
        if quarter == 1:
            axe()
        send(page.get_by_role("button", name="Send the report"))
        expect(page.get_by_text("Your report is sent")).to_be_visible()
    act_as(officer)
    for accepted in ("3", "2"):
        page.goto(delivery.get_absolute_url())
        page.get_by_role("link", name="Decide on this report").first.click()
        expect(page).to_have_title(re.compile("Decide on a report"))
        page.get_by_label("Accept it").check()
        page.get_by_label("How much of it you accept").fill(accepted)
        page.get_by_label("Your reason").fill("One letter is missing." if accepted == "2" else "")
        send(page.get_by_role("button", name="Record the decision"))
        expect(page.get_by_text("Your decision is recorded")).to_be_visible()
    take(page, delivery, promise, "query")
    act_as(supplier)
    page.goto(reverse("deliveries:step", args=[delivery.reference, promise.pk, "proposal"]))
    page.get_by_label("What you promise instead, in English").fill("Hours of mentoring")
    page.get_by_label("Unit", exact=True).select_option(label="hours")
    page.get_by_label("From which quarter on").select_option("3")
    for quarter in (3, 4):
        page.get_by_label(f"Quarter {quarter}").fill("40")
    take(page, delivery, promise, "proposal", is_there=True)
    act_as(officer)
    take(page, delivery, promise, "approval")

    expect(page.get_by_role("heading", name="Hours of mentoring")).to_be_visible()
    expect(page.get_by_text("83.3%")).to_be_visible()
    axe()
    page.get_by_role("link", name="What it is worth in pounds").click()
    expect(page).to_have_title(re.compile("What it is worth in pounds"))
    axe()
    with override("cy"):
        page.goto(delivery.get_absolute_url())
    fits_a_phone()
    page.goto(reverse("outcomes:social-value", args=[council.slug]))
    expect(page.get_by_role("row", name=re.compile("How many people.*6.*5"))).to_be_visible()
    axe()
    page.goto(reverse("outcomes:annual-report", args=[council.slug, financial_year(timezone.localdate())]))
    expect(page.get_by_role("rowheader", name="How many people")).to_be_visible()
    expect(page.get_by_role("heading", name="What is missing")).to_be_visible()
    axe()
    with override("cy"):
        page.goto(reverse("outcomes:social-value", args=[council.slug]))
    fits_a_phone()


def take(page, delivery, promise, kind, *, is_there=False):
    """A step of the remedy, with a reason."""
    if not is_there:
        page.goto(reverse("deliveries:step", args=[delivery.reference, promise.pk, kind]))
    page.locator("textarea[name=text]").fill("The employer has closed; mentoring is worth as much.")
    send(page.get_by_role("button", name="Record this step"))
    expect(page.get_by_text("The step is recorded")).to_be_visible()
