"""What people do in several browser tests: signing in, saving a page, reading their mail."""

import re
import time
from email import message_from_bytes
from email.policy import default

from tests import build

SECONDS = 10  # until a mail is there


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


def sign_in(page, person):
    page.goto("/accounts/login/")
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(build.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/")


def save(page):
    send(page.get_by_role("button", name="Save and continue"))


def send(button):
    """Press a button that sends a form, and wait for the page that answers."""
    with button.page.expect_navigation():
        button.click()
