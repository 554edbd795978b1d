"""The token of each request to GOV.UK Notify, judged by a server that knows only the key."""

from contextlib import closing
from http.client import HTTPConnection

import pytest

from collab_portal.mail import transports
from collab_portal.mail.notify import transport
from collab_portal.mail.notify.tokens import token
from tests import notify


@pytest.fixture(scope="module")
def strict_service(tmp_path_factory):
    service = notify.Notify(tmp_path_factory.mktemp("notify") / "accepted.log", key=notify.KEY)
    yield service
    service.stop()


@pytest.mark.parametrize("key", [notify.KEY, notify.KEY[:-1] + "a"])
def test_the_service_believes_only_whoever_has_the_key(strict_service, settings, key):
    settings.MAIL_THROUGH, settings.NOTIFY_URL, settings.NOTIFY_API_KEY = "notify", strict_service.url, key

    with closing(transports.configured()) as way:
        found = way.look_up("delivery-1")

    assert found is (False if key == notify.KEY else None)


def test_a_token_is_old_after_half_a_minute(strict_service, monkeypatch):
    monkeypatch.setattr(transport.time, "time", lambda: 1_700_000_000)  # as a machine whose clock is off
    connection = HTTPConnection("127.0.0.1", strict_service.port, timeout=5)
    headers = {"Authorization": f"Bearer {token(notify.KEY)}"}
    connection.request("GET", "/v2/notifications?reference=delivery-1", headers=headers)
    answer = connection.getresponse()

    assert (answer.status, b"clock" in answer.read()) == (403, True)
    connection.close()
