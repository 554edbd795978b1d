"""Real senders side by side, stopped, paused and cut off from the database. Those that are killed: `make chaos`."""

import signal
import time

import pytest
from django.db import connection

from collab_portal.mail.models import Delivery
from tests.chaos.processes import manage, until

pytestmark = pytest.mark.django_db(transaction=True)


def sent_once_each(sink, count):
    return sorted(mail.recipient for mail in sink.accepted()) == sorted(f"p{n}@example.org" for n in range(count))


def in_hand():
    return Delivery.objects.filter(state__in=["claimed", "sending"])


def nothing_runs():
    """The server has done whatever others had asked of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'"
        )
        return cursor.fetchone()[0] == 0


def pause_with_work_in_hand(sender, sink):
    """Not between two batches."""
    for reached in range(30, 130, 10):
        sink.wait_for(reached, seconds=60)
        sender.signal(signal.SIGSTOP)
        until(lambda: sender.is_paused and nothing_runs(), seconds=60, what="it stands still")
        if in_hand().exists():
            return
        sender.signal(signal.SIGCONT)
    raise AssertionError("It never held anything.")


def test_two_overlapping_runs_send_everything_once(start, sink, post_letters):
    post_letters(200)

    senders = [start(manage("drain_mail"), log=f"sender{n}") for n in range(2)]
    codes = [sender.wait(60) for sender in senders]

    assert codes == [0, 0]
    assert sent_once_each(sink, 200)
    assert Delivery.objects.filter(state="sent", attempts=1, ambiguous=0).count() == 200


def test_a_sender_told_to_stop_leaves_nothing_in_doubt(start, sink, post_letters):
    post_letters(500)
    sender = start(manage("drain_mail", "--loop"), log="sender")
    sink.wait_for(20, seconds=60)

    sender.signal(signal.SIGTERM)
    code = sender.wait()

    assert code == 0
    assert not in_hand().exists()
    assert Delivery.objects.filter(state="sent").count() == len(sink.accepted()) < 500


def test_a_sender_that_was_paused_for_longer_than_its_lease_sends_nothing_twice(start, sink, post_letters):
    post_letters(150)
    paused = start(manage("drain_mail"), log="paused")
    pause_with_work_in_hand(paused, sink)
    time.sleep(2.5)  # the lease is two seconds

    other = start(manage("drain_mail"), log="other")
    other.wait(60)
    held = in_hand().count()
    paused.signal(signal.SIGCONT)
    paused.wait(60)

    assert 1 <= held <= 20  # all else went out meanwhile
    assert sent_once_each(sink, 150)


def test_a_message_accepted_while_the_database_was_away_is_still_recorded(start, sink, post_letters):
    post_letters(1)
    Delivery.objects.update(address="slow@example.org")
    sender = start(manage("drain_mail"), log="sender")
    sink.wait_for(1, seconds=60)  # accepted; the answer takes another second

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    sender.wait(60)

    assert Delivery.objects.get().state == "sent"
    assert len(sink.accepted()) == 1
