"""A real web server, as `make run` starts it, and how long it takes to answer."""

import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryFile

from tests.bench import in_memory

WARM = 1  # rounds that do not count
ROUNDING = 0.02  # a page says what time it is, and a token has one length or another
TURN = 5  # requests to one page, at the most, before the next has its turn
_occasions = count(1)


@dataclass
class Timing:
    """The answers to one address, and what it takes to render them again with all rows in memory."""

    milliseconds: list[float] = field(default_factory=list)
    in_memory: list[float] = field(default_factory=list)
    bytes: int = 0

    @property
    def p50(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def floor(self) -> float | None:
        return statistics.median(self.in_memory) if self.in_memory else None

    @property
    def p95(self) -> float:
        return sorted(self.milliseconds)[int(0.95 * (len(self.milliseconds) - 1))]


class Web:
    """Gunicorn with two workers of four threads."""

    def __init__(self):
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._output = TemporaryFile()  # noqa: SIM115 - closed with the server
        self.port = self._listening.getsockname()[1]
        self._process = self._start()

    def __enter__(self):
        ends_at = time.monotonic() + 60
        while not self._is_healthy():
            if self._process.poll() is not None or time.monotonic() > ends_at:
                self.stop()
                raise RuntimeError(f"the web server did not start: {self._last_words()}")
            time.sleep(0.1)
        return self

    def __exit__(self, *_error):
        self.stop()

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(20)
        self._listening.close()
        self._output.close()

    def restart_one_worker(self) -> None:
        """As a deploy does: it may finish what it has begun, and the master starts another."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        os.kill(int(children.read_text().split()[0]), signal.SIGTERM)

    def measure(self, paths: dict[str, str], *, times: int, cookie: str = "") -> dict[str, Timing]:
        """Time the answers at these addresses, turn by turn and each beside its floor, so that all of them meet the
        same machine."""
        timings = {name: Timing() for name in paths}
        headers = {"Cookie": cookie} if cookie else {}
        occasion = str(next(_occasions))  # rows that were kept on another are not those of today
        turn = min(TURN, times)
        for number in range(-(-times // turn) + WARM):
            for name, path in paths.items():
                taken = self._ask(path, headers, timings[name], turn)
                rendered = self._ask_in_memory(path, headers | {in_memory.HEADER: occasion}, timings[name], turn)
                if number >= WARM:
                    timings[name].milliseconds += taken
                    timings[name].in_memory += rendered
        return timings

    def fetch(self, path: str, **headers: str) -> http.client.HTTPResponse:
        connection = self._connection()
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def _ask(self, path: str, headers: dict[str, str], timing: Timing, turn: int) -> list[float]:
        """One turn: some requests of one caller, one after the other on one connection."""
        taken = []
        with closing(self._connection()) as connection:
            connection.connect()
            for _ in range(turn):
                milliseconds, _, content = _answer(connection, path, headers)
                taken.append(milliseconds)
                timing.bytes = len(content)
        return taken

    def _ask_in_memory(self, path: str, headers: dict[str, str], timing: Timing, turn: int) -> list[float]:
        """The same page without looking anything up: as long as the page itself, or it would be no floor."""
        taken = []
        with closing(self._connection()) as connection:
            connection.connect()
            for number in range(turn + 1):
                milliseconds, answer, content = _answer(connection, path, headers)
                if answer.headers.get(in_memory.HEADER):
                    return []
                if abs(len(content) - timing.bytes) > ROUNDING * timing.bytes:
                    raise RuntimeError(f"{path} has {timing.bytes} bytes, from memory {len(content)}")
                if number:  # the first may be the one that keeps the rows
                    taken.append(milliseconds - float(answer.headers[in_memory.ASKED]))
        return taken

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def _is_healthy(self) -> bool:
        try:
            return self.fetch("/healthz").status == 200
        except OSError:
            return False

    def _start(self) -> subprocess.Popen:
        descriptor = self._listening.fileno()
        gunicorn = [sys.executable, "-m", "gunicorn", "collab_portal.wsgi", f"--bind=fd://{descriptor}"]
        threads = ["--worker-class=gthread", "--workers=2", "--threads=4", "--no-control-socket"]
        return subprocess.Popen(
            gunicorn + threads,
            env=os.environ | {"DATABASE_POOL": "1"},
            pass_fds=[descriptor],
            stdout=self._output,
            stderr=subprocess.STDOUT,
        )

    def _last_words(self) -> str:
        self._output.seek(0)
        return self._output.read()[-2000:].decode(errors="replace")


def _answer(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]):
    started = time.perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    content = answer.read()
    taken = (time.perf_counter() - started) * 1000
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return taken, answer, content
