"""The main job, with everything real: an officer publishes an upcoming contract, and who waits for it hears of it."""

import pytest
from playwright.sync_api import expect

from procurement.models import Opportunity
from tests import build
from tests.browser.steps import SECONDS, arrived, link_in, save, send, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


def ask_for_alerts(page, mailbox, address):
    """Somebody without an account, who reads Welsh, looks for work with food and wants to hear at once."""
    page.goto("/cy/pipeline/?q=bwyd+OR+pryd&area=W06000002")
    page.locator(".app-take-away a[href*='/cy/alerts/save/']").click()
    page.locator("[name=email]").fill(address)
    page.locator("[name=frequency][value=at-once]").check()
    send(page.locator("main form button"))
    page.goto(link_in(arrived(mailbox, address, "", SECONDS), "/alerts/confirm/"))
    page.locator("main form button").click()
    expect(page.locator(".govuk-panel")).to_be_visible()


def enter_and_publish(page):
    page.goto("/pipeline/new/")
    page.get_by_label("Title in English").fill("Meals at home for older people")
    page.get_by_label("Title in Welsh").fill("Prydau gartref i bobl hŷn")
    page.get_by_label("Description in English").fill("A hot meal at noon, and somebody to talk to.")
    page.get_by_label("Description in Welsh").fill("Pryd poeth ganol dydd, a rhywun i siarad â nhw.")
    save(page)
    page.get_by_role("link", name="Category").click()
    page.get_by_label("Services", exact=True).check()
    page.get_by_label("Catering, food and hospitality").check()
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
    page.goto(page.url.partition("/edit/")[0] + "/publish/")
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Published")


def test_an_officer_publishes_and_the_right_person_hears_of_it(page, mailbox):
    build.reference_data()
    council = build.organisation(name_en="Gwynedd Council", name_cy="Cyngor Gwynedd")
    officer = build.user(role="publisher", of=council)
    ask_for_alerts(page, mailbox, "sion@example.org")

    sign_in(page, officer)
    enter_and_publish(page)

    mail = arrived(mailbox, "sion@example.org", "Prydau gartref i bobl hŷn", SECONDS)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page.goto(link_in(mail, "/cy/pipeline/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Prydau gartref i bobl hŷn")
    for path, title in (
        ("/pipeline/?q=meal", "Meals at home for older people"),
        ("/cy/pipeline/?q=brydau", "Prydau gartref i bobl hŷn"),
    ):
        page.goto(path)
        expect(page.get_by_role("link", name=title)).to_be_visible()
    assert len(list(mailbox.glob("*.eml"))) == 2  # to confirm, and the alert
    assert Opportunity.objects.get().stage == "planned"
