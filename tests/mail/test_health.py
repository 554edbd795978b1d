"""How the mail is doing, for the load balancer and for staff."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from collab_portal.mail import health
from collab_portal.mail.models import Delivery, Tick

pytestmark = pytest.mark.django_db


def test_figures_of_a_quiet_day():
    health.ticked("mail")

    figures = health.figures()

    assert figures == {
        "waiting": 0,
        "oldest_due_seconds": None,
        "in_hand": 0,
        "ambiguous": 0,
        "failed": 0,
        "last_tick_seconds": 0,
    }
    assert not health.is_late(figures)


def test_the_oldest_due_is_as_old_as_its_first_try_and_not_its_next(post):
    """A message the server keeps putting off is not young because it will be tried again in an hour."""
    post()
    Delivery.objects.update(due_at=timezone.now() - timedelta(hours=2), not_before=timezone.now() + timedelta(hours=1))

    figures = health.figures()

    assert 7_190 < figures["oldest_due_seconds"] < 7_300
    assert figures["waiting"] == 1
    assert health.is_late(figures)


def test_a_reminder_for_next_week_is_not_late(post):
    post(not_before=timezone.now() + timedelta(days=7))

    assert health.figures()["waiting"] == 0


def test_the_slowest_clock_counts():
    health.ticked("mail")
    Tick.objects.create(name="other", at=timezone.now() - timedelta(minutes=5))

    assert health.is_late(health.figures())


def test_a_clock_that_never_ran_is_late():
    assert health.is_late(health.figures())


def test_what_is_due_is_found_without_reading_what_is_settled(post, kind):
    """With a hundred thousand settled rows, a claim, a sweep and the figures read a few pages of small indexes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO mail_delivery (key, kind, address, language, payload, message_domain, goes_first, state,"
            " due_at, not_before, give_up_at, sent_at, settled_at, attempts, faults, ambiguous, provider_ref,"
            " last_error)"
            " SELECT 'old/' || n, 'greeting', 'p' || n || '@example.org', 'en', '{}', 'x', false, 'sent',"
            " now(), now(), now(), now(), now(), 1, 0, 0, '', '' FROM generate_series(1, 100000) n"
        )
        cursor.execute("ANALYZE mail_delivery")
    post()

    plan = Delivery.objects.due().order_by("-goes_first", "not_before", "pk")[:20].explain(analyze=True, buffers=True)

    assert "delivery_due" in plan
    assert "Seq Scan" not in plan
