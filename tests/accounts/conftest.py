"""What tests of accounts stand on: counters of their own, mail in the outbox, visitors who are signed in."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from collab_portal.mail.models import Delivery
from tests import build


@pytest.fixture(autouse=True)
def own_counters(settings):
    """Limits count what this test does, and not what others did before."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}}


@pytest.fixture(autouse=True)
def durable_mail(settings):
    """As in production: Django's test runner puts a list in its place."""
    settings.EMAIL_BACKEND = "collab_portal.mail.backend.OutboxBackend"


@pytest.fixture
def trusted(client):
    """Call it with a person: she is signed in, and has just proved that it is she."""

    def sign_in(person, browser=client):
        browser.force_login(person)
        browser.post(reverse("account_reauthenticate"), {"password": build.PASSWORD})
        return browser

    return sign_in


@pytest.fixture
def mailed():
    """Call it with an address: the latest mail to it, with the links in it."""

    def find(address):
        payload = Delivery.objects.filter(address=address).latest("pk").payload
        return payload | {"links": re.findall(r"https?://\S+", payload["text"])}

    return find
