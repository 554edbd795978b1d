"""The one table of the attacks, on the screen and as JSON."""

import json
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.attack.committed import judged
from tests.attack.lines import Line
from tests.attack.registry import Attack
from tests.bench.table import machine

FILE = Path("attack.json")
HEAD = ("id", "what", "expected", "got", "ok")
WIDTHS = (4, 46, 60, 100, 3)


@dataclass
class Part:
    """One attack, or one committed test, of a line."""

    name: str
    got: str
    ok: bool
    count: int = 1
    seconds: float | None = None


@dataclass
class Table:
    """Each line with all its parts; a line of which nothing was run has failed."""

    size: str
    lines: list[Line]
    parts: dict[str, list[Part]] = field(default_factory=dict)
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def is_small(self) -> bool:
        return self.size == "small"

    def add(self, attack: Attack, got: str, *, ok: bool, seconds: float) -> None:
        self.parts.setdefault(attack.line, []).append(Part(attack.name, got, ok, seconds=round(seconds, 1)))
        say(f"{attack.line:4} {'ok' if ok else 'BREACH'} in {seconds:.1f} s: {attack.name}: {got}")

    def add_tests(self, results: dict[str, str]) -> None:
        for line in self.lines:
            for node in line.tests:
                count, not_passed = judged(node, results)
                got = "; ".join(not_passed) or f"{count} passed"
                self.parts.setdefault(line.id, []).append(Part(node, got, not not_passed, count=count))

    def failed(self) -> list[Line]:
        return [line for line in self.lines if not self._is_ok(line)]

    def text(self) -> str:
        rows = [HEAD, tuple("-" * width for width in WIDTHS), *map(self._cells, self.lines)]
        return "\n".join(
            "  ".join(cell[:width].ljust(width) for cell, width in zip(row, WIDTHS, strict=True)).rstrip()
            for row in rows
        )

    def write(self, seconds: float) -> None:
        lines = [
            {
                "id": line.id,
                "what": line.what,
                "expected": line.expected,
                "ok": self._is_ok(line),
                "parts": [vars(part) for part in self.parts.get(line.id, [])],
            }
            for line in self.lines
        ]
        content = {
            "size": self.size,
            "started_at": self.started_at.isoformat(timespec="seconds"),
            "seconds": round(seconds),
            "machine": machine(),
            "lines": lines,
        }
        FILE.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    def _is_ok(self, line: Line) -> bool:
        parts = self.parts.get(line.id, [])
        return bool(parts) and all(part.ok for part in parts)

    def _cells(self, line: Line) -> tuple[str, ...]:
        parts = self.parts.get(line.id, [])
        tests = sum(part.count for part in parts if part.seconds is None and part.ok)
        said = [part.got for part in parts if not part.ok] or [part.got for part in parts if part.seconds is not None]
        if tests and all(part.ok for part in parts):
            said.append(f"{tests} committed test{'' if tests == 1 else 's'}")
        return line.id, line.what, line.expected, "; ".join(said) or "NOTHING RUN", "yes" if self._is_ok(line) else "NO"


def say(text: str) -> None:
    """What is going on, for whoever waits; the table goes to standard output."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
