"""What can go wrong with one message, with the mail server and with a sender, and who notices.

Four of these happened in a comparable system: an error at one recipient was swallowed and the message marked sent;
a kill while sending mailed somebody twice; two overlapping runs sent everything twice; one bad row stopped all that
came after it. Those that need real processes are in tests/chaos.
"""

import socket
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from collab_portal.mail import claims, kinds, sender, suppression, transports
from collab_portal.mail.models import Delivery

pytestmark = pytest.mark.django_db


def drain(**options):
    return sender.drain(**{"budget": 20} | options)


def make_due(**fields):
    Delivery.objects.update(not_before=timezone.now() - timedelta(minutes=1), **fields)


def broken(payload, language):
    raise KeyError("no such opportunity, ask ann@example.org")


# ------------------------------------------------------------------------------------------- one message's trouble


def test_an_error_at_one_recipient_is_not_swallowed(post, sink):
    refused = post("later@example.org")
    post("bob@example.org")

    outcome = drain()

    refused.refresh_from_db()
    assert outcome == {"deferred": 1, "sent": 1}
    assert refused.state == "pending"
    assert refused.sent_at is None
    assert refused.last_error == "451 4.3.0 not now"
    assert timedelta(seconds=20) < refused.not_before - timezone.now() < timedelta(seconds=40)


def test_one_bad_row_stops_nobody(kind, post, sink):
    kind("broken", render=broken)
    bad = [post("bad@example.org", kind="broken") for _ in range(3)]
    good = [post(f"p{n}@example.org") for n in range(25)]

    outcome = drain()

    assert outcome == {"faults": len(bad), "sent": len(good)}


def test_a_message_that_cannot_be_written_fails_after_five_tries(kind, post, sink):
    kind("broken", render=broken)
    delivery = post(kind="broken")

    for _ in range(5):
        make_due()
        drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.faults) == ("failed", 5)
    assert delivery.last_error == "KeyError: 'no such opportunity, ask <address>"


def test_whoever_cannot_say_whether_it_is_wanted_harms_only_his_own(kind, post, sink):
    kind("asking", still_wanted=lambda payload: payload["missing"])
    post(kind="asking")
    post()

    assert drain() == {"faults": 1, "sent": 1}


def test_trouble_with_the_database_is_not_the_messages_fault(kind, post, sink):
    def unlucky(payload, language):
        raise OperationalError("the connection is lost")

    kind("unlucky", render=unlucky)
    delivery = post(kind="unlucky")
    next_one = post()

    with pytest.raises(OperationalError):
        drain()

    delivery.refresh_from_db()
    next_one.refresh_from_db()
    assert (delivery.state, delivery.faults) == ("sending", 0)
    assert next_one.state == "pending"


def test_a_kind_this_process_does_not_know_waits_for_one_that_does(kind, post, sink, monkeypatch):
    delivery = post()
    monkeypatch.delitem(kinds._kinds, "greeting")

    for _ in range(6):
        make_due()
        drain()
    kind("greeting")
    make_due()
    drain()

    delivery.refresh_from_db()
    assert delivery.state == "sent"


def test_an_address_that_does_not_exist_fails_and_is_left_alone(post, sink):
    delivery = post("never@example.org")

    drain()
    post("Never@example.org")
    outcome = drain()

    delivery.refresh_from_db()
    assert delivery.state == "failed"
    assert suppression.is_suppressed("never@example.org")
    assert outcome == {"cancelled": 1}


@pytest.mark.parametrize("address", ["blocked@example.org", "full@example.org"])
def test_a_refusal_that_is_not_about_the_address_leaves_it_open(post, sink, address):
    delivery = post(address)

    drain()

    delivery.refresh_from_db()
    assert delivery.state == "failed"
    assert not suppression.is_suppressed(address)


def test_a_refused_message_is_tried_ever_more_rarely(post, sink, settings):
    delivery = post("later@example.org")

    waits = []
    for _ in range(9):
        make_due()
        drain()
        delivery.refresh_from_db()
        waits.append((delivery.not_before - timezone.now()).total_seconds())

    assert 20 < waits[0] < 38
    assert 44 < waits[1] < 76
    assert 44 * 60 < waits[-1] < 76 * 60  # never longer than an hour, give or take a quarter
    assert delivery.attempts == 9


def test_after_three_days_by_the_clock_a_message_is_given_up(post, sink):
    delivery = post("later@example.org")
    drain()
    make_due(give_up_at=timezone.now() - timedelta(seconds=1))

    drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == ("failed", "gave up: 451 4.3.0 not now")


def test_an_outage_of_two_days_kills_no_message(post, settings, no_server):
    delivery = post()
    Delivery.objects.update(due_at=timezone.now() - timedelta(days=2), give_up_at=timezone.now() + timedelta(days=1))

    for _ in range(20):
        drain()

    delivery.refresh_from_db()
    assert delivery.state == "pending"


# -------------------------------------------------------------------------------------------- the server's trouble


@pytest.fixture
def no_server(settings, monkeypatch):
    """Settings that lead to a port where nobody listens."""
    settings.MAIL_SERVER = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": unused_port(), "EMAIL_HOST_USER": ""}
    monkeypatch.setattr(sender, "PAUSE", 0)


def test_a_server_that_is_away_is_no_messages_fault(post, no_server, running_sink, settings):
    running_sink.forget()
    delivery = post()

    outcome = drain()

    delivery.refresh_from_db()
    assert outcome == {"unfinished": 1}
    assert (delivery.state, delivery.attempts) == ("pending", 0)
    settings.MAIL_SERVER = running_sink.server
    assert drain() == {"sent": 1}  # at once when it is back


