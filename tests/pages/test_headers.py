"""What every answer carries, whoever asks."""

import pytest
from django.test import Client

from tests import build

PUBLIC = [
    "/",
    "/cy/",
    "/pipeline/",
    "/enterprises/",
    "/case-studies/",
    "/public-bodies/",
    "/about/",
    "/accounts/login/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", PUBLIC)
def test_every_page_forbids_what_it_does_not_need(client, path):
    answer = client.get(path)

    assert answer.status_code == 200
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("path", [path for path in PUBLIC if "accounts" not in path])
def test_who_only_reads_gets_no_cookie(client, path):
    assert not client.get(path).cookies


@pytest.mark.django_db
@pytest.mark.parametrize("path", PUBLIC)
def test_no_page_has_an_inline_script_or_style(client, path):
    page = client.get(path).content.decode()

    assert "<script>" not in page
    assert " style=" not in page
    assert " onclick=" not in page


@pytest.mark.django_db
def test_alive_and_ready(client):
    assert client.get("/healthz").content == b"ok"
    ready = client.get("/readyz").json()
    assert (ready["database"], ready["redis"]) == ("up", "up")


@pytest.mark.django_db
def test_no_browser_keeps_what_a_member_saw(client):
    client.force_login(build.user())

    assert client.get("/accounts/email/")["Cache-Control"] == "private, no-store"
    assert "no-store" in client.get("/pipeline/")["Cache-Control"]
    assert "no-store" not in Client().get("/pipeline/").get("Cache-Control", "")
