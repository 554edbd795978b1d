"""The directory's main job, with everything real: from a line in somebody's list to a letter from an officer."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import expect

from collab_portal.accounts.models import Letter
from enterprises.models import Enterprise, ShortlistEntry, Statement
from tests import build
from tests.browser.steps import SECONDS, arrived, link_in, save, send, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

MEMBERS = """Name,Website,Local authority
Cegin Ogwen CIC,https://www.cegin-ogwen.cymru,Gwynedd
Beics Bangor,https://www.beics-bangor.cymru,Gwynedd
"""
OFFICE = "helo@cegin-ogwen.cymru"


@pytest.fixture
def network(tmp_path):
    """The network whose list was brought in by the command."""
    made = build.network(name_en="North West Wales")
    file = tmp_path / "members.csv"
    file.write_text(MEMBERS)
    call_command("import_enterprises", str(file), network=made.slug, members=True, source="Members, June 2026")
    return made


def test_an_imported_stub_becomes_a_supplier_that_an_officer_writes_to(page, axe, fits_a_phone, mailbox, network):
    council = build.organisation(name_en="Gwynedd Council", name_cy="Cyngor Gwynedd")
    draft = build.opportunity(stage="draft", buyer=council, area_codes=["W06000002"])
    officer = build.user(role="editor", of=council, name="Owen Officer")

    claim(page, mailbox, build.user(name="Mair Puw", email="mair@example.org"))
    complete(page)
    verify(page, network)
    find_and_write(page, officer, draft, looked_at=(axe, fits_a_phone))

    mail = arrived(mailbox, OFFICE, "Lunch clubs", SECONDS)
    assert mail["Reply-To"] == officer.email
    assert draft.reference in mail.get_body(("plain",)).get_content()
    assert Letter.objects.get().about == draft.reference
    assert ShortlistEntry.objects.get().enterprise.organisation.slug == "cegin-ogwen-cic"


def claim(page, mailbox, person):
    """She finds the stub, and proves by its own domain that it is hers."""
    sign_in(page, person)
    page.goto("/enterprises/?q=cegin+ogwen")
    page.get_by_role("link", name="Cegin Ogwen CIC").click()
    expect(page.get_by_text("Unclaimed", exact=True)).to_be_visible()
    page.get_by_role("link", name="Claim this entry").click()
    page.get_by_role("textbox", name="E-mail address at your enterprise").fill(OFFICE)
    page.get_by_role("button", name="Send the link").click()
    page.goto(link_in(arrived(mailbox, OFFICE, "", SECONDS), "/claim/"))
    page.get_by_role("button", name="Yes, they act for us").click()
    expect(page.locator(".govuk-panel")).to_be_visible()


def complete(page):
    """She says what it offers, how it is reached, what it does and where, and answers the base test."""
    edit = "/enterprises/cegin-ogwen-cic/edit/"
    page.goto(f"{edit}offer/")
    page.locator("[name=offer_en]").fill("Fresh meals for lunch clubs")
    save(page)
    page.goto(f"{edit}contact/")
    page.locator("[name=mailbox]").fill(OFFICE)
    save(page)
    page.goto(f"{edit}activities/add/")
    page.get_by_label("Catering, food and hospitality").check()
    page.get_by_label("In chosen council areas").check()
    page.get_by_label("Gwynedd").check()
    page.get_by_label("Can take on work now").check()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Gwynedd", exact=True)).to_be_visible()
    page.goto(reverse("enterprises:base-test", args=["cegin-ogwen-cic"]))
    for test in Statement.Test.values:
        page.locator(f"[name={test}_is_true][value=yes]").check()
        page.locator(f"[name={test}_evidence]").fill("Our accounts, page 3")
    send(page.get_by_role("button", name="Save"))
    sign_out(page)


def verify(page, network):
    """The coordinator finds it on her work list, looks at all four, and confirms."""
    sign_in(page, build.user(role="publisher", of=network, name="Nia Prys"))
    page.goto(reverse("networks:verify", args=[network.slug]))
    page.get_by_role("link", name="Cegin Ogwen CIC").click()
    for box in page.get_by_label("I have checked this").all():
        box.check()
    page.get_by_label("All four are true").check()
    day = timezone.localdate() + timedelta(days=300)
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(part).fill(str(number))
    page.get_by_role("button", name="Save what you found").click()
    expect(page.get_by_text("Cegin Ogwen CIC is verified.")).to_be_visible()
    assert Enterprise.objects.get(organisation__slug="cegin-ogwen-cic").is_verified
    sign_out(page)


def find_and_write(page, officer, draft, *, looked_at):
    """From her draft the officer sees who fits by category and area, keeps it on a shortlist and writes to it."""
    axe, fits_a_phone = looked_at
    sign_in(page, officer)
    page.goto(reverse("pipeline:edit", args=[draft.reference]))
    page.get_by_role("link", name="Who could deliver this?").click()
    expect(page.get_by_role("heading", name="1 social enterprise fits")).to_be_visible()
    page.get_by_role("button", name="Put on the shortlist").click()
    expect(page.get_by_text("On the shortlist", exact=True)).to_be_visible()
    for language in ("en", "cy"):
        with override(language):
            look(page, reverse("pipeline:suppliers", args=[draft.reference]), axe, fits_a_phone)
            look(
                page,
                reverse("shortlists:detail", args=[ShortlistEntry.objects.get().shortlist.reference]),
                axe,
                fits_a_phone,
            )
    page.goto(reverse("pipeline:suppliers", args=[draft.reference]))
    page.get_by_role("link", name="Write to them").click()
    expect(page.get_by_label("Message")).to_be_visible()
    axe()
    page.get_by_label("Message").fill("Could you cook for four lunch clubs from September?")
    page.get_by_role("button", name="Send the letter").click()
    expect(page.get_by_text("Your letter is on its way to Cegin Ogwen CIC.")).to_be_visible()


def look(page, address, axe, fits_a_phone):
    page.set_viewport_size({"width": 1100, "height": 900})
    page.goto(address)
    axe()
    fits_a_phone()
    page.set_viewport_size({"width": 1100, "height": 900})


def sign_out(page):
    page.goto("/desk/")
    send(page.get_by_role("main").get_by_role("button", name="Sign out"))
