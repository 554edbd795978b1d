"""How often something may be done."""

import pytest
import time_machine
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.test import override_settings

from collab_portal import limits

NOWHERE = {"default": {"BACKEND": "collab_portal.cache.ForgivingRedisCache", "LOCATION": "unix:///nowhere/redis.sock"}}


@pytest.fixture(autouse=True)
def _at_the_beginning_of_a_stretch():
    """Otherwise the next one may begin in the middle of a test."""
    with time_machine.travel("2026-11-23T09:00:00Z"):
        cache.clear()
        yield


def test_so_many_times_and_no_more():
    answers = [limits.allow("test-times", "ann", times=3, seconds=60) for _ in range(5)]

    assert answers == [True, True, True, False, False]


def test_one_persons_limit_is_not_anothers():
    for _ in range(3):
        limits.allow("test-others", "ann", times=2, seconds=60)

    assert limits.allow("test-others", "bob", times=2, seconds=60)
    assert limits.allow("test-elsewhere", "ann", times=2, seconds=60)


def test_the_next_stretch_of_time_begins_anew():
    with time_machine.travel("2026-11-23T09:00:30Z", tick=False) as clock:
        assert [limits.allow("test-anew", "ann", times=1, seconds=60) for _ in range(2)] == [True, False]

        clock.shift(30)

        assert limits.allow("test-anew", "ann", times=1, seconds=60)


def test_no_address_is_kept_in_redis(monkeypatch):
    kept = LocMemCache("test-hash", {})
    monkeypatch.setattr(limits, "cache", kept)

    limits.allow("test-hash", "ann@example.org", times=1, seconds=60)

    [name] = kept._cache
    assert "ann" not in name


@override_settings(CACHES=NOWHERE)
def test_without_redis_everything_is_allowed():
    assert all(limits.allow("test-away", "ann", times=1, seconds=60) for _ in range(3))


def test_a_counter_that_redis_dropped_begins_anew(monkeypatch):
    dropped = LocMemCache("test-dropped", {})
    monkeypatch.setattr(dropped, "add", lambda *_args, **_more: True)
    monkeypatch.setattr(limits, "cache", dropped)

    assert limits.allow("test-dropped", "ann", times=1, seconds=60) is True


def test_the_caller_is_who_the_proxy_says(rf, settings):
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}, REMOTE_ADDR="10.0.0.1")

    assert limits.caller(request) == "10.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert limits.caller(request) == "198.51.100.7"
    assert limits.caller(rf.get("/", REMOTE_ADDR="10.0.0.1")) == "10.0.0.1"
    nameless = rf.get("/")
    del nameless.META["REMOTE_ADDR"]  # a unix socket has none
    assert limits.caller(nameless) == ""
