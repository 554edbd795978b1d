"""A real web server, as `make run` starts it, and how long it takes to answer."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from itertools import count
from tempfile import TemporaryFile

TURN = 5  # requests to one page before the next has its turn; each turn is a caller of its own, whom no limit meets
_callers = count(2)


@dataclass
class Timing:
    """The answers to one address."""

    milliseconds: list[float] = field(default_factory=list)
    bytes: int = 0

    @property
    def p50(self) -> float:
        return statistics.median(self.milliseconds)

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

    def measure(self, paths: dict[str, str], *, times: int, cookie: str = "") -> dict[str, Timing]:
        """Time the answers at these addresses, turn by turn, so that all of them meet the same machine."""
        timings = {name: Timing() for name in paths}
        for number in range(-(-times // TURN) + 1):
            for name, path in paths.items():
                taken = self._ask(path, cookie, timings[name])
                if number:  # the first round warms up
                    timings[name].milliseconds += taken
        return timings

    def fetch(self, path: str, **headers: str) -> http.client.HTTPResponse:
        connection = self._connection()
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def _ask(self, path: str, cookie: str, timing: Timing) -> list[float]:
        """One turn: some requests of one caller, one after the other on one connection."""
        connection = self._connection()
        connection.connect()
        taken = []
        for _ in range(TURN):
            started = time.perf_counter()
            connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            answer = connection.getresponse()
            content = answer.read()
            taken.append((time.perf_counter() - started) * 1000)
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
            timing.bytes = len(content)
        connection.close()
        return taken

    def _connection(self) -> http.client.HTTPConnection:
        """Each from an address of its own, as different people have."""
        number = next(_callers)
        source = f"127.{1 + number // 62_500 % 250}.{number // 250 % 250}.{1 + number % 250}"
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60, source_address=(source, 0))

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
