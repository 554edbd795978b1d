"""Waking the worker early is never in anybody's way."""

import socket
import time

import pytest
from celery import Celery
from django.db import transaction

from collab_portal import celery
from collab_portal.mail.models import Delivery


@pytest.fixture
def broker(monkeypatch):
    """Leads the nudge of a fresh process to another broker, with the portal's own options."""

    def lead_to(url):
        app = Celery("fresh", broker=url, set_as_current=False)
        same = ("task_publish_retry", "broker_transport_options", "task_ignore_result")
        app.conf.update({name: celery.app.conf[name] for name in same})
        monkeypatch.setattr(celery, "app", app)
        monkeypatch.setattr(celery, "_sleep_until", 0.0)
        monkeypatch.setattr(celery, "nudges", type(celery.nudges)())

    return lead_to


@pytest.fixture
def empty_queue(settings):
    """Without the nudges of other tests."""
    celery.app.control.purge()
    return settings.CELERY_BROKER_URL


@pytest.fixture
def black_hole():
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def seconds_of(act):
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def test_a_nudge_reaches_the_queue(broker, empty_queue):
    broker(empty_queue)

    celery.nudge("mail.drain")

    with celery.app.connection_for_read() as connection:
        queue = connection.SimpleQueue("celery")
        message = queue.get(timeout=30)
        message.ack()
        queue.close()
    assert message.headers["task"] == "mail.drain"
    assert celery.nudges == {"sent": 1}


def test_a_broker_that_is_down_costs_nothing(broker, tmp_path):
    broker(f"redis+socket://{tmp_path}/nobody.sock")

    celery.nudge("mail.drain")

    assert celery.nudges == {"failed": 1}


def test_a_broker_that_hangs_costs_a_second_once_in_a_while(broker, black_hole):
    broker(black_hole)

    first = seconds_of(lambda: celery.nudge("mail.drain"))
    later = seconds_of(lambda: [celery.nudge("mail.drain") for _ in range(1_000)])

    assert celery.nudges == {"failed": 1, "skipped": 1_000}
    assert first < celery.NUDGE_SECONDS + 2  # the rest is a busy machine; unbounded it would be a minute
    assert later < 1


def test_after_a_while_the_broker_is_tried_again(broker, settings, monkeypatch):
    broker(settings.CELERY_BROKER_URL)
    monkeypatch.setattr(celery, "_sleep_until", time.monotonic() + 3600)
    celery.nudge("mail.drain")

    monkeypatch.setattr(celery, "_sleep_until", time.monotonic())
    celery.nudge("mail.drain")

    assert celery.nudges == {"skipped": 1, "sent": 1}


@pytest.mark.django_db(transaction=True)
def test_what_a_person_does_takes_no_longer_with_a_broker_that_hangs(broker, black_hole, post):
    """The commit stands, the message waits, and the wait for the broker is a second at most."""
    broker(black_hole)

    def publish():
        with transaction.atomic():
            post()

    taken = seconds_of(publish)

    assert Delivery.objects.get().state == "pending"
    assert celery.nudges == {"failed": 1}
    assert taken < celery.NUDGE_SECONDS + 2


def test_beat_knows_only_equal_steps():
    steps = {entry["task"]: entry["schedule"] for entry in celery.app.conf.beat_schedule.values()}

    assert steps == dict.fromkeys(celery.CLOCK, 15) | dict.fromkeys(celery.HOURLY, 3600)
    assert str(celery.app.timezone) == "UTC"


def test_a_shutdown_is_told_to_the_tasks(monkeypatch):
    monkeypatch.setattr(celery, "_shutting_down", bytearray(1))

    celery._tell_the_tasks()

    assert celery.is_shutting_down()
