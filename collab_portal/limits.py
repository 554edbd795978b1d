"""How often somebody may do something: counted in the cache, and let through when the cache is away."""

import hashlib
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache


def allow(name: str, key: str, *, times: int, seconds: int) -> bool:
    """Count one more use, and say whether it is within `times` in the current window of `seconds`.

    `key` says who (an address, a user's number); only its hash is kept.
    """
    window = int(time.time()) // seconds
    who = hashlib.blake2b(key.encode(), digest_size=16).hexdigest()
    counter = f"limit:{name}:{who}:{window}"
    cache.add(counter, 0, timeout=seconds)
    return cache.incr(counter) <= times


def client(request) -> str:
    """The address a request came from; behind a proxy that the settings trust, the one it forwards."""
    return get_adapter().get_client_ip(request)
