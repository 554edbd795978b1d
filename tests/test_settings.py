"""The settings refuse what is unsafe."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "SECRET_KEY": "a-long-random-text-for-this-test-only-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "portal.example",
    "PORTAL_URL": "https://portal.example",
    "EMAIL_URL": "smtp://localhost:25",
    "DATABASE_URL": os.environ["DATABASE_URL"],
    "REDIS_URL": os.environ["REDIS_URL"],
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess:
    kept = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "collab_portal.settings"}
    command = [sys.executable, "-m", "django", *arguments]
    return subprocess.run(
        command, env=kept | environment, cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_production_settings_pass_the_deployment_check():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert done.returncode == 0, done.stderr


def test_without_a_secret_key_nothing_starts():
    without = {name: value for name, value in PRODUCTION.items() if name != "SECRET_KEY"}

    done = manage("check", **without)

    assert done.returncode != 0
    assert "Set SECRET_KEY to a long random text" in done.stderr


@pytest.mark.parametrize("directive", ["script-src", "style-src", "img-src", "default-src", "object-src", "base-uri"])
def test_the_content_security_policy_makes_no_exception(directive):
    sources = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"][directive]

    assert set(sources) <= {"'self'", "'none'"}
