"""Where a local run keeps its things, and how `manage.py` finds the servers of one that is up."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / ".venv"
STATE = ROOT / ".local"
NOT_RUNNING = "The portal is not running here: start it with `make run` in another terminal, or set DATABASE_URL."

# Enough for commands that load the settings but ask no server anything.
OFFLINE = {
    "PORTAL_LOCAL": "1",
    "DATABASE_URL": "postgresql://portal_web@/portal?host=/nonexistent",
    "REDIS_URL": "unix:///nonexistent/redis.sock",
}


class LocalError(Exception):
    """Something a person can put right; its text says how."""


class RunLock:
    """Held by the runner, and by every process it started, until the last of them has gone.

    A child inherits the open file, so the lock also tells when the servers of a killed runner have really stopped.
    """

    def __init__(self, folder: Path = STATE):
        self.path = folder / "lock"
        self.file = None

    def take(self, patience: float = 30.0) -> None:
        """Lock this folder. If its runner was killed, wait for its servers to stop."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = self.path.open("a+")
        try:
            self._wait_for_it(time.monotonic() + patience)
        except LocalError:
            self.release()
            raise
        self.tell("and is still starting")

    def release(self) -> None:
        """Let go; what we started may hold it for a while."""
        self.file.close()

    def _wait_for_it(self, give_up_at: float) -> None:
        while not _lock_at_once(self.file):
            runner = self._runner()
            if runner and _is_alive(runner["pid"]):
                where, pid = runner["where"], runner["pid"]
                raise LocalError(f"The portal already runs from this checkout, {where} (process {pid}).")
            if time.monotonic() > give_up_at:
                raise LocalError(f"Servers of an earlier run still hold {self.path}. See which: fuser -v {self.path}")
            time.sleep(0.1)

    def tell(self, where: str) -> None:
        """Write down where we run, for whoever tries to start a second time."""
        self.file.seek(0)
        self.file.truncate()
        json.dump({"pid": os.getpid(), "where": where}, self.file)
        self.file.flush()

    def fileno(self) -> int:
        return self.file.fileno()

    def _runner(self) -> dict | None:
        self.file.seek(0)
        try:
            return json.load(self.file)
        except ValueError:  # being written at this moment, or never written
            return None


def is_running(folder: Path = STATE) -> bool:
    """Whether a runner, or what is left of one, holds this folder."""
    try:
        with (folder / "lock").open() as file:
            return not _lock_at_once(file, fcntl.LOCK_SH)
    except OSError:
        return False


def publish(values: dict[str, str], folder: Path = STATE) -> None:
    """Let `manage.py` know how to reach the servers."""
    new = folder / "environment.json.new"
    new.touch(mode=0o600)
    new.write_text(json.dumps(values, indent=1))
    new.replace(folder / "environment.json")


def withdraw(folder: Path = STATE) -> None:
    (folder / "environment.json").unlink(missing_ok=True)


def adopt(folder: Path = STATE) -> bool:
    """Give this process the environment of the running portal. Whoever sets DATABASE_URL knows better."""
    if os.environ.get("DATABASE_URL"):
        return True
    try:
        values = json.loads((folder / "environment.json").read_text())
    except OSError:
        return False
    if not is_running(folder):
        return False
    os.environ.update({name: value for name, value in values.items() if name not in os.environ})
    return True


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Two commands started together install and compile one after the other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _lock_at_once(file, kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's, but alive
        return True
    return True
