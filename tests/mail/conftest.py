"""A mail server that remembers, and kinds of message made for one test."""

import itertools

import pytest

from collab_portal.mail import kinds, outbox
from collab_portal.mail.models import Delivery
from tests.sink import Sink


@pytest.fixture(scope="session")
def running_sink(tmp_path_factory):
    sink = Sink(tmp_path_factory.mktemp("sink") / "accepted.log", slow=2)
    yield sink
    sink.stop()


@pytest.fixture
def sink(running_sink, settings):
    """The mail server, empty, and the settings that lead to it."""
    running_sink.forget()
    settings.MAIL_SERVER = running_sink.server
    settings.MAIL_SMTP_TIMEOUT = 5
    settings.MAIL_SMTP_PATIENCE = 0.5
    return running_sink


@pytest.fixture
def kind(monkeypatch):
    """Registers a kind of message for the length of a test."""

    def register(name, *, render=_greeting, still_wanted=kinds.always_wanted, essential=False):
        made = kinds.Kind(name=name, render=render, still_wanted=still_wanted, essential=essential)
        monkeypatch.setitem(kinds._kinds, name, made)
        return name

    return register


@pytest.fixture
def post(kind):
    """Posts a message about nothing in particular; answers its delivery."""
    kind("greeting")
    numbers = itertools.count(1)

    def post(address="ann@example.org", **fields):
        wanted = {"key": f"greeting/{next(numbers)}", "kind": "greeting", "language": "en", "payload": {}} | fields
        outbox.post(address=address, **wanted)
        return Delivery.objects.get(key=wanted["key"])

    return post


def _greeting(payload, language):
    return kinds.Message(subject="Good morning" if language == "en" else "Bore da", text="Hello.\n")
