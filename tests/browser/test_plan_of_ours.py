"""“What it means for us” and the supply-chain needs in a real browser."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from playwright.sync_api import expect

from enterprises import actions as directory
from procurement import actions
from procurement.actions import expressions, prospects, supply_needs
from procurement.models import PlanReader
from procurement.outlook.parts import Part
from tests import build
from tests.browser.steps import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def editor():
    """Of a kitchen with a plan of three lines, a policy that lapses and something new, on a Monday in November."""
    with time_machine.travel(build.NOW):
        yield _editor()


def _editor():
    ours = build.enterprise(name_en="Cegin Werdd CIC", state="claimed")
    by = build.user(role="editor", of=ours.organisation)
    directory.amend_profile(enterprise=ours, by=by, largest_lot=Decimal(100_000))
    directory.put_insurance(
        enterprise=ours, by=by, kind="public-liability", cover=5_000_000, expires_on=date(2026, 12, 24)
    )
    told = build.opportunity(stage="tendering", value_amount=Decimal(480_000), lots=[{}, {"value_amount": 160_000}])
    said = {"answer": "interested", "role": "lead", "at": build.NOW, "by": by}
    expressions.answer_opportunity(opportunity=told, organisation=ours.organisation, lot=2, **said)
    rough = build.opportunity(title_en="Warm spaces in libraries", value_band="100000-250000")
    figures = {"share": None, "value": None, "weeks": 3, "by": by, "at": build.NOW}
    for part, probability, note in ((Part(told.pk, 2), 40, "Ask Sioned about vans"), (Part(rough.pk), 25, "")):
        prospects.weigh(enterprise=ours, part=part, probability=probability, note=note, **figures)
    _passed_on(ours, by)
    prospects.look(membership=by.memberships.get(), at=build.NOW)
    PlanReader.objects.update(looked_at=build.NOW.replace(day=20))
    build.changed(rough, at=build.NOW.replace(day=22), **build.window("tender_start", date(2027, 5, 1)))
    return by


def _passed_on(ours, by):
    """A winner looks for somebody who bakes, and that is in the plan too."""
    won = build.opportunity(title_en="School meals", stage="tendering")
    firm = build.organisation(name_en="Arlwyo Mawr Cyf", is_enterprise=True, mailbox="post@arlwyo.example")
    publisher = build.user(role="publisher", of=won.buyer)
    award = {"supplier": firm, "supplier_name": firm.name_en, "awarded_on": build.NOW.date()}
    actions.award(opportunity=won, by=publisher, at=build.NOW, awards=[award])
    won.refresh_from_db()
    said = {"title_en": "Bread for eight halls", "title_cy": "Bara i wyth neuadd", "value_band": "30000-100000"}
    chef = build.user(role="editor", of=firm)
    step = {"opportunity": won, "organisation": firm, "by": chef, "at": build.NOW, "category": won.category}
    need = supply_needs.publish_need(**step, wanted_by=date(2027, 1, 15), **said)
    prospects.add_to_plan(enterprise=ours, part=Part(won.pk, need=need.pk), by=by, at=build.NOW)


def test_from_a_guess_to_what_to_expect(page, editor):
    sign_in(page, editor)
    page.get_by_role("link", name="What it means for us").click()
    expect(page.get_by_role("heading", name="New since you last looked")).to_be_visible()
    expect(page.locator("#forecast + p")).to_contain_text("£89,000")  # 40 % of £160,000 and 25 % of £100,000

    bread = page.locator(".app-card", has_text="Bread for eight halls")
    bread.get_by_role("link", name="Say what we think of it").click()
    page.get_by_label("How likely is it that you win it").fill("50")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("#forecast + p")).to_contain_text("£104,000")
    page.locator(".app-plan__task", has_text="Find a partner").get_by_role("button", name="Tick as done").first.click()
    expect(page.get_by_text("1 thing is done")).to_be_visible()


def test_no_page_has_a_barrier_in_either_language_or_on_a_phone(page, axe, fits_a_phone, editor):
    sign_in(page, editor)
    slug, need = editor.acting_for.slug, editor.acting_for.enterprise.prospects.get(need__isnull=False).need_id
    told = editor.acting_for.enterprise.prospects.get(lot=2).opportunity
    addresses = [
        f"enterprises/{slug}/plan/",
        f"enterprises/{slug}/plan/{told.reference}/lot-2/",
        "pipeline/supply-chain/",
        f"pipeline/supply-chain/{need}/",
    ]
    for address in addresses:
        for language in ("", "cy/"):
            page.set_viewport_size({"width": 1100, "height": 900})
            page.goto(f"/{language}{address}")
            axe()
            fits_a_phone()
