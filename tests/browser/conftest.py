"""A real browser that asks nobody outside, reports every script error, and looks for what keeps people out."""

import os
import sys

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.conf import settings
from django.test import Client

from collab_portal.celery import app
from tests.chaos import processes

# Playwright's own event loop runs in the test's thread, which Django would take for an asynchronous view.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

FLAGS = [
    "--no-sandbox",  # Chromium's sandbox refuses to run as root
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",  # nobody outside is asked
]
DESK = {"width": 1100, "height": 900}
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Only what is wrong comes back: what is right is a great deal.
LOOK_FOR_BARRIERS = "options => axe.run(options).then(({ violations }) => ({ violations }))"
WORKER = ("worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=INFO")
# What the browser says about answers that are meant: a form with errors, a page that is not there.
EXPECTED_STATUSES = ("403", "404", "409", "422")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    if not os.environ.get("CHROMIUM"):
        pytest.fail("No Chromium: `make test` finds or installs it.")  # to skip would hide a fault
    return {**browser_type_launch_args, "executable_path": os.environ["CHROMIUM"], "args": FLAGS}


@pytest.fixture(scope="session")
def base_url():
    """Left to the live server, below. The one that pytest-playwright brings is written in a way pytest is giving up."""
    return None


@pytest.fixture
def browser_context_args(browser_context_args, live_server):
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "viewport": DESK,
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="session")
def windows(browser):
    """The browser's windows, by what they can do: to open one takes as long as to load three pages."""
    opened = {}
    yield opened
    for context in opened.values():
        context.close()


@pytest.fixture
def context(browser, browser_context_args, live_server, windows):
    """A window that knows nobody. It may have been another test's before; no page lets the browser keep it."""
    asked_for = repr(sorted(browser_context_args.items()))
    if asked_for not in windows:
        windows[asked_for] = browser.new_context(**browser_context_args)
        windows[asked_for].set_default_timeout(10_000)
    context, outside = windows[asked_for], []

    def guard(request):
        if not request.url.startswith((live_server.url, "data:", "blob:", "about:")):
            outside.append(request.url)

    context.on("request", guard)  # only watched: to hold each request up would also switch the browser's cache off
    yield context
    context.remove_listener("request", guard)
    context.clear_cookies()
    assert not outside, f"the page asked for something outside: {outside}"


@pytest.fixture
def page(context):
    page = context.pages[0] if context.pages else context.new_page()
    page.set_viewport_size(DESK)
    problems = []

    def listen(message):
        if message.type == "error" and not any(f"status of {status}" in message.text for status in EXPECTED_STATUSES):
            problems.append(message.text)

    def complain(error):
        problems.append(f"script error: {error}")

    page.on("console", listen)
    page.on("pageerror", complain)
    yield page
    page.goto("about:blank")  # whatever it was still at comes to its end here
    page.remove_listener("console", listen)
    page.remove_listener("pageerror", complain)
    assert not problems, f"the browser complained: {problems}"


@pytest.fixture
def become(context, live_server):
    """Call it to go on as another person; how people sign in is tested elsewhere."""

    def signed_in_as(person):
        visitor = Client()
        visitor.force_login(person)
        cookie = visitor.cookies[settings.SESSION_COOKIE_NAME]
        context.clear_cookies()
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return signed_in_as


@pytest.fixture
def axe(page):
    """Call it to look for barriers on the page as it stands now (WCAG 2.2 AA)."""

    def look():
        page.wait_for_load_state()  # without its styles every page has barriers
        page.evaluate(AXE_SCRIPT)
        found = AxeResults(page.evaluate(LOOK_FOR_BARRIERS, {"runOnly": STANDARDS, "resultTypes": ["violations"]}))
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return look


@pytest.fixture
def fits_a_phone(page):
    """Call it to see that nothing sticks out of a page 360 pixels wide. The window stays narrow."""

    def look():
        page.wait_for_load_state()
        page.set_viewport_size({"width": 360, "height": 780})
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, f"{page.url} is {width} pixels wide on a screen of 360"

    return look


@pytest.fixture
def mailbox(tmp_path, live_server):
    """The mail folder of a real worker, which works on the database of this test."""
    app.control.purge()  # other tests nudged a worker that was not there
    folder = tmp_path / "mail"
    environment = processes.environment(email_url="", redis_url=settings.REDIS_URL) | {
        "DJANGO_SETTINGS_MODULE": "tests.worker_settings",
        "TEST_BROKER_URL": settings.CELERY_BROKER_URL,
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
