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

from django.db import connection

from collab_portal.local.environment import ROOT
from collab_portal.local.processes import die_with_parent


class Process:
    """One process and whatever it forks."""

    def __init__(
        self, command: list, *, environment: dict[str, str] | None = None, log: Path, fds: tuple[int, ...] = ()
    ):
        self.log = log
        with log.open("ab") as output:
            self.running = subprocess.Popen(
                [str(part) for part in command],
                cwd=ROOT,
                env=environment,
                pass_fds=fds,
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

    def end(self, seconds: float) -> None:
        """Give it some time to stop by itself."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(seconds)
        self.kill()


def children(pid: int) -> dict[int, str]:
    """The processes that one has forked, each with its command line."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it ended while we looked
            if int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1]) == pid:
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    return found


def family(pid: int) -> list[int]:
    """All that came of it, also those that lead a session of their own."""
    return [each for child in children(pid) for each in (child, *family(child))]


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
