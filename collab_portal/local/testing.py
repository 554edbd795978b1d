"""`make test`, `bench`, `attack`, `mutate`, `crawl`, `chaos`: servers thrown away, and one command that uses them."""

import fcntl
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from collab_portal.local import assets, install, postgres, servers, template
from collab_portal.local import processes as children
from collab_portal.local.environment import OFFLINE, ROOT, RunLock
from collab_portal.local.processes import Processes, StopRequested, run_step, say

PREFIX = "portal-test-"
BEING_MADE = 60  # seconds
ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_BACKUP_URL", "REDIS_URL")


def test(arguments: list[str]) -> int:
    """Run pytest with everything real: PostgreSQL, Redis, Chromium."""
    browser = install.browser()
    assets.build()
    embedded = not os.environ.get("DATABASE_URL")
    with _throw_away_servers(durable=False, migrated=embedded) as processes:
        variables = {"PORTAL_LOCAL": "1", "DJANGO_SETTINGS_MODULE": "tests.settings", "CHROMIUM": browser}
        variables |= {"PORTAL_TEST_TEMPLATE": postgres.DATABASE} if embedded else {}
        many = min((os.cpu_count() or 1) + 1, 8)  # one more than cores: a fourth of the time they wait for something
        pytest = [sys.executable, "-m", "pytest", f"--numprocesses={many}", *arguments]
        return _in_front(pytest, processes.environment | variables)


def bench(arguments: list[str]) -> int:
    """Run the measurements against servers that keep their promises, as production's do."""
    assets.build()
    with _throw_away_servers(durable=True, migrated=not os.environ.get("DATABASE_URL")) as processes:
        variables = {"PORTAL_LOCAL": "1", "DJANGO_SETTINGS_MODULE": "collab_portal.settings", "PORTAL_DEMO": "no"}
        environment = processes.environment | variables
        prepare = [sys.executable, "-m", "collab_portal.local.prepare"]
        run_step("Preparing the database", prepare, environment=environment)
        return _in_front([sys.executable, "-m", "tests.bench", *arguments], environment)


def attack(arguments: list[str]) -> int:
    """Start the portal as in production, try to get in, and say what came of it."""
    return _against_a_portal("tests.attack", arguments)


def mutate(arguments: list[str]) -> int:
    """Run the tests of the modules that decide, once for each small lie told in one of them."""
    for address in ADDRESSES:
        os.environ.pop(address, None)
    assets.build()
    with _throw_away_servers(durable=False, migrated=True) as processes:
        variables = {"PORTAL_LOCAL": "1", "PORTAL_TEST_TEMPLATE": postgres.DATABASE}
        return _in_front([sys.executable, "-m", "tests.mutation", *arguments], processes.environment | variables)


def crawl(arguments: list[str]) -> int:
    """Start the portal with the demo world, walk through all its pages, and say what is wrong with them."""
    return _against_a_portal("tests.crawl", arguments, CHROMIUM=install.browser())


def chaos(arguments: list[str]) -> int:
    """Start the portal as in production, break it under load, and count what was lost. It starts its own servers."""
    for address in ADDRESSES:
        os.environ.pop(address, None)
    assets.build()
    with _throw_away_folder() as (state, _lock):
        template.copy_into(state)
        _collect_styles(os.environ | OFFLINE)
        environment = os.environ | {"PORTAL_CHAOS_FOLDER": str(state)}
        return _in_front([sys.executable, "-m", "tests.chaos", *arguments], environment)


def _against_a_portal(module: str, arguments: list[str], **variables: str) -> int:
    """Let a module start a portal for itself, on servers that are thrown away. Nothing that anybody uses is touched."""
    for address in ADDRESSES:
        os.environ.pop(address, None)
    assets.build()
    with _throw_away_servers(durable=False, migrated=True) as processes:
        variables |= {"PORTAL_LOCAL": "1", "PORTAL_TEST_TEMPLATE": postgres.DATABASE}
        environment = processes.environment | variables
        _collect_styles(environment)
        return _in_front([sys.executable, "-m", module, *arguments], environment)


def _collect_styles(environment: dict[str, str]) -> None:
    collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    run_step("Collecting the styles", collect, environment=environment)


@contextmanager
def _throw_away_servers(*, durable: bool, migrated: bool = False) -> Iterator[Processes]:
    with _throw_away_folder() as (state, lock):
        processes = Processes(state / "log", dict(os.environ), keep_open=(lock.fileno(),))
        try:
            if migrated:
                template.copy_into(state)
            servers.start(processes, state=state, durable=durable)
            yield processes
        finally:
            processes.stop()


@contextmanager
def _throw_away_folder() -> Iterator[tuple[Path, RunLock]]:
    _sweep()
    state = Path(tempfile.mkdtemp(prefix=PREFIX))
    lock = RunLock(state)
    lock.take()
    try:
        yield state, lock
    finally:
        servers.throw_away(state)


def _sweep() -> None:
    """Remove what a killed test run left behind. A folder in use is locked, or just being made."""
    for lock in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/lock"):
        try:
            if time.time() - lock.stat().st_mtime < BEING_MADE:
                continue
            with lock.open() as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                servers.throw_away(lock.parent)
        except OSError:  # in use, or somebody else's
            continue


def _in_front(argv: list[str], environment: dict[str, str]) -> int:
    """Run a command that owns the terminal: Ctrl-C reaches it directly, and a debugger can ask questions."""
    child = subprocess.Popen(argv, cwd=ROOT, env=environment, preexec_fn=children.die_with_parent(signal.SIGTERM))
    try:
        while child.poll() is None:
            children.pause(0.05)
        return child.returncode
    except StopRequested as request:
        say(f"\n{request}: stopping ...")
        _stop(child)
        return 130


def _stop(child: subprocess.Popen) -> None:
    """Ctrl-C has already reached the child; another signal has not. A second interrupt would spoil its tidying up."""
    if children.stop_requested() != signal.SIGINT:
        child.send_signal(signal.SIGINT)
    try:
        child.wait(20)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
