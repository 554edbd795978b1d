"""How often something may be done: counters in Redis, which forget by themselves; without Redis all is allowed.

Sign-in has its own limits, in allauth. These are for what costs others something: mails, letters, heavy searches.
"""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


def allow(name: str, key: object, *, times: int, seconds: int) -> bool:
    """Count one more, and say whether it was within `times` in this stretch of `seconds`.

    `key` says who or what is counted; only its hash is kept. The cache takes it well when Redis is away: then the
    count is always one.
    """
    counter = _counter(name, key, seconds)
    cache.add(counter, 0, timeout=2 * seconds)
    try:
        return cache.incr(counter) <= times
    except ValueError:  # Redis dropped it between the two
        return True


def caller(request: HttpRequest) -> str:
    """The address a request comes from. Behind our proxy it is the last one in the list, which the proxy wrote."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def _counter(name: str, key: object, seconds: int) -> str:
    digest = salted_hmac("collab_portal.limits", f"{name} {key}", algorithm="sha256").hexdigest()[:32]
    return f"limit:{name}:{digest}:{int(time.time() // seconds)}"
