"""The one table of the measurements, on the screen and as JSON."""

import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

FILE = Path("bench.json")
HEAD = ("what", "size", "p50 ms", "p95 ms", "queries", "bytes", "× floor", "× fewest", "figure", "goal", "ok")


@dataclass
class Row:
    """One thing that was measured. `figure` is for what is not a page; `ok` is None where there is no goal.

    `ratio` is beside the same page with its rows in memory, `growth` how much that became since there were the fewest
    rows, `why` the reason where less is promised than of other pages.
    """

    what: str
    size: str = ""
    p50_ms: float | None = None
    p95_ms: float | None = None
    queries: int | None = None
    bytes: int | None = None
    ratio: float | None = None
    growth: float | None = None
    floor_ms: float | None = None
    figure: str = ""
    goal: str = ""
    ok: bool | None = None
    why: str = ""

    def cells(self) -> list[str]:
        times = [_number(self.p50_ms, 2), _number(self.p95_ms, 2)]
        counts = [_number(self.queries), _number(self.bytes)]
        verdict = {True: "yes", False: "NO", None: ""}[self.ok]
        beside = [_number(self.ratio, 2), _number(self.growth, 2)]
        return [self.what, self.size, *times, *counts, *beside, self.figure, self.goal, verdict]


@dataclass
class Table:
    """All rows, with what is needed to understand them later."""

    scale: str
    seed: int
    rows: list[Row] = field(default_factory=list)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    load: float = field(default_factory=lambda: os.getloadavg()[0])

    @property
    def is_machine_busy(self) -> bool:
        """It was at the start, before anything was measured."""
        return self.load > (os.cpu_count() or 1) / 2

    def add(self, *rows: Row) -> None:
        self.rows += rows

    def missed(self) -> list[Row]:
        return [row for row in self.rows if row.ok is False]

    def text(self) -> str:
        lines = [list(HEAD), *(row.cells() for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
        lines.insert(1, ["-" * width for width in widths])
        return "\n".join(_aligned(line, widths) for line in lines)

    def write(self, seconds: float) -> None:
        content = {
            "scale": self.scale,
            "seed": self.seed,
            "started_at": self.started_at.isoformat(timespec="seconds"),
            "seconds": round(seconds),
            "machine": machine() | {"load_before": round(self.load, 1)},
            "rows": [asdict(row) for row in self.rows],
        }
        FILE.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def machine() -> dict:
    """Where and on what it was measured."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return {
        "processors": os.cpu_count(),
        "architecture": platform.machine(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "commit": commit.stdout.strip(),
    }


def say(text: str) -> None:
    """What is going on, for whoever waits; the table goes to standard output."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def _aligned(cells: list[str], widths: list[int]) -> str:
    """Words to the left, numbers to the right."""
    last_numeric = HEAD.index("× fewest")
    return "  ".join(
        cell.rjust(width) if 2 <= column <= last_numeric else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ).rstrip()


def _number(value: float | None, decimals: int = 0) -> str:
    return "" if value is None else f"{value:,.{decimals}f}"
