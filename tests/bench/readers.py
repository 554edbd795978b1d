"""Readers who want pages at the same time: threads of a process of their own, which has nothing else to do."""

import json
import random
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException

PATIENCE = 30  # seconds


@dataclass
class Load:
    """What some readers met."""

    milliseconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """Who met nothing waited for ever."""
        return sorted(self.milliseconds)[int(0.95 * (len(self.milliseconds) - 1))] if self.milliseconds else 1e9


def read(port: int, mix: dict[str, int], readers: int, seconds: float) -> Load:
    """All of them until the time is up. Each connection is a new one, as from a proxy that keeps none."""
    load, ends_at = Load(), time.monotonic() + seconds
    threads = [
        threading.Thread(target=_reader, args=(port, mix, random.Random(number), ends_at, load))
        for number in range(readers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return load


def _reader(port: int, mix: dict[str, int], chance: random.Random, ends_at: float, load: Load) -> None:
    paths, weights = list(mix), list(mix.values())
    while time.monotonic() < ends_at:
        path, started = chance.choices(paths, weights)[0], time.perf_counter()
        if fault := _fault(port, path):
            load.failed.append(fault)
        else:
            load.milliseconds.append((time.perf_counter() - started) * 1000)


def _fault(port: int, path: str) -> str:
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Connection": "close"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, HTTPException) as error:
        return f"{path}: {type(error).__name__}"
    finally:
        connection.close()
    return "" if answer.status == 200 else f"{path} answered {answer.status}"


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(read(**json.loads(sys.argv[1])))))