def test_after_five_failures_the_server_is_left_alone(post, no_server, monkeypatch):
    tries = []
    connect = transports.Smtp.connect
    monkeypatch.setattr(transports.Smtp, "connect", lambda self: (tries.append(1), connect(self)))
    for _ in range(50):
        post()

    drain()

    assert len(tries) == sender.FAILURES_IN_A_ROW


def test_a_server_that_says_nothing_does_not_hold_the_sender_for_ever(post, settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        settings.MAIL_SERVER = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port, "EMAIL_HOST_USER": ""}
        settings.MAIL_SMTP_TIMEOUT = 0.2
        delivery = post()

        assert drain(budget=0.5) == {"unfinished": 1}

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == ("pending", 0)


@pytest.mark.parametrize("address", ["drop@example.org", "slow@example.org", "hang@example.org"])
def test_without_an_answer_a_message_stays_in_doubt(post, sink, address):
    """Not sent, not failed, and not sent again while its sender may still be at it."""
    delivery = post(address)
    post("bob@example.org")

    outcome = drain()
    drain()

    delivery.refresh_from_db()
    assert outcome == {"in_doubt": 1, "sent": 1}
    assert delivery.state == "sending"
    assert delivery.attempts == 1


def test_a_connection_is_renewed_before_the_server_ends_it(post, sink, monkeypatch):
    monkeypatch.setattr(transports, "ON_ONE_CONNECTION", 2)
    opened = []
    sign_in = transports.Smtp._signed_in
    monkeypatch.setattr(transports.Smtp, "_signed_in", lambda self: (opened.append(1), sign_in(self))[1])
    for _ in range(5):
        post()

    assert drain() == {"sent": 5}

    assert len(opened) == 3


def test_a_refusal_does_not_spoil_the_connection(post, sink):
    for address in ("never@example.org", "a@example.org", "blocked@example.org", "later@example.org", "b@example.org"):
        post(address)

    drain()

    assert [mail.recipient for mail in sink.accepted()] == ["a@example.org", "b@example.org"]


# -------------------------------------------------------------------------------------------- the sender's trouble


def abandon(delivery, *, attempts=1):
    """As a sender leaves it that was killed in the middle of a conversation, its lease run out and its lock gone."""
    with claims.owning() as owner:
        owner.claim(1)
        owner.fence(delivery.pk)
    Delivery.objects.filter(pk=delivery.pk).update(attempts=attempts, lease_until=timezone.now() - timedelta(seconds=1))


def test_a_message_in_the_hands_of_a_killed_sender_goes_again_with_the_same_id(post, sink):
    delivery = post("drop@example.org")
    drain()
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1), address="ann@example.org")

    drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.ambiguous) == ("sent", 1)
    assert {mail.message_id for mail in sink.accepted()} == {delivery.message_id}


def test_a_lease_that_has_not_run_out_is_respected(post, sink):
    delivery = post()
    with claims.owning() as owner:
        owner.claim(1)
        owner.fence(delivery.pk)

    drain()

    assert sink.accepted() == []


def test_what_was_only_claimed_goes_out_without_doubt(post, sink):
    delivery = post()
    with claims.owning() as owner:
        owner.claim(1)
        owner.release = lambda: None  # as if killed
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.ambiguous, delivery.attempts) == ("sent", 0, 1)


def test_a_message_that_kills_its_senders_lets_others_pass(post, sink):
    deadly = post("deadly@example.org")
    abandon(deadly, attempts=3)
    post("bob@example.org")

    drain()

    assert [mail.recipient for mail in sink.accepted()] == ["bob@example.org"]
    deadly.refresh_from_db()
    assert deadly.state == "pending"
    assert deadly.not_before > timezone.now() + timedelta(seconds=40)


def test_after_five_doubts_somebody_has_to_look(post, sink):
    delivery = post()
    abandon(delivery, attempts=5)
    Delivery.objects.update(ambiguous=4)

    drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == ("failed", "in doubt five times")
    assert sink.accepted() == []


def test_an_address_erased_while_its_message_was_under_way_is_not_written_to_again(post, sink):
    delivery = post()
    abandon(delivery)
    Delivery.objects.update(address="")

    drain()

    delivery.refresh_from_db()
    assert delivery.state == "cancelled"


# ----------------------------------------------------------------------------------- a provider that can be asked


@pytest.fixture
def folder(settings, tmp_path):
    settings.MAIL_SERVER = None
    settings.MAIL_FOLDER = tmp_path
    return tmp_path


def test_what_the_provider_has_is_not_sent_again(post, folder):
    delivery = post()
    abandon(delivery)
    (folder / f"{delivery.reference}.eml").write_text("as it was sent")

    drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.ambiguous) == ("sent", 1)
    assert (folder / f"{delivery.reference}.eml").read_text() == "as it was sent"


def test_what_the_provider_does_not_have_is_sent(post, folder):
    delivery = post()
    abandon(delivery)

    drain()

    delivery.refresh_from_db()
    assert (delivery.state, delivery.ambiguous) == ("sent", 1)
    assert "Hello." in (folder / f"{delivery.reference}.eml").read_text()


def test_a_provider_that_does_not_know_yet_is_asked_again_later(post, sink, monkeypatch):
    monkeypatch.setattr(transports.Smtp, "look_up", lambda self, reference: None)
    delivery = post()
    abandon(delivery)

    drain()

    delivery.refresh_from_db()
    assert delivery.state == "sending"
    assert sink.accepted() == []


def unused_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
