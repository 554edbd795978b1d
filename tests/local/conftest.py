"""A second checkout with the same environment, in which the runner can be started, stopped and killed."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from collab_portal.local import servers
from collab_portal.local.environment import ROOT, VENV

NOT_COPIED = (".git", ".venv", ".local", "node_modules", "collected", "__pycache__", ".*_cache", "tests", "*.new")
SET_BY_THE_TEST_RUN = ("DATABASE_", "REDIS_", "PORTAL_", "DJANGO_", "EMAIL_", "MAKE", "MFLAGS", "PORT")
PATIENCE = 300  # seconds; a busy machine may need a multiple of the usual twenty


class Checkout:
    """A copy of this checkout, and what runs in it."""

    def __init__(self, folder: Path):
        self.folder = folder
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(SET_BY_THE_TEST_RUN)}
        self.environment = inherited | {"PORTAL_DEMO": "no", "PYTHONWARNINGS": ""}

    def start(self, *command, **variables) -> "Run":
        run = Run(self, command or (sys.executable, "-m", "collab_portal.local", "run"), variables)
        run.wait_for("Ready: ")
        return run

    def command(self, *command) -> subprocess.CompletedProcess:
        return subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, timeout=PATIENCE
        )

    def manage(self, *arguments) -> subprocess.CompletedProcess:
        return self.command(".venv/bin/python", "manage.py", *arguments)

    def processes(self) -> dict[int, str]:
        """Every process that works somewhere in this checkout, whoever its parent is."""
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                folder = (process / "cwd").resolve(strict=True)
                state = (process / "stat").read_text().rsplit(")", 1)[1].split()[0]
                command = (process / "cmdline").read_text().replace("\0", " ")
            except OSError:  # it has just ended
                continue
            if folder.is_relative_to(self.folder) and state != "Z":
                found[int(process.name)] = command
        return found

    def wait_until_empty(self) -> None:
        give_up_at = time.monotonic() + PATIENCE
        while left := self.processes():
            assert time.monotonic() < give_up_at, f"still there: {left}"
            time.sleep(0.05)


class Run:
    """One start of the runner, in a process group of its own, as a terminal would do it."""

    def __init__(self, checkout: Checkout, command, variables):
        self.checkout = checkout
        self.output = checkout.folder / "output"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                command,
                cwd=checkout.folder,
                env=checkout.environment | variables,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def url(self) -> str:
        return re.search(r"Ready: (\S+)", self.output.read_text()).group(1)

    def wait_for(self, text: str) -> None:
        give_up_at = time.monotonic() + PATIENCE
        while text not in self.output.read_text():
            assert self.process.poll() is None, self.output.read_text()
            assert time.monotonic() < give_up_at, self.output.read_text()
            time.sleep(0.05)

    def stop(self, number: int) -> int:
        """Send one signal to the first process alone, and wait for its end."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def stop_group(self, number: int) -> int:
        os.killpg(self.process.pid, number)
        return self.process.wait(PATIENCE)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checkout") / "portal"
    shutil.copytree(ROOT, folder, symlinks=True, ignore=shutil.ignore_patterns(*NOT_COPIED))
    (folder / ".venv").symlink_to(VENV)
    (folder / "static" / "node_modules").symlink_to(ROOT / "static" / "node_modules")
    checkout = Checkout(folder)
    yield checkout
    for process in checkout.processes():
        os.kill(process, signal.SIGKILL)
    servers.throw_away(folder / ".local")
