"""Child processes that start in order, are watched, stop in order, and never outlive us."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from collab_portal.local.environment import ROOT, LocalError

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None

_requested: list[signal.Signals] = []


class StopRequested(Exception):
    """Somebody asked us to stop while we waited for something."""


def listen_for_stop() -> None:
    """Remember a request to stop instead of being interrupted by it: no child is ever lost between two lines."""
    for number in STOP_SIGNALS:
        if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
            continue  # started by nohup, to outlive its terminal
        signal.signal(number, lambda number, frame: _requested.append(signal.Signals(number)))
    if LIBC and os.environ.get("MAKELEVEL"):
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)  # a killed `make` takes us with it


def stop_requested() -> signal.Signals | None:
    return _requested[0] if _requested else None


def pause(seconds: float) -> None:
    """Sleep, unless we are to stop."""
    if stop_requested():
        raise StopRequested(stop_requested().name)
    time.sleep(seconds)


def say(text: str) -> None:
    try:
        print(text, flush=True)
    except OSError:  # after a hang-up there is no terminal to write to
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - stays open for whatever is said next


class Process:
    """One server: its own session, so that Ctrl-C reaches us alone and we stop everything in order."""

    def __init__(self, name: str, argv: Sequence, *, log: Path, stop_signal: int, grace: float, **options):
        self.name, self.log, self.stop_signal, self.grace = name, log, stop_signal, grace
        if log.exists():
            log.replace(log.with_suffix(".log.old"))
        with log.open("wb") as output:
            self.popen = subprocess.Popen(
                [str(part) for part in argv],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                preexec_fn=die_with_parent(stop_signal),
                start_new_session=True,
                **options,
            )

    def alive(self) -> bool:
        return self.popen.poll() is None

    def ask_to_stop(self) -> None:
        if self.alive():
            self.popen.send_signal(self.stop_signal)

    def wait_for_end(self) -> None:
        end_session(self.popen, self.grace)

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-15:]
        return "\n".join(["", *(f"    {line}" for line in lines), f"  The whole log is in {self.log}."])


class Processes:
    """The servers of one run, in the order in which they were started."""

    def __init__(self, logs: Path, environment: dict[str, str], keep_open: tuple[int, ...] = ()):
        self.logs, self.environment, self.keep_open = logs, environment, keep_open
        self.started: list[Process] = []
        self.last: list[Process] = []
        logs.mkdir(parents=True, exist_ok=True)

    def start(
        self, name: str, argv: Sequence, *, stop_signal: int = signal.SIGTERM, grace: float = 15, fds=(), **variables
    ) -> Process:
        """Start one; `variables` are added to its environment."""
        process = Process(
            name,
            argv,
            log=self.logs / f"{name}.log",
            stop_signal=stop_signal,
            grace=grace,
            env=self.environment | variables,
            pass_fds=(*self.keep_open, *fds),
        )
        self.started.append(process)
        return process

    def wait_until(self, process: Process, ready: Callable[[], bool], seconds: float = 60) -> None:
        """Wait for a server to answer. `ready` may fail for as long as it does not."""
        give_up_at = time.monotonic() + seconds
        while not ready():
            self.check_all_alive()
            if time.monotonic() > give_up_at:
                raise LocalError(f"{process.name} was not ready within {seconds:.0f} s.{process.last_words()}")
            pause(0.03)

    def check_all_alive(self) -> None:
        for process in self.started:
            if not process.alive():
                how = f"{process.name} stopped by itself (exit status {process.popen.returncode})"
                raise LocalError(f"{how}.{process.last_words()}")

    def watch(self) -> None:
        """Until we are asked to stop, or one of them stops by itself."""
        while True:
            self.check_all_alive()
            pause(0.2)

    def stop_these_last(self) -> None:
        """What has started so far serves the others, and stops after them."""
        self.last = list(self.started)

    def stop(self) -> None:
        """All at once those that only use the servers; then the servers, each when nobody needs it any more."""
        for process in self.started:
            if process not in self.last:
                process.ask_to_stop()
        while self.started:
            process = self.started.pop()
            if process in self.last:
                process.ask_to_stop()
            process.wait_for_end()


def run_step(what: str, argv: Sequence, *, environment: dict | None = None, folder: Path = ROOT, **options) -> None:
    """Run one command to its end. A request to stop ends it."""
    child = subprocess.Popen(
        [str(part) for part in argv],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent(signal.SIGTERM),
        start_new_session=True,
        **options,
    )
    try:
        while child.poll() is None:
            pause(0.02)
    finally:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
        end_session(child, grace=10)
    if child.returncode:
        raise LocalError(f"{what} failed (exit status {child.returncode}).")


def end_session(child: subprocess.Popen, grace: float) -> None:
    """Wait for a child that was asked to stop, and kill what is left of its session."""
    with suppress(subprocess.TimeoutExpired):
        child.wait(grace)
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def die_with_parent(number: int) -> Callable[[], None]:
    """What a child does first: ask the kernel for this signal when its parent dies, even by SIGKILL."""
    parent = os.getpid()

    def ask() -> None:
        for each in STOP_SIGNALS:
            signal.signal(each, signal.SIG_DFL)
        if LIBC:
            LIBC.prctl(PR_SET_PDEATHSIG, number)
            if os.getppid() != parent:  # it died before we asked
                os._exit(1)

    return ask
