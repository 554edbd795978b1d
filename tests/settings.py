"""The portal's settings, made quick and strict for the tests."""

import os
from urllib.parse import urlsplit

from collab_portal.settings import *  # noqa: F403
from collab_portal.settings import CACHES, CELERY_BROKER_URL, DATABASE_OWNER, DATABASES, REDIS_URL, STORAGES, TEMPLATES


class UnknownVariable(Exception):
    """A template asks for something nobody gave it."""


class _Refused(str):
    """What Django prints for an unknown variable; printing it is an error."""

    def __contains__(self, text: str) -> bool:
        return text == "%s"

    def __mod__(self, variable: object) -> str:
        raise UnknownVariable(f"the template asks for {variable}, which it was not given")


# The owner makes the test database; tests/conftest.py then goes on as the web role, as in production.
DATABASE_WEB_PASSWORD = DATABASES["default"]["PASSWORD"]
DATABASES["default"]["USER"] = DATABASE_OWNER["USER"]
DATABASES["default"]["PASSWORD"] = DATABASE_OWNER["PASSWORD"]

# `make test` keeps a migrated database to copy from.
if template := os.environ.get("PORTAL_TEST_TEMPLATE"):
    DATABASES["default"]["TEST"] = {"TEMPLATE": template}


def _database(url: str, number: int, name: str) -> str:
    """One of Redis's sixteen databases; over a socket it stands in a parameter of the URL."""
    plain, parts = url.partition("?")[0], urlsplit(url)
    return parts._replace(path=f"/{number}").geturl() if parts.netloc else f"{plain}?{name}={number}"


# Each process of a test run has a database for its counters and one for its queue: the others may empty theirs.
_number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
REDIS_URL = _database(REDIS_URL, _number, "db")
CELERY_BROKER_URL = _database(CELERY_BROKER_URL, 8 + _number, "virtual_host")
CACHES["default"]["LOCATION"] = REDIS_URL
# A busy machine may be slow to answer, and a limit forgives a Redis that is away.
CACHES["default"]["OPTIONS"] = {"socket_connect_timeout": 10, "socket_timeout": 10}

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = _Refused("unknown variable")
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # the built files as they are, nothing collected
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
