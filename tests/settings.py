"""The portal's settings, made quick and strict for the tests."""

import os

from collab_portal.settings import *  # noqa: F403
from collab_portal.settings import DATABASE_OWNER, DATABASES, STORAGES, TEMPLATES


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

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = _Refused("unknown variable")
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True  # the built files as they are, nothing collected
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
