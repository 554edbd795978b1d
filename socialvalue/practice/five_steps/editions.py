"""The statements that bodies answer: an edition for each file in `data/`, named by the day from which it is used.

Closed assessments are read with the edition they were answered in. So a file stays as it is; what changes is a new one.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from socialvalue.practice.models import Level, Step

DATA = Path(__file__).resolve().parent / "data"


@dataclass(frozen=True)
class Statement:
    """What a body compares itself with, and an example for each level. `facts`: what the portal knows about it."""

    step: Step
    code: str
    title_en: str
    title_cy: str
    facts: tuple[str, ...]
    examples: tuple["Example", ...]


@dataclass(frozen=True)
class Example:
    """How it looks at one level."""

    level: Level
    title_en: str
    title_cy: str


@dataclass(frozen=True)
class Edition:
    """All statements of one day."""

    code: str
    statements: tuple[Statement, ...]

    @property
    def since(self) -> date:
        return date.fromisoformat(self.code)

    @property
    def codes(self) -> list[str]:
        return [each.code for each in self.statements]

    def of_step(self, step: Step) -> list[Statement]:
        return [each for each in self.statements if each.step == step]


@cache
def edition(code: str) -> Edition:
    with (DATA / f"{code}.csv").open(encoding="utf-8", newline="") as file:
        return Edition(code, tuple(_statement(row) for row in csv.DictReader(file)))


@cache
def codes() -> tuple[str, ...]:
    """Of all editions, the earliest first."""
    return tuple(sorted(file.stem for file in DATA.glob("*.csv")))


def used_on(day: date) -> Edition:
    """The newest that was in use; before the first, the first."""
    begun = [code for code in codes() if date.fromisoformat(code) <= day]
    return edition(begun[-1] if begun else codes()[0])


def _statement(row: dict[str, str]) -> Statement:
    examples = (Example(level, row[f"level_{level:d}_en"], row[f"level_{level:d}_cy"]) for level in Level)
    return Statement(
        step=Step(row["step"]),
        code=row["code"],
        title_en=row["statement_en"],
        title_cy=row["statement_cy"],
        facts=tuple(row["facts"].split()),
        examples=tuple(examples),
    )
