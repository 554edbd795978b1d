"""What an import has to tell: how many, and row by row what was not taken, or was taken otherwise than it stood."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

HEADER = (_("Row"), _("Column"), _("Value"), _("Reason"), _("What became of it"))


class Outcome(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Kind(StrEnum):
    """What became of the row or of the value."""

    REFUSED = "refused"  # the row did not go in
    LEFT_OUT = "left out"  # the row did, without this value
    KEPT = "kept"  # what is here already stays
    DOUBTFUL = "doubtful"  # somebody must say whether two are one
    CHANGED = "changed"  # it says something else than the last time
    VANISHED = "vanished"  # it was there the last time


KINDS = {
    Kind.REFUSED: _("The row was refused"),
    Kind.LEFT_OUT: _("This value was left out"),
    Kind.KEPT: _("What is here stays"),
    Kind.DOUBTFUL: _("Somebody must decide"),
    Kind.CHANGED: _("It is brought up to date"),
    Kind.VANISHED: _("It is no longer in the sheet"),
}


class Problem(NamedTuple):
    """One thing to tell: the row and column as the sheet's owner sees them, what stands there, and why it matters.

    The reason is kept in the words of the code, and what it names apart: it is read later, perhaps in Welsh.
    """

    row: int
    column: str
    value: str
    reason: str
    kind: Kind = Kind.REFUSED
    named: dict[str, str | int] = {}

    @property
    def where(self) -> str:
        return gettext(self.column) if self.column else ""

    @property
    def said(self) -> str:
        """The reason in the language of the page."""
        named = {key: gettext(one) if isinstance(one, str) and one else one for key, one in self.named.items()}
        return gettext(self.reason) % named if named else gettext(self.reason)

    @property
    def consequence(self):
        return KINDS[Kind(self.kind)]


@dataclass
class Report:
    """The numbers and the problems of one import, of a dry run as of a real one."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)

    def __str__(self):
        """The same in every language: scripts read it."""
        return f"{self.new} new, {self.changed} changed, {self.unchanged} unchanged, {self.refused} refused"

    @property
    def numbers(self) -> dict[str, int]:
        return {"new": self.new, "changed": self.changed, "unchanged": self.unchanged, "refused": self.refused}

    @property
    def taken(self) -> int:
        return self.new + self.changed + self.unchanged

    def count(self, outcome: Outcome, problems: Iterable[Problem]) -> None:
        """One row more."""
        setattr(self, outcome, getattr(self, outcome) + 1)
        self.problems += problems

    def add(self, other: "Report") -> None:
        self.new += other.new
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.refused += other.refused
        self.problems += other.problems

    def by_row(self) -> dict[int, list[Problem]]:
        rows: dict[int, list[Problem]] = {}
        for problem in sorted(self.problems, key=lambda problem: problem.row):
            rows.setdefault(problem.row, []).append(problem)
        return rows

    def as_json(self) -> dict:
        return self.numbers | {"problems": [list(problem) for problem in self.problems]}

    @classmethod
    def from_json(cls, told: dict) -> "Report":
        problems = [Problem(*each) for each in told.get("problems", [])]
        return cls(*(told.get(name, 0) for name in ("new", "changed", "unchanged", "refused")), problems)


def rows(problems: Iterable[Problem]) -> Iterator[tuple[object, ...]]:
    """The header and a line for each problem, for `writing.csv_rows`."""
    yield HEADER
    for problem in problems:
        yield (problem.row, problem.where, problem.value, problem.said, problem.consequence)
