"""The five steps in a real browser: answered and closed by clicking, no barriers, nothing sideways."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests import build
from tests.browser.steps import sign_in
from tests.practice import assessments

pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_of_the_five_steps_have_no_barrier_and_a_year_is_closed(page, axe, fits_a_phone):
    at, council = timezone.now(), build.organisation(name_en="Our Council")
    network = build.network(name_en="Our Network")
    officer = build.user(role="publisher", of=council, name="Mari Llwyd")
    build.user(role="publisher", of=network)
    officer.memberships.create(organisation=network, role="publisher")
    past = at - timedelta(days=370)
    for level in range(5):
        assessments.closed(at=past, culture=level % 4, pipeline=3 - level % 4)
    last = assessments.closed(council, by=officer, at=past, network=network, culture=2, contract_design=3)
    assessments.running(council, by=officer, at=at, good_practice=2)
    due = assessments.action(council, owner=officer, due_on=past.date(), at=past)
    sign_in(page, officer)

    for name, *more in (
        ("overview",),
        ("step", "culture"),
        ("check",),
        ("year", last.year),
        ("readers", last.year),
        ("actions",),
        ("action", due.pk),
    ):
        path = reverse(f"five-steps:{name}", args=[council.slug, *more])
        page.goto(path)
        axe()
        page.goto(f"/cy{path}")
        fits_a_phone()
    page.goto(reverse("regional-steps:region", args=[network.slug]))
    axe()
    fits_a_phone()

    page.goto(reverse("five-steps:step", args=[council.slug, "contract-design"]))
    page.get_by_role("group", name="Bidders have enough time").get_by_label("It is usual here").check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Close the assessment").click()
    expect(page.get_by_text("Closed. It stays as it is from now on.")).to_be_visible()
    expect(page.get_by_role("heading", name="Improve contract design: 1.2")).to_be_visible()
