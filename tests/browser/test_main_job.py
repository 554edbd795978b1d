"""The main job, with everything real: an officer publishes an upcoming contract, and who waits for it hears of it."""

import re
import sys
import time
from email import message_from_bytes
from email.policy import default

import pytest
from django.conf import settings
from playwright.sync_api import expect

from collab_portal.celery import app
from procurement.models import Opportunity
from tests import build
from tests.chaos import processes

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 10  # from "Publish now" to the mailbox
WORKER = ("worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=INFO")


@pytest.fixture
def broker(monkeypatch):
    """A queue of this test's own, for the pages as well as for the worker: other tests empty the one they share."""
    plain = settings.CELERY_BROKER_URL.partition("?")[0]
    own = f"{plain}?virtual_host=3" if "socket" in plain else f"{plain.rstrip('/0123456789')}/3"
    monkeypatch.setattr(app.conf, "broker_url", own)
    _forget_the_connection()
    yield own
    monkeypatch.undo()
    _forget_the_connection()


def _forget_the_connection():
    app.amqp._producer_pool = None
    app._pool = None


@pytest.fixture
def mailbox(tmp_path, live_server, broker):
    """The mail folder of a real worker, which works on the database of this test."""
    folder = tmp_path / "mail"
    environment = processes.environment(email_url="", redis_url=settings.REDIS_URL) | {
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
        "TEST_BROKER_URL": broker,
        "TEST_MAIL_FOLDER": str(folder),
        "PORTAL_URL": live_server.url,
    }
    log = tmp_path / "worker.log"
    worker = processes.Process(processes.celery(*WORKER), environment=environment, log=log)
    try:
        processes.until(lambda: " ready." in log.read_text(), seconds=60, what="the worker is ready")
        yield folder
    finally:
        worker.kill()
        sys.stdout.write(log.read_text()[-4000:])  # shown if the test fails


def arrived(folder, address, subject, seconds):
    """The mail to this address with these words in its subject, once it is there; and how long that took."""
    started = time.monotonic()
    while time.monotonic() < started + seconds:
        for file in folder.glob("*.eml"):
            mail = message_from_bytes(file.read_bytes(), policy=default)
            if mail["To"] == address and subject in mail["Subject"]:
                return mail
        time.sleep(0.05)
    raise AssertionError(f"no mail to {address} about “{subject}” within {seconds} s: {sorted(folder.glob('*'))}")


def link_in(mail, page):
    text = mail.get_body(("plain",)).get_content()
    return re.search(rf"http://\S+{page}\S+", text)[0]


def ask_for_alerts(page, mailbox, address):
    """Somebody without an account, who reads Welsh, looks for work with food and wants to hear at once."""
    page.goto("/cy/pipeline/?q=bwyd+OR+pryd&area=W06000002")
    page.locator(".app-take-away a[href*='/cy/alerts/save/']").click()
    page.locator("[name=email]").fill(address)
    page.locator("[name=frequency][value=at-once]").check()
    page.locator("main form button").click()
    page.goto(link_in(arrived(mailbox, address, "", SECONDS), "/alerts/confirm/"))
    page.locator("main form button").click()
    expect(page.locator(".govuk-panel")).to_be_visible()


def sign_in(page, person):
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(build.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/")


def enter_and_publish(page):
    page.goto("/pipeline/new/")
    page.get_by_label("Title in English").fill("Meals at home for older people")
    page.get_by_label("Title in Welsh").fill("Prydau gartref i bobl hŷn")
    page.get_by_label("Description in English").fill("A hot meal at noon, and somebody to talk to.")
    page.get_by_label("Description in Welsh").fill("Pryd poeth ganol dydd, a rhywun i siarad â nhw.")
    save(page)
    page.get_by_role("link", name="Category").click()
    page.get_by_label("Services", exact=True).check()
    page.get_by_label("Catering, food and hospitality").check()
    save(page)
    page.get_by_label("Gwynedd").check()
    save(page)
    page.get_by_label("Total value without VAT").fill("£120,000")
    save(page)
    start = page.get_by_role("group", name="Start of the tender")
    start.get_by_role("group", name="Earliest date").get_by_label("Month").fill("3")
    start.get_by_role("group", name="Earliest date").get_by_label("Year").fill("2028")
    start.get_by_label("Likely").check()
    save(page)
    page.get_by_role("link", name="Change lot 1").click()
    page.get_by_role("group", name="Is it suitable for social enterprises").get_by_label("Yes").check()
    page.get_by_role("button", name="Save this lot").click()
    page.goto(page.url.partition("/edit/")[0] + "/publish/")
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Published")


def save(page):
    page.get_by_role("button", name="Save and continue").click()


def test_an_officer_publishes_and_the_right_person_hears_of_it(page, mailbox):
    build.reference_data()
    council = build.organisation(name_en="Gwynedd Council", name_cy="Cyngor Gwynedd")
    officer = build.user(role="publisher", of=council)
    ask_for_alerts(page, mailbox, "sion@example.org")

    sign_in(page, officer)
    enter_and_publish(page)

    mail = arrived(mailbox, "sion@example.org", "Prydau gartref i bobl hŷn", SECONDS)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    page.goto(link_in(mail, "/cy/pipeline/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Prydau gartref i bobl hŷn")
    for path, title in (
        ("/pipeline/?q=meal", "Meals at home for older people"),
        ("/cy/pipeline/?q=brydau", "Prydau gartref i bobl hŷn"),
    ):
        page.goto(path)
        expect(page.get_by_role("link", name=title)).to_be_visible()
    assert len(list(mailbox.glob("*.eml"))) == 2  # to confirm, and the alert
    assert Opportunity.objects.get().stage == "planned"
