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


def test_what_was_sent_too_late_waits_for_the_next_sign_in(client):
    """Nothing typed is lost: after the sign-in one button sends it; nobody else gets to see it."""
    person, other = build.user(), build.user(email="other@example.org")

    def sign_in(someone):
        client.post(reverse("account_login"), {"login": someone.email, "password": build.PASSWORD})

    def sent_too_late():
        sign_in(person)
        with time_machine.travel(timezone.now() + 31 * MINUTE, tick=False):
            return client.post(reverse("accounts:me"), {"name": "Nia <b>", "language": "cy"})

    late = sent_too_late()
    sign_in(other)
    seen_by_other = client.get(reverse("accounts:me"))
    client.logout()
    sent_too_late()
    sign_in(person)
    waiting = client.get(reverse("accounts:me"))
    after = client.get(reverse("accounts:me"))

    assert late.status_code == 302
    assert "accounts/unsent.html" not in [each.name for each in seen_by_other.templates]
    assert waiting.context["fields"] == [["name", "Nia <b>"], ["language", "cy"]]
    assert 'value="Nia &lt;b&gt;"' in waiting.content.decode()
    assert "accounts/unsent.html" not in [each.name for each in after.templates]  # once
