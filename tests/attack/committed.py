"""The committed tests that the forty lines name: run in one pytest beside the attacks, and judged one by one."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.attack.lines import Line
from tests.sink import ROOT


class Committed:
    """One run of pytest with a database and counters of its own, next to the portal that is attacked."""

    def __init__(self, lines: list[Line], folder: Path, environment: dict[str, str]):
        self.report, self.log = folder / "tests.json", folder / "tests.log"
        nodes = sorted({node for line in lines for node in line.tests})
        # The last of the numbers that tests.settings gives to processes: no other uses its counters and its queue.
        own = {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PORTAL_LOCAL": "1",
            "PORTAL_ATTACK_TESTS": str(self.report),
            "PYTEST_XDIST_WORKER": "gw7",
        }
        command = [sys.executable, "-m", "pytest", "-p", "tests.attack.recorder", "-n", "0", "-q", *nodes]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment | own, stdout=output, stderr=subprocess.STDOUT
            )

    def results(self) -> dict[str, str]:
        """How each test ended, once all have."""
        self.process.wait()
        if not self.report.exists():
            raise RuntimeError(self.log.read_text(errors="replace")[-3000:])
        return json.loads(self.report.read_text(encoding="utf-8"))

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(20)


def judged(node: str, results: dict[str, str]) -> tuple[int, list[str]]:
    """How many tests a node stood for, and which of them did not pass. A node without any is a failure."""
    ours = {name: how for name, how in results.items() if f"{name}[".startswith((f"{node}[", f"{node}::"))}
    return len(ours), [f"{name}: {how}" for name, how in ours.items() if how != "passed"] if ours else [
        f"{node}: no test"
    ]


def environment_before() -> dict[str, str]:
    """As it is before this process becomes production."""
    return dict(os.environ)
