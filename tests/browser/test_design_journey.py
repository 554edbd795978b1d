"""From a council's spreadsheet to a contract that a small kitchen can win, with everything real: both sides of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from enterprises.models import Enterprise
from procurement.actions.consortia import confirm_share
from procurement.actions.expressions import answer_opportunity
from procurement.models import Consortium, Opportunity
from procurement.plans import uploads
from tests import build
from tests.browser.steps import save, send
from tests.sheets import making

pytestmark = pytest.mark.django_db(transaction=True)

GWYNEDD, SWANSEA = "W06000002", "W06000011"


@pytest.fixture
def council():
    build.reference_data()
    return build.organisation(name_en="Gwynedd Council", name_cy="Cyngor Gwynedd")


@pytest.fixture
def kitchens(council):
    """One in each county that could take half of it, and one more that looks for partners."""
    made = [build.enterprise(name_en=name, state="claimed") for name in ("Cegin Ogwen CIC", "Swansea Meals", "Tŷ Bwyd")]
    for kitchen, area in zip(made, (GWYNEDD, SWANSEA, GWYNEDD), strict=True):
        Enterprise.objects.filter(pk=kitchen.pk).update(state="verified", largest_lot=700_000)
        kitchen.activities.update(served_codes=[area])
    return made


def test_from_a_messy_sheet_to_a_lot_that_a_small_kitchen_is_interested_in(page, become, axe, council, kitchens):
    officer = build.user(role="publisher", of=council)
    cook = build.user(role="editor", of=kitchens[0].organisation)

    become(officer)
    bring_the_plan_in(page, axe)
    meals = Opportunity.objects.get(title_en="Meals at home")
    complete(page)
    see_three_checks_fire(page, meals)
    split_into_lots(page, meals)
    hold_an_event(page, meals)
    publish(page, meals)

    look_for_a_partner(meals, kitchens[2])
    become(cook)
    say_yes_to_one_lot(page, meals)
    find_a_partner(page)
    ask(page, meals)
    become(officer)
    answer(page, axe, meals)
    become(cook)
    go(page, "ask", meals)
    page.get_by_role("link", name="Read", exact=True).click()
    expect(page.get_by_text("Yes, within an hour’s drive.")).to_be_visible()
    see_the_forecast(page, kitchens[0])


def bring_the_plan_in(page, axe):
    """We do not see that an “Envelope” in £k is a value, and two rows cannot be read."""
    year = timezone.localdate().year + 1
    rows = [
        ["Cyngor Gwynedd: forward plan", "All values £k"],
        ["Draft for committee"],
        [],
        ["Ref", "Works to be let", "Envelope, £k", "Term", "Start date", "Out to tender"],
        ["C1", "Meals at home", 1200, "4+1", f"Sep-{(year + 1) % 100}", f"Q3 {year % 100}/{(year + 1) % 100}"],
        ["C2", "Grounds", "lots", "3+1", "TBC", "Q3 26/27"],
        ["", "HIGHWAYS"],
        ["C3", "Windows", 40, "as long as it takes", "", "Q3 26/27"],
    ]
    page.goto("/pipeline/import/")
    sheet = {
        "name": "Forward plan FINAL v3.xlsx",
        "mimeType": "application/octet-stream",
        "buffer": making.simple(rows),
    }
    page.locator("[name=file]").set_input_files(sheet)
    page.get_by_role("button", name="Upload").click()

    expect(heading(page)).to_contain_text("What do the columns hold?")
    page.get_by_label("Value of the whole contract").select_option(label="C – Envelope, £k (“1200”)")
    page.get_by_role("button", name="Check the rows").click()

    expect(page.get_by_text("£1.2 million", exact=True)).to_be_visible()
    expect(page.get_by_text("Row 7: HIGHWAYS")).to_be_visible()
    axe()
    for number, field, value in ((6, "value", "90"), (8, "term", "2 years")):
        page.get_by_role("link", name=f"Correct row {number}").click()
        page.locator(f"[name={field}]").fill(value)
        page.get_by_role("button", name="Save the row").click()
        expect(page.get_by_text(f"Row {number} is corrected.")).to_be_visible()
    send(page.get_by_role("button", name="Import"))
    assert uploads.take_next(at=timezone.now())
    page.goto("/pipeline/desk/?show=draft")
    for title in ("Meals at home", "Grounds", "Windows"):
        expect(page.get_by_role("link", name=title)).to_be_visible()


def complete(page):
    """What the sheet did not say, and what keeps small kitchens out."""
    page.get_by_role("link", name="Meals at home").click()
    page.get_by_role("link", name="Title and description").click()
    page.get_by_label("Description in English").fill("A hot meal at noon, and somebody to talk to.")
    save(page)
    page.get_by_label("Catering, food and hospitality").check()
    save(page)
    page.get_by_label("Gwynedd").check()
    page.get_by_label("Swansea").check()
    save(page)
    expect(heading(page)).to_contain_text("Value")


def see_three_checks_fire(page, draft):
    """Each page of the draft shows its own; together they stand on one page."""
    go(page, "section", draft, "payment")
    page.get_by_label("Days until an invoice is paid").fill("60")
    save(page)
    expect(heading(page)).to_contain_text("Reports and staff")
    go(page, "design", draft)
    for number in ("F-02", "F-13", "F-27"):
        expect(page.get_by_role("listitem").filter(has_text=number)).to_contain_text("What helps:")


def split_into_lots(page, draft):
    """A kitchen is found for each half, and two checks clear."""
    go(page, "section", draft, "lots")
    page.get_by_role("link", name="Design the lots").click()
    page.get_by_role("link", name="By size").click()
    expect(page.get_by_role("heading", name="By size: 3 lots")).to_be_visible()
    page.get_by_role("link", name="By area").click()
    expect(page.get_by_role("heading", name="By area: 2 lots")).to_be_visible()
    expect(page.get_by_role("heading", name="Clears (3)")).to_be_visible()
    page.get_by_role("button", name="Choose “By area”").click()
    expect(page.get_by_text("This contract has 2 lots.")).to_be_visible()


def hold_an_event(page, draft):
    go(page, "meetings", draft)
    page.get_by_role("link", name="Prepare an event").click()
    page.get_by_label("Meet the buyer").check()
    page.get_by_label("Title in English").fill("Meals at home: tell us what you need")
    day = timezone.localdate() + timedelta(days=30)
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"[name=day_{part}]").fill(str(number))
    page.locator("[name=starts]").fill("2pm")
    page.locator("[name=ends]").fill("4pm")
    page.locator("[name=place]").fill("Neuadd Ogwen, Bethesda")
    page.locator("[name=spoken][value=both]").check()
    send(page.get_by_role("button", name="Save as a draft"))
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("link", name="Cancel the event")).to_be_visible()
    go(page, "meetings", draft)
    page.get_by_label("tell us what you need").check()
    for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"[name=closes_on_{part}]").fill(str(number))
    page.get_by_role("button", name="Keep it with the draft").click()
    expect(page.get_by_text("It stands on the public page once you publish.")).to_be_visible()


def publish(page, draft):
    go(page, "check", draft)
    page.get_by_role("button", name="Continue to publish").click()
    page.get_by_role("button", name="Publish now").click()
    expect(heading(page)).to_have_text("Published")


def go(page, name, opportunity, *rest):
    page.goto(reverse(f"pipeline:{name}", args=[opportunity.reference, *rest]))


def heading(page):
    return page.get_by_role("heading", level=1)


def look_for_a_partner(opportunity, kitchen):
    """The other kitchen stood on the board before."""
    person = build.user(role="editor", of=kitchen.organisation)
    said = {"answer": "interested", "role": "partner", "seeks_partners": True, "pitch": "Two vans and a kitchen."}
    whose = {"organisation": kitchen.organisation, "by": person, "at": timezone.now()}
    answer_opportunity(opportunity=opportunity, lot=1, **said, **whose)


def say_yes_to_one_lot(page, opportunity):
    page.goto(opportunity.get_absolute_url())
    expect(page.get_by_role("link", name="Meals at home: tell us what you need")).to_be_visible()
    page.get_by_role("button", name="Answer the buyer").click()
    page.get_by_label("Lot 1: Gwynedd").check()
    page.get_by_label("We are interested").check()
    page.get_by_label("As the main contractor").check()
    page.get_by_label("Show us to others who look for partners here").check()
    page.get_by_role("button", name="Send the answer to the buyer").click()
    expect(page.get_by_text("What you have answered")).to_be_visible()


def find_a_partner(page):
    """She proposes a group, and the other kitchen says yes."""
    page.get_by_role("link", name="See who else looks for partners").click()
    expect(page.get_by_text("Two vans and a kitchen.")).to_be_visible()
    page.get_by_role("button", name="Propose a group that you lead").click()
    page.get_by_label("Name of the group").fill("Ogwen meals")
    page.get_by_label("Your share in per cent").fill("60")
    page.get_by_label("Tŷ Bwyd").fill("40")
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("each must confirm")).to_be_visible()
    group = Consortium.objects.get()
    confirm_share(member=group.members.exclude(organisation=group.lead).get(), by=None, at=timezone.now())
    page.reload()
    expect(page.get_by_text("The group is formed.")).to_be_visible()


def ask(page, opportunity):
    go(page, "ask", opportunity)
    page.get_by_label("Your question").fill("May we cook in our own kitchen?")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("Your question is with the buyer.")).to_be_visible()


def answer(page, axe, opportunity):
    """The officer sees who is interested as one group, and answers everybody."""
    go(page, "interested", opportunity)
    expect(page.get_by_role("heading", name="Ogwen meals")).to_be_visible()
    axe()
    go(page, "questions-waiting", opportunity)
    page.get_by_role("link", name="Answer it for everybody").click()
    page.get_by_label("In English only, and marked so").check()
    page.get_by_label("Question in English").fill("May meals be cooked elsewhere?")
    page.get_by_label("Answer in English").fill("Yes, within an hour’s drive.")
    page.get_by_role("button", name="Publish to everybody").click()
    expect(page.get_by_text("Published. Everybody who watches this opportunity is told.")).to_be_visible()
    page.get_by_role("link", name="Correct the answer").click()
    expect(heading(page)).to_contain_text("Correct an answer")
    axe()


def see_the_forecast(page, kitchen):
    """Half of £1.2 million, of which she would have 60%, with one chance in two."""
    page.goto(reverse("plan:detail", args=[kitchen.organisation.slug]))
    page.get_by_role("link", name="Say what we think of it").click()
    page.get_by_label("How likely").fill("50")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("£180,000").first).to_be_visible()
