"""What comes back is believed if it is ours, counted once, and only ever moves a delivery forward."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from collab_portal.mail import bounces, mime, sender, suppression, tasks
from collab_portal.mail.bounces import Report
from collab_portal.mail.models import BounceEvent, Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(post, sink):
    delivery = post()
    sender.drain(budget=20)
    delivery.refresh_from_db()
    return delivery


def status_notification(
    delivery, *, action="failed", status="5.1.1", diagnostic="smtp; 550 5.1.1 no such user", **parts
):
    """As Postfix writes it (RFC 3464)."""
    headers = parts.get("headers", f"Subject: Good morning\nX-Delivery: {mime.proof(delivery)}\n")
    return (
        "From: MAILER-DAEMON@mx.example\nTo: bounces@portal.example\nSubject: Undelivered Mail Returned to Sender\n"
        "Auto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n\n"
        "--b\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\nArrival-Date: Sun, 22 Nov 2026 10:00:00 +0000\n\n"
        f"Final-Recipient: rfc822; ann@example.org\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: {diagnostic}\n\n"
        f"--b\nContent-Type: {parts.get('returned', 'text/rfc822-headers')}\n\n{headers}\n--b--\n"
    ).encode()


def complaint(delivery, kind="abuse"):
    """As mailbox providers write it (RFC 5965)."""
    return (
        "From: feedback@mailbox.example\nSubject: Abuse report\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nThis is an abuse report.\n\n"
        f"--b\nContent-Type: message/feedback-report\n\nFeedback-Type: {kind}\nUser-Agent: Mailbox/1.0\nVersion: 1\n\n"
        f"--b\nContent-Type: message/rfc822\n\nFrom: us@portal.example\nX-Delivery: {mime.proof(delivery)}\n\nHello.\n"
        "--b--\n"
    ).encode()


@pytest.fixture
def process(tmp_path, capsys):
    """Runs the mailbox command on a message; answers its last line."""

    def process(raw, *options):
        file = tmp_path / "message.eml"
        file.write_bytes(raw)
        call_command("process_bounce", str(file), *options)
        return capsys.readouterr().out.splitlines()[-1]

    return process


# ------------------------------------------------------------------------------------------------- the mailbox


def test_a_bounce_fails_the_message_and_pauses_the_address(sent, process):
    said = process(status_notification(sent))

    sent.refresh_from_db()
    assert said == "1 new, 0 known, 0 not about our mail"
    assert (sent.state, sent.last_error) == ("failed", "bounced 5.1.1")
    assert suppression.is_suppressed("ann@example.org")


def test_nothing_more_is_sent_to_an_address_that_bounced(sent, process, post, sink):
    process(status_notification(sent))
    sink.forget()
    post("Ann@Example.org")

    assert sender.drain(budget=20) == {"cancelled": 1}


@pytest.mark.parametrize(
    ("status", "diagnostic", "paused"),
    [
        ("5.1.1", "smtp; 550 5.1.1 no such user", True),
        ("5.0.0", "smtp; 550 No such mailbox here", True),
        ("5.0.0", "smtp; 550-5.1.1 The account does not exist", True),
        ("5.1.10", "smtp; 550 5.1.10 RESOLVER.ADR.RecipientNotFound", True),
        ("5.2.2", "smtp; 552 5.2.2 mailbox full", False),
        ("5.7.1", "smtp; 550 5.7.1 blocked by policy", False),
        ("4.4.7", "smtp; delivery time expired", False),
    ],
)
def test_an_address_is_paused_only_if_it_is_at_fault(sent, process, status, diagnostic, paused):
    process(status_notification(sent, status=status, diagnostic=diagnostic))

    sent.refresh_from_db()
    assert sent.state == "failed"
    assert suppression.is_suppressed("ann@example.org") == paused


def test_a_whole_returned_message_is_understood_too(sent, process):
    process(status_notification(sent, returned="message/rfc822"))

    sent.refresh_from_db()
    assert sent.state == "failed"


@pytest.mark.parametrize("action", ["delayed", "relayed"])
def test_a_message_still_under_way_is_left_alone(sent, process, action):
    assert process(status_notification(sent, action=action, status="4.4.1")) == "0 new, 0 known, 1 not about our mail"

    sent.refresh_from_db()
    assert sent.state == "sent"


def test_a_delivery_confirmed(sent, process):
    process(status_notification(sent, action="delivered", status="2.0.0", diagnostic="smtp; 250 ok"))

    sent.refresh_from_db()
    assert sent.state == "delivered"


def test_a_complaint_stops_all_but_essential_mail(sent, process, post, kind, sink):
    process(complaint(sent))
    kind("code", essential=True)
    post()
    post(kind="code")

    outcome = sender.drain(budget=20)

    sent.refresh_from_db()
    assert sent.state == "delivered"
    assert outcome == {"cancelled": 1, "sent": 1}


def test_who_says_that_it_is_not_spam_does_not_complain(sent, process):
    process(complaint(sent, kind="not-spam"))

    assert not suppression.is_suppressed("ann@example.org")


def test_the_same_bounce_counts_once(sent, process):
    process(status_notification(sent))

    assert process(status_notification(sent)) == "0 new, 1 known, 0 not about our mail"


@pytest.mark.parametrize(
    "headers",
    [
        "X-Delivery: {pk}\n",
        "X-Delivery: {pk}.forged-signature\n",
        "X-Delivery: x{pk}\n",
        "Message-ID: <delivery-{pk}@127.0.0.1>\n",
        "",
    ],
)
def test_a_forged_bounce_pauses_nobody(sent, process, headers):
    forged = status_notification(sent, headers=headers.format(pk=sent.pk))

    assert process(forged) == "0 new, 0 known, 1 not about our mail"

    assert not suppression.is_suppressed("ann@example.org")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00 not a message",
        b"Subject: Out of office\n\nI am away until Monday.\n",
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n",
        b"Content-Type: multipart/report\n\nno boundary",
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\n\n--b--\n",
    ],
)
def test_what_is_no_report_is_passed_over(process, raw):
    assert process(raw) == "0 new, 0 known, 1 not about our mail"


def test_a_dry_run_changes_nothing(sent, process):
    assert process(status_notification(sent), "--dry-run") == "1 new, 0 known, 0 not about our mail"

    assert not BounceEvent.objects.exists()


def test_a_file_that_cannot_be_read_is_an_error():
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("process_bounce", "/nonexistent")


# --------------------------------------------------------------------------------------------- a provider calling


@pytest.fixture
def call(client, settings):
    """Calls /mail/bounces/ as a provider does."""
    settings.MAIL_BOUNCE_TOKEN = "secret"

    def call(*events, token="secret", body=None):
        data = json.dumps({"events": events}) if body is None else body
        address = reverse("mail-machine:bounces")
        return client.post(address, data, content_type="application/json", headers={"authorization": f"Bearer {token}"})

    return call


def test_a_provider_reports_a_bounce(sent, call):
    answer = call({"id": "1", "type": "bounce", "reference": sent.reference, "status": "5.1.1"})

    sent.refresh_from_db()
    assert answer.json() == {"new": 1, "known": 0}
    assert sent.state == "failed"
    assert suppression.is_suppressed("ann@example.org")


def test_a_provider_that_repeats_itself_is_believed_once(sent, call):
    event = {"id": "1", "type": "delivered", "reference": sent.reference}
    call(event)

    assert call(event, event).json() == {"new": 0, "known": 2}


def test_later_news_does_not_move_a_delivery_back(sent, call):
    call({"id": "1", "type": "bounce", "reference": sent.reference})
    call({"id": "2", "type": "delivered", "reference": sent.reference})

    sent.refresh_from_db()
    assert sent.state == "failed"


def test_a_report_that_is_quicker_than_our_own_commit_is_taken(post, call, monkeypatch, sink):
    """The provider calls back while our sender still waits for the answer."""
    delivery = post("slow@example.org")
    sender.drain(budget=20)

    call({"id": "1", "type": "delivered", "reference": delivery.reference})

    delivery.refresh_from_db()
    assert delivery.state == "delivered"
    assert delivery.sent_at
    sender.drain(budget=20)
    assert len(sink) == 1


def test_a_report_under_a_reference_we_have_not_noted_yet_waits_for_it(sent, call):
    call({"id": "1", "type": "bounce", "provider_ref": "abc"})
    assert sent.state == "sent"
    Delivery.objects.update(provider_ref="abc")

    bounces.apply_waiting()

    sent.refresh_from_db()
    assert sent.state == "failed"


def test_a_report_about_a_message_that_never_went_changes_nothing(post, call):
    delivery = post()

    call({"id": "1", "type": "delivered", "reference": delivery.reference})

    delivery.refresh_from_db()
    assert delivery.state == "pending"


@pytest.mark.parametrize(("token", "status"), [("wrong", 401), ("", 401), ("sécret", 401)])
def test_a_stranger_is_refused(sent, call, token, status):
    answer = call({"id": "1", "type": "bounce", "reference": sent.reference}, token=token.encode().decode("latin-1"))

    assert answer.status_code == status
    assert not BounceEvent.objects.exists()


def test_without_a_secret_there_is_no_door(call, settings):
    settings.MAIL_BOUNCE_TOKEN = ""

    assert call({"id": "1", "type": "bounce", "provider_ref": "x"}, token="").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"events": []}',
        '{"events": [{"id": "1", "type": "bounce"}]}',
        '{"events": [{"id": "1", "type": "opened", "reference": "delivery-1"}]}',
        '{"events": [{"id": "1", "type": "bounce", "reference": "delivery-0"}]}',
        '{"events": [{"id": "1", "type": "bounce", "reference": "delivery-99999999999999999999"}]}',
        '{"events": [{"id": "1", "type": "bounce", "reference": "delivery-1", "status": "no such ann@example.org"}]}',
        b"\xff",
    ],
)
def test_a_malformed_call_is_refused_and_changes_nothing(call, body):
    answer = call(body=body)

    assert answer.status_code == 400
    assert answer.json()["error"]


def test_a_report_about_nothing_of_ours_is_answered_and_dropped(call):
    assert call({"id": "1", "type": "bounce", "reference": "delivery-12345"}).json() == {"new": 0, "known": 1}
    assert not BounceEvent.objects.exists()


def test_reports_that_never_fit_are_forgotten(call, sent):
    bounces.take_in(Report(event_id="1", kind="bounce", provider_ref="unknown"))
    BounceEvent.objects.update(received_at="2026-01-01T00:00Z")

    tasks.tick()

    assert not BounceEvent.objects.exists()
