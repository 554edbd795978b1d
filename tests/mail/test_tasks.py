"""The tasks of the clock: one sender to a worker, and nothing due left behind."""

import os
import signal

import pytest
from django.core.management import call_command

from collab_portal.celery import app
from collab_portal.mail import claims, health, sender, tasks
from collab_portal.mail.models import Delivery, Tick

pytestmark = pytest.mark.django_db


def test_a_tick_sends_what_is_due_and_notes_its_time(post, sink):
    post()

    tasks.tick()

    assert Delivery.objects.get().state == "sent"
    assert Tick.objects.get().name == "mail"
    assert health.figures()["last_tick_seconds"] < 60


def test_what_came_while_the_seat_was_taken_is_not_left_for_the_next_tick(post, sink, monkeypatch):
    """Its own nudge found the seat taken and went away."""
    post("first@example.org")
    drain = sender.drain

    def drain_and_receive(**options):
        outcome = drain(**options)
        if len(sink) == 1:
            post("second@example.org")
        return outcome

    monkeypatch.setattr(sender, "drain", drain_and_receive)

    tasks.send()

    assert [mail.recipient for mail in sink.accepted()] == ["first@example.org", "second@example.org"]


def test_a_worker_told_to_stop_sends_nothing_more(post, sink, monkeypatch):
    monkeypatch.setattr(tasks, "is_shutting_down", lambda: True)
    post()

    tasks.send()

    assert len(sink) == 0


def test_a_signal_waits_for_the_end_of_the_message(post, sink, kind):
    """Then it does what it would have done."""
    obeyed = []
    earlier = signal.signal(signal.SIGTERM, lambda number, frame: obeyed.append(len(sink)))

    def still_wanted(payload):
        os.kill(os.getpid(), signal.SIGTERM)

    kind("alert", still_wanted=still_wanted)
    try:
        post(kind="alert")
        post(kind="alert")
        tasks.send()
    finally:
        signal.signal(signal.SIGTERM, earlier)

    assert obeyed == [1]
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["pending", "sent"]


def test_a_lock_lost_with_its_session_is_not_given_back_twice(post, sink, monkeypatch):
    """A drain whose connection was replaced claims nothing more: it no longer holds the lock that says it lives."""
    post()
    with claims.owning() as owner:
        owner.session += 1

        assert owner.claim(20) == []


@pytest.mark.django_db(transaction=True)
def test_the_clock_runs_without_celery(post, sink, capsys):
    post()

    call_command("drain_mail")

    assert capsys.readouterr().out.splitlines()[-1] == "0 waiting, 0 failed"
    assert len(sink) == 1


@pytest.mark.django_db(transaction=True)
def test_one_tasks_error_does_not_stop_the_clock(post, sink, monkeypatch, capsys):
    @app.task(name="test.broken")
    def broken():
        raise KeyError("oops")

    monkeypatch.setattr("collab_portal.mail.management.commands.drain_mail.CLOCK", ("test.broken", "mail.tick"))
    post()
    try:
        call_command("drain_mail")
    finally:
        app.tasks.unregister("test.broken")

    assert len(sink) == 1
