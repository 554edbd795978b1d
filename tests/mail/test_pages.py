"""The staff page of failed mail, and the mailbox of a local run."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from collab_portal.audit.models import Act
from collab_portal.mail import kinds, sender, suppression
from collab_portal.mail.letters import compose
from collab_portal.mail.models import Delivery
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(build.user(is_staff=True))
    return client


@pytest.fixture
def failed(post, sink):
    delivery = post("never@example.org")
    sender.drain(budget=20)
    delivery.refresh_from_db()
    return delivery


# -------------------------------------------------------------------------------------------------- what failed


def test_staff_see_what_failed_and_why_but_not_to_whom(staff, failed):
    page = staff.get("/staff/mail/").content.decode()

    assert failed.reference in page
    assert "550 5.1.1 no such mailbox" in page
    assert "example.org" in page
    assert "never@" not in page


def test_staff_see_that_mail_is_late(staff, post):
    post()
    Delivery.objects.update(due_at=timezone.now() - timedelta(minutes=15))

    page = staff.get("/staff/mail/").content.decode()

    assert "15 minutes" in page.replace("\xa0", " ")
    assert "Mail is late" in page


def test_the_page_speaks_welsh(staff, failed):
    assert staff.get("/cy/staff/mail/").status_code == 200


def test_a_page_of_failures_asks_the_database_few_questions(staff, post, django_assert_max_num_queries):
    for _ in range(25):
        post()
    Delivery.objects.update(state="failed", settled_at=timezone.now())
    staff.get("/staff/mail/")

    with django_assert_max_num_queries(8):
        page = staff.get("/staff/mail/").content.decode()

    assert page.count("send-again") == 20


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", ["/staff/mail/", "/staff/mail/delivery-1/send-again/"])
def test_nobody_else_learns_that_the_page_exists(client, method, address):
    client.force_login(build.user())

    assert getattr(client, method)(address).status_code == 404


def test_a_failed_message_is_sent_again_with_the_same_id(staff, failed, sink):
    Delivery.objects.update(address="ann@example.org")  # as if the mailbox had been made since

    answer = staff.post(reverse("mail:send-again", args=[failed.reference]))
    sender.drain(budget=20)

    failed.refresh_from_db()
    assert answer.status_code == 302
    assert failed.state == "sent"
    assert [mail.message_id for mail in sink.accepted()] == [failed.message_id]
    assert Act.objects.get(verb="failed mail sent again").target_id == str(failed.pk)


def test_sending_again_gives_the_address_another_chance(staff, failed):
    staff.post(reverse("mail:send-again", args=[failed.reference]))

    assert not suppression.is_suppressed("never@example.org")


def test_a_message_whose_address_is_gone_cannot_be_sent_again(staff, failed):
    Delivery.objects.update(address="")

    page = staff.post(reverse("mail:send-again", args=[failed.reference]), follow=True).content.decode()

    failed.refresh_from_db()
    assert failed.state == "failed"
    assert "cannot be sent again" in page


def test_a_message_that_did_not_fail_is_not_found(staff, post):
    assert staff.post(reverse("mail:send-again", args=[post().reference])).status_code == 404


# ---------------------------------------------------------------------------------- the mailbox of a local run


@pytest.fixture
def stored(kind, post, settings, tmp_path):
    """An e-mail as a local run writes it."""
    settings.MAIL_SERVER = None
    settings.MAIL_FOLDER = tmp_path / "mail"

    def render(payload, language):
        return kinds.Message(
            subject="Works <planned>",
            text="See https://portal.example/pipeline/CP-0001/ for more.",
            html=compose("accounts/email/letter", subject="Works", context={"letter": LETTER}).html,
        )

    kind("alert", render=render)
    delivery = post(kind="alert")
    sender.drain(budget=20)
    return delivery


LETTER = {"sender": "Ann", "on_behalf_of": "", "body": "Hello."}


def test_an_e_mail_of_a_local_run_can_be_read_in_the_browser(client, stored):
    mailbox = client.get("/dev/mail/").content.decode()
    message = client.get(f"/dev/mail/{stored.reference}/").content.decode()

    assert "Works &lt;planned&gt;" in mailbox
    assert '<a href="https://portal.example/pipeline/CP-0001/" rel="nofollow">' in message
    assert stored.message_id.strip("<>") in message


def test_its_html_is_shown_without_an_exception_from_the_security_policy(client, stored):
    page = client.get(f"/dev/mail/{stored.reference}/html/")
    style = client.get(f"/dev/mail/{stored.reference}/style.css")

    html = page.content.decode()
    assert 'style="' not in html.replace('data-style="', "")
    assert "<style" not in html
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    for number in re.findall(r'data-style="(\d+)"', html):
        assert f'[data-style="{number}"] {{' in style.content.decode()
    assert style.headers["Content-Type"] == "text/css"


def test_an_empty_mailbox_says_so(client, settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path

    assert "No e-mail yet" in client.get("/dev/mail/").content.decode()


def test_an_e_mail_that_is_not_there_is_not_found(client, stored):
    assert client.get("/dev/mail/delivery-999999/").status_code == 404


@pytest.mark.parametrize("rest", ["", "{}/", "{}/html/", "{}/style.css"])
def test_outside_a_local_run_there_is_no_mailbox(client, stored, settings, rest):
    settings.LOCAL_RUN = False

    assert client.get("/dev/mail/" + rest.format(stored.reference)).status_code == 404


def test_a_mail_carries_both_languages_looks_and_a_way_home(settings):
    settings.PORTAL_URL = "https://portal.example"
    for language, name, home in (
        ("en", "Collaboration Portal", "https://portal.example/"),
        ("cy", "Porth Cydweithio", "https://portal.example/cy/"),
    ):
        with translation.override(language):
            message = compose("accounts/email/letter", subject="Works & more", context={"letter": LETTER})

        assert f'<html lang="{language}">' in message.html
        assert "<title>Works &amp; more</title>" in message.html
        for form in (message.text, message.html):
            assert name in form
            assert home in form
        assert "\n\n\n" not in message.text
        assert "&" not in message.text
