"""What the tests of the pipeline stand on: a fixed Monday, the reference data, a caller who has not searched yet."""

from itertools import count

import pytest
import time_machine

from procurement import choices
from tests import build
from tests.procurement import notices

_callers = count(1)


@pytest.fixture
def monday():
    """Monday 23 November 2026, nine o'clock; time goes on from there."""
    with time_machine.travel(build.NOW):
        yield build.NOW


@pytest.fixture
def reference_data(db):
    build.reference_data()


@pytest.fixture
def client(client):
    """Each test calls from an address of its own, so that one does not use up the searches of the next."""
    client.defaults["REMOTE_ADDR"] = f"2001:db8::{next(_callers):x}:{id(client) % 65536:x}"
    return client


@pytest.fixture(autouse=True)
def _no_buyers_from_before():
    choices.forget()


@pytest.fixture
def imported(tmp_path, monkeypatch, reference_data):
    """The command that takes notices in: `imported(release, release)` or `imported(path)`."""
    return notices.Importer(tmp_path, monkeypatch)
