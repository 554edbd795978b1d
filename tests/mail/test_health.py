"""How the mail is doing, for the load balancer and for staff."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from collab_portal.mail import health, statements
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
        "off_seconds": None,
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


ASKED = {
    "class": 1,
    "number": 1,
    "session": 1,
    "token": uuid.UUID(int=1),
    "lease": 1,
    "batch": 20,
    "first": 30,
    "longest": 3600,
    "limit": 10,
}
STATEMENTS = {
    "claim": (statements.CLAIM, ASKED),
    "take back": (statements.TAKE_BACK, ASKED | {"states": ["claimed", "sending"]}),
    "take back what was only claimed": (statements.TAKE_BACK, ASKED | {"states": ["claimed"]}),
    "what is in doubt": (statements.IN_DOUBT, ASKED),
    "give up": (statements.GIVE_UP, {}),
    "figures": (health.FIGURES, {}),
}


def test_no_tick_reads_what_is_settled():
    """Each statement of the clock finds its rows by a small index, made for it alone."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")  # an empty table would be read whole, rightly
        for name, (statement, values) in STATEMENTS.items():
            cursor.execute(f"EXPLAIN {statement}", values)
            plan = "\n".join(row[0] for row in cursor.fetchall())

            assert "delivery_due" in plan or "delivery_in_hand" in plan, f"{name}: {plan}"
            assert "Seq Scan on mail_delivery" not in plan, f"{name}: {plan}"
