"""What is due goes out, as it should look, and is noted as sent."""

import pytest

from collab_portal.mail import claims, kinds, mime, sender
from collab_portal.mail.models import Delivery

pytestmark = pytest.mark.django_db


def drain(**options):
    return sender.drain(**{"budget": 20} | options)


def test_a_message_arrives_and_is_noted_as_sent(post, sink):
    delivery = post()

    outcome = drain()

    delivery.refresh_from_db()
    assert outcome == {"sent": 1}
    assert [mail.recipient for mail in sink.accepted()] == ["ann@example.org"]
    assert delivery.state == "sent"
    assert delivery.sent_at
    assert delivery.attempts == 1


def test_a_sent_message_is_not_sent_again(post, sink):
    post()

    drain()
    drain()

    assert len(sink.accepted()) == 1


def test_a_message_is_written_in_the_readers_language(post, sink):
    post(language="cy")

    drain()

    mail = sink.accepted()[0].mail
    assert mail["Subject"] == "Bore da"
    assert mail["Content-Language"] == "cy"
    assert "Porth Cydweithio" in mail["From"]


def test_a_mail_has_the_headers_of_one_sent_by_a_machine(post, sink):
    delivery = post()

    drain()

    mail = sink.accepted()[0].mail
    assert mail["Message-ID"] == delivery.message_id == f"<delivery-{delivery.pk}@127.0.0.1>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["To"] == "ann@example.org"
    assert mime.proved(mail["X-Delivery"]) == delivery.pk


def test_text_and_html_come_as_two_forms_of_one_message(kind, post, sink):
    html = "<p>Dŵr " + "x" * 2_000 + "</p>"  # longer than a line of mail may be
    kind("both", render=lambda payload, language: kinds.Message(subject="Both", text="Dŵr", html=html))
    post(kind="both")

    drain()

    accepted = sink.accepted()[0]
    assert accepted.mail.get_content_type() == "multipart/alternative"
    assert accepted.mail.get_body(("html",)).get_content().strip() == html
    assert accepted.mail.get_body(("plain",)).get_content().strip() == "Dŵr"
    assert max(len(line) for line in accepted.content.splitlines()) <= 200


def test_one_click_unsubscribe_is_kept_in_one_piece(kind, post, sink):
    url = "https://portal.example/u/" + "t" * 120 + "/"
    headers = kinds.one_click_unsubscribe(url)
    kind("alert", render=lambda payload, language: kinds.Message(subject="Alert", text="…", headers=headers))
    post(kind="alert")

    drain()

    accepted = sink.accepted()[0]
    assert f"\nList-Unsubscribe: <{url}>\r\n" in accepted.content
    assert accepted.mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_line_break_in_a_subject_makes_no_header(kind, post, sink):
    subject = "Works\r\nBcc: eve@example.org"
    kind("alert", render=lambda payload, language: kinds.Message(subject=subject, text="…"))
    post(kind="alert")

    drain()

    assert sink.accepted()[0].mail["Subject"] == "Works Bcc: eve@example.org"
    assert "Bcc" not in sink.accepted()[0].mail


def test_nobody_takes_our_headers_from_us(kind, post, sink):
    kind("alert", render=lambda *a: kinds.Message(subject="A", text="…", headers={"message-id": "<other@example.org>"}))
    delivery = post(kind="alert")

    drain()

    delivery.refresh_from_db()
    assert delivery.state == "pending"
    assert "message-id is ours" in delivery.last_error


def test_a_domain_of_another_alphabet_is_put_as_servers_read_it(post, sink):
    post("ann@bücher.example")

    drain()

    assert sink.accepted()[0].recipient == "ann@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "address", ["nobody", "ann@example.org, eve@example.org", "ann@example.org\nRCPT TO:<eve@x.y>"]
)
def test_what_is_no_address_fails_alone(post, sink, address):
    wrong = post(address)
    post("bob@example.org")

    drain()

    wrong.refresh_from_db()
    assert wrong.state == "failed"
    assert [mail.recipient for mail in sink.accepted()] == ["bob@example.org"]


def test_a_message_nobody_wants_any_more_is_cancelled_at_the_last_moment(kind, post, sink):
    withdrawn = []
    kind("alert", still_wanted=lambda payload: "withdrawn" if payload["n"] in withdrawn else None)
    post(kind="alert", payload={"n": 1})
    unwanted = post(kind="alert", payload={"n": 2})
    withdrawn.append(2)

    outcome = drain()

    unwanted.refresh_from_db()
    assert outcome == {"sent": 1, "cancelled": 1}
    assert (unwanted.state, unwanted.last_error) == ("cancelled", "withdrawn")
    assert len(sink.accepted()) == 1


def test_a_message_taken_back_while_claimed_is_not_sent(post, sink):
    delivery = post()
    with claims.owning() as owner:
        owner.claim(20)
        Delivery.objects.unsent().cancel("withdrawn")

        assert owner.fence(delivery.pk) is None


def test_a_sign_in_code_does_not_queue_behind_alerts(kind, post, sink):
    kind("code", essential=True)
    post("alert@example.org")
    post("code@example.org", kind="code")

    drain()

    assert [mail.recipient for mail in sink.accepted()] == ["code@example.org", "alert@example.org"]


def test_a_message_is_not_sent_before_its_time(post, sink):
    delivery = post()
    Delivery.objects.update(not_before=delivery.not_before.replace(year=2100))

    drain()

    assert sink.accepted() == []


def test_told_to_stop_the_sender_gives_back_what_it_has_not_begun(post, sink):
    for _ in range(5):
        post()

    outcome = drain(stop=lambda: len(sink.accepted()) >= 2)

    assert outcome == {"sent": 2, "unfinished": 1}
    assert Delivery.objects.filter(state="pending", lease_owner=None).count() == 3


def test_a_sender_out_of_time_leaves_the_rest(post, sink):
    post()

    outcome = drain(budget=0)

    assert outcome == {"unfinished": 1}
    assert Delivery.objects.get().state == "pending"
