"""What an import has to tell: how many, and line by line what did not go in, or went in otherwise than it came."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

HEADER = ("file", "release id", "ocid", "path", "reason", "kind")


class Kind(StrEnum):
    """What a line of the report is about."""

    REFUSED = "refused"  # the release did not go in
    LEFT_OUT = "left out"  # it did, without this value
    KEPT = "kept"  # it did, but this is what an officer entered here
    DECISION = "decision"  # two names were taken for one organisation
    FILE = "file"  # the file cannot be read, or not to its end


class Row(NamedTuple):
    kind: Kind
    reason: str
    release_id: str = ""
    ocid: str = ""
    path: str = ""


@dataclass
class Counts:
    """What became of the releases of a file or of a batch, and what there is to say about them."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    rows: list[Row] = field(default_factory=list)

    def add(self, other: "Counts") -> None:
        self.new += other.new
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.refused += other.refused
        self.rows += other.rows

    def refuse(self, row: Row) -> None:
        self.refused += 1
        self.rows.append(row)

    def __str__(self):
        return f"{self.new} new, {self.changed} changed, {self.unchanged} unchanged, {self.refused} refused"


def one_line(text: str) -> str:
    return " ".join(text.split())[:500]


def cells(file: str, row: Row) -> tuple[str, ...]:
    """The row under the header of the report."""
    return file, row.release_id, row.ocid, row.path, one_line(row.reason), row.kind
