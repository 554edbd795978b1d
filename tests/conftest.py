"""Every test speaks to the database as the web role, and knows where the sample data lies."""

import gc
import os
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, Phase

from tests import emptying

# To explain a failure costs minutes where an example asks the database; the smallest example says enough.
# How long an example takes says nothing on a machine that has other work too.
hypothesis.settings.register_profile(
    "portal",
    phases=[phase for phase in Phase if phase != Phase.explain],
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis.settings.load_profile("portal")

SAMPLE_DATA = Path(os.environ.get("PORTAL_SAMPLE_DATA") or settings.BASE_DIR.parent / "shared" / "data")


END_WHAT_IS_LEFT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity JOIN pg_roles ON rolname = usename
WHERE datname = current_database() AND pid <> pg_backend_pid() AND pg_has_role(current_user, pg_roles.oid, 'member')
"""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The owner has made and migrated the test database; from here on, nobody is the owner until it is removed."""
    owner = connection.settings_dict["USER"], connection.settings_dict["PASSWORD"]
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute(emptying.FUNCTION)
            # Only here: one test asks what comes of an emptied database.
            cursor.execute(f"grant truncate on all tables in schema public to {settings.DATABASE_WEB_ROLE}")
        _sign_in_as(settings.DATABASE_WEB_ROLE, settings.DATABASE_WEB_PASSWORD)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(TransactionTestCase, "_fixture_teardown", emptying.empty)
            yield
        _sign_in_as(*owner)
        with connection.cursor() as cursor:
            cursor.execute(END_WHAT_IS_LEFT)  # a live server's thread may still hold a connection


def _sign_in_as(user: str, password: str) -> None:
    connection.close()
    # One dictionary for all threads: a live server's own connections follow.
    connection.settings_dict.update(USER=user, PASSWORD=password)


# Whole files go to one process each. These take longest and come first, so that no process is left with one at the end.
LONGEST_FIRST = (
    "browser/test_officer.py",
    "test_routes.py",
    "local/test_runner.py",
    "chaos/test_senders.py",
    "browser/test_trust.py",
    "browser/test_accounts.py",
    "demo/test_world.py",
    "demo/test_volume.py",
    "browser/",
    "demo/",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    def rank(item):
        path = item.path.relative_to(settings.BASE_DIR / "tests").as_posix()
        return next((place for place, start in enumerate(LONGEST_FIRST) if path.startswith(start)), len(LONGEST_FIRST))

    items.sort(key=rank)


def pytest_collection_finish():
    """The modules of three thousand tests are not looked through again and again for what is garbage."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


@pytest.fixture(autouse=True)
def english():
    """A test that asked for a Welsh page must not leave the next one speaking Welsh."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def nobody_counted():
    """Limits count what this test does, and not what others did before from the same address."""
    cache.clear()


@pytest.fixture(scope="session")
def sample_data() -> Path:
    """Real input, which is not part of this repository. Tests that read it carry the mark `sample_data`."""
    return SAMPLE_DATA


def pytest_runtest_setup(item):
    if item.get_closest_marker("sample_data") and not SAMPLE_DATA.is_dir():
        missing = f"no sample data in {SAMPLE_DATA}"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)


def pytest_terminal_summary(terminalreporter):
    """Say what was left out, so that nobody takes a part for the whole."""
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section("NOT TESTED", yellow=True)
        for report in skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            terminalreporter.line(f"{report.nodeid}: {reason}")
