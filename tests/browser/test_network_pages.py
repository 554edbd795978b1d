"""Networks and events in a real browser: no barriers, nothing sideways, and a place booked with an address alone."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from collab_portal.mail.models import Delivery
from enterprises import actions
from tests import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def network():
    made = build.network(name_en="Valleys Network")
    actions.join_network(network=made, member=build.enterprise().organisation)
    return made


def test_pages_of_networks_and_events_have_no_barrier(page, axe, fits_a_phone, network):
    event = build.event(host=network, at=timezone.now(), capacity=30)
    booking = actions.book(event=event, by=build.user(), at=timezone.now())

    for path in (
        reverse("networks:detail", args=[network.slug]),
        reverse("events:list"),
        event.get_absolute_url(),
        booking.get_absolute_url(),
    ):
        page.set_viewport_size({"width": 1100, "height": 900})
        page.goto(path)
        axe()
        page.goto(f"/cy{path}")
        fits_a_phone()
        axe()


def test_a_coordinator_reaches_her_desk_and_adds_an_event(page, axe, fits_a_phone, network):
    coordinator = build.user(role="publisher", of=network)
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(coordinator.email)
    page.get_by_label("Password", exact=True).fill(build.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Coordinator’s desk").click()
    expect(page.get_by_role("region", name="Where nobody is found")).to_be_visible()
    axe()
    fits_a_phone()

    page.get_by_role("button", name="Add an event").click()
    page.get_by_role("button", name="Save as a draft").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    axe()
    fits_a_phone()


def test_somebody_without_an_account_books_by_the_link_in_our_mail(page, network):
    event = build.event(host=network, at=timezone.now())
    page.goto(event.get_absolute_url())
    expect(page.get_by_text("secret-room")).to_have_count(0)

    page.get_by_role("button", name="Book a place").click()
    page.get_by_label("Your name").fill("Ann")
    page.get_by_label("Your e-mail address").fill("ann@example.org")
    page.get_by_role("button", name="Book", exact=True).click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    assert Delivery.objects.filter(kind="event-confirm", address="ann@example.org").exists()

    page.goto(event.bookings.get().get_absolute_url())
    page.get_by_role("button", name="Confirm my place").click()

    expect(page.get_by_role("link", name=re.compile("secret-room"))).to_be_visible()
