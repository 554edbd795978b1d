"""The cache, which the portal can do without: when Redis is away, pages go on, and limits let through."""

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger("portal.cache")


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, for which an absent server is an empty cache."""

    def add(self, *args, **options):
        return self._try(True, super().add, *args, **options)

    def get(self, key, default=None, *args, **options):
        return self._try(default, super().get, key, default, *args, **options)

    def set(self, *args, **options):
        return self._try(None, super().set, *args, **options)

    def incr(self, key, delta=1, *args, **options):
        return self._try(delta, super().incr, key, delta, *args, **options)

    def touch(self, *args, **options):
        return self._try(False, super().touch, *args, **options)

    def delete(self, *args, **options):
        return self._try(False, super().delete, *args, **options)

    def _try(self, otherwise, call, *args, **options):
        try:
            return call(*args, **options)
        except RedisError as fault:
            log.warning("cache away", fault=type(fault).__name__)
            return otherwise
