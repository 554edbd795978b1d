"""Real processes of the portal, working on the test database, each in a group of its own that can be killed at once."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from collab_portal.local.processes import die_with_parent


class Process:
    """One process and whatever it forks."""

    def __init__(self, command: list, *, environment: dict[str, str] | None = None, log: Path):
        self.log = log
        with log.open("ab") as output:
            self.running = subprocess.Popen(
                [str(part) for part in command],
                cwd=settings.BASE_DIR,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),  # a test run that is killed leaves nobody behind
            )

    def signal(self, number: int) -> None:
        """To the whole group, as a terminal or a supervisor would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.running.pid, number)

    @property
    def is_paused(self) -> bool:
        return Path(f"/proc/{self.running.pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "T"

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        self.running.wait()

    def wait(self, seconds: float = 30) -> int:
        return self.running.wait(seconds)


def environment(*, email_url: str, redis_url: str = "unix:///nonexistent/redis.sock") -> dict[str, str]:
    """For processes that work on the database of this test, as the web role."""
    database = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
        "DATABASE_URL": database,
        "REDIS_URL": redis_url,
        "EMAIL_URL": email_url,
        "PORTAL_LOCAL": "1",
    }


def manage(*arguments: str) -> list:
    return [sys.executable, "manage.py", *arguments]


def celery(*arguments: str) -> list:
    return [sys.executable, "-m", "celery", "-A", "collab_portal.celery", *arguments]


def until(condition: Callable[[], bool], *, seconds: float, what: str) -> None:
    ends_at = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > ends_at:
            raise TimeoutError(f"waited {seconds} s until {what}")
        time.sleep(0.02)
