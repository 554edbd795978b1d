"""A session ends when nothing happens for half an hour, and after twelve hours whatever happens."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from tests import build

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def signed_in(client):
    """A browser after a sign-in by password, and whether it still is in after some time."""
    person = build.user()
    client.post(reverse("account_login"), {"login": person.email, "password": build.PASSWORD})
    began = timezone.now()

    def signed_in(after):
        with time_machine.travel(began + after, tick=False):
            return client.get(reverse("accounts:me")).status_code == 200

    return signed_in


def test_half_an_hour_of_nothing_ends_a_session(signed_in, client):
    key = client.cookies[settings.SESSION_COOKIE_NAME].value

    assert signed_in(29 * MINUTE)
    assert signed_in(58 * MINUTE)  # counted from the last page
    assert not signed_in(89 * MINUTE)
    assert not signed_in(89 * MINUTE)  # for good
    assert not Session.objects.filter(session_key=key).exists()
    assert "nothing happened for a while" in client.get(reverse("account_login")).content.decode()


def test_twelve_hours_end_a_session_in_which_much_happened(signed_in):
    assert all(signed_in(minutes * MINUTE) for minutes in range(20, 12 * 60, 20))

    assert not signed_in(12 * 60 * MINUTE + MINUTE)


def test_a_session_is_not_written_for_every_page(signed_in, django_assert_num_queries, client):
    signed_in(2 * MINUTE)

    before = Session.objects.get().session_data
    signed_in(2.5 * MINUTE)

    assert Session.objects.get().session_data == before
