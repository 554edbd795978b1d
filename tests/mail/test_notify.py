"""Sending through GOV.UK Notify, against a server that follows its documentation, with its faults."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from collab_portal.mail import kinds, sender, suppression, transports
from collab_portal.mail.models import Delivery
from collab_portal.mail.notify import wording
from collab_portal.mail.notify.transport import Notify
from tests import notify

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def running_service(tmp_path_factory):
    service = notify.Notify(tmp_path_factory.mktemp("notify") / "accepted.log", slow=2)
    yield service
    service.stop()


@pytest.fixture
def service(running_service, settings, monkeypatch):
    """The service, empty, and the settings that lead to it."""
    running_service.forget()
    settings.NOTIFY_TIMEOUT, settings.NOTIFY_PER_SECOND = 0.5, 1_000
    lead_to(running_service.url, monkeypatch)
    return running_service


def lead_to(url, monkeypatch):
    way = {"url": url, "token": lambda: "who-asks", "template": notify.TEMPLATE}
    monkeypatch.setattr(transports, "configured", lambda: Notify(**way))


def drain():
    outcome = dict(sender.drain(budget=20))
    outcome.pop("unfinished", None)
    return outcome


def later():
    """The lease of what is in doubt has run out, and what was put back is due."""
    Delivery.objects.filter(state="sending").update(lease_until=timezone.now() - timedelta(seconds=1))
    Delivery.objects.filter(state="pending").update(not_before=timezone.now() - timedelta(seconds=1))


def test_a_message_goes_by_our_template_under_our_reference(post, service, kind):
    stop = kinds.one_click_unsubscribe("https://portal.example/u/abc/")
    kind("news", render=lambda payload, language: kinds.Message("Works\nplanned", "Hello.\n", headers=stop))
    delivery = post("ann@example.org", kind="news")

    assert drain() == {"sent": 1}

    delivery.refresh_from_db()
    [taken] = service.accepted()
    assert (taken.message_id, taken.recipient) == (delivery.reference, "ann@example.org")
    assert (taken.subject, taken.content) == ("Works planned", "Hello.\n")
    assert taken.unsubscribe_url == "https://portal.example/u/abc/"
    assert (delivery.state, delivery.provider_ref) == ("sent", taken.notification_id)


@pytest.mark.parametrize("name", ["drop", "after", "slow"])
def test_what_the_service_took_without_saying_so_is_not_sent_again(post, service, name):
    delivery = post(f"{name}@example.org")

    assert drain() == {"in_doubt": 1}
    later()
    drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.ambiguous, delivery.attempts) == ("sent", 1, 1)
    assert len(service.accepted()) == 1


def test_what_the_service_stumbled_over_goes_again_however_often(post, service):
    """An outage of hours fails no message: the service says each time that it does not have it."""
    delivery = post("broken@example.org")

    for _ in range(6):
        assert drain() == {"in_doubt": 1}
        later()  # settled by the look-up of the next round, and due at once
        drain_once_settled = dict(sender.drain(budget=0))
        assert drain_once_settled in ({}, {"unfinished": 1})
        later()
    Delivery.objects.update(address="ann@example.org")
    drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.ambiguous) == ("sent", 6)
    assert [taken.recipient for taken in service.accepted()] == ["ann@example.org"]


def test_nothing_is_settled_while_the_service_cannot_be_asked(post, service, monkeypatch):
    delivery = post("drop@example.org")
    drain()
    later()

    lead_to("http://127.0.0.1:9", monkeypatch)
    drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("sending", 1)


@pytest.mark.parametrize(
    ("name", "outcome", "state"),
    [("never", "failed", "failed"), ("blocked", "deferred", "pending"), ("later", "deferred", "pending")],
)
def test_a_refusal_is_never_in_doubt(post, service, name, outcome, state):
    delivery = post(f"{name}@example.org")

    assert drain() == {outcome: 1}

    delivery.refresh_from_db()
    assert (delivery.state, delivery.ambiguous) == (state, 0)
    assert not suppression.is_suppressed(delivery.address)
    assert "@" not in delivery.last_error


def test_the_limit_of_the_service_stops_the_round_and_not_the_messages(post, service):
    for _ in range(8):
        post("later@example.org")

    assert drain() == {"deferred": sender.FAILURES_IN_A_ROW}

    assert Delivery.objects.filter(state="pending").count() == 8


def test_a_service_that_is_away_is_no_messages_fault(post, service, monkeypatch):
    monkeypatch.setattr(sender, "PAUSE", 0)
    lead_to("http://127.0.0.1:9", monkeypatch)
    delivery = post()

    assert drain() == {}

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("pending", 0)


def test_a_receipt_settles_a_message_and_an_address_that_is_wrong(post, service, client, settings):
    settings.MAIL_BOUNCE_TOKEN = "secret"
    arrived, bounced = post("ann@example.org"), post("gone@example.org")
    drain()

    def report(delivery, status):
        receipt = {"id": f"{delivery.pk}", "reference": delivery.reference, "to": delivery.address, "status": status}
        authority = {"authorization": "Bearer secret"}
        address = reverse("mail-machine:receipts")
        return client.post(address, json.dumps(receipt), content_type="application/json", headers=authority).json()

    assert report(arrived, "delivered") == {"new": 1, "known": 0}
    assert report(bounced, "permanent-failure") == {"new": 1, "known": 0}
    assert report(bounced, "permanent-failure") == {"new": 0, "known": 1}  # it repeats what it is not sure of

    states = dict(Delivery.objects.values_list("address", "state"))
    assert states == {"ann@example.org": "delivered", "gone@example.org": "failed"}
    assert suppression.is_suppressed("gone@example.org")


def written(text, **headers):
    message = kinds.Message("Subject", text, headers=headers)
    return transports.Envelope("delivery-1", "", "ann@example.org", b"", message, "en")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("[prize](https://evil.example)", r"\[prize\](https://evil.example)"),  # a link shows where it leads
        ("# 5 places", r"\# 5 places"),
        ("2027. A year", r"2027\. A year"),
        ("Room 12.\n- one\n- two", "Room 12.\n- one\n- two"),
        ("Until 3.\n\n--\nPortal", "Until 3.\n\n\nPortal"),
        ("    indented is no code", "indented is no code"),
    ],
)
def test_plain_text_stays_plain(ours, theirs):
    assert wording.body(written(ours)) == theirs


def test_an_address_to_answer_to_is_said_in_the_text():
    body = wording.body(written("Good morning.", **{"Reply-To": "bob@example.org"}))

    assert body == "To answer, write to bob@example.org.\n\nGood morning."


def test_a_link_that_is_not_https_is_left_out():
    assert wording.unsubscribe_url(written("", **{"List-Unsubscribe": "<http://127.0.0.1/u/abc/>"})) == ""
