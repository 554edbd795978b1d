"""The cache, which the portal can do without: when Redis is away, pages go on, and limits let through."""

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger("portal.cache")


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, for which an absent server is an empty cache."""

    def add(self, key, value, **options):
        return self._try(True, super().add, key, value, **options)

    def get(self, key, default=None, **options):
        return self._try(default, super().get, key, default, **options)

    def set(self, key, value, **options):
        return self._try(None, super().set, key, value, **options)

    def incr(self, key, delta=1, **options):
        return self._try(delta, super().incr, key, delta, **options)

    def touch(self, key, **options):
        return self._try(False, super().touch, key, **options)

    def delete(self, key, **options):
        return self._try(False, super().delete, key, **options)

    def _try(self, otherwise, call, *args, **options):
        try:
            return call(*args, **options)
        except RedisError as fault:
            log.warning("cache away", fault=type(fault).__name__)
            return otherwise
