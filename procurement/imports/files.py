"""One run of the import: file after file, batch after batch."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from django.db import DatabaseError, connection, transaction

from procurement.imports import batch as batches
from procurement.imports.incoming import Incoming, releases
from procurement.imports.report import Counts, Kind, Row
from procurement.ocds.stream import Unreadable, pieces
from procurement.ocds.values import Remark

MOST_RELEASES, MOST_BYTES = 500, 32 * 2**20


@dataclass
class Part:
    """So much of a file as goes into one transaction: releases, and what was refused before it came to that."""

    releases: list[Incoming] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    length: int = 0

    @property
    def refused(self) -> int:
        return sum(row.kind == Kind.REFUSED for row in self.rows)

    @property
    def is_full(self) -> bool:
        return len(self.releases) + len(self.rows) >= MOST_RELEASES or self.length >= MOST_BYTES

    def add(self, found: Incoming | Row) -> None:
        if isinstance(found, Row):
            self.rows.append(found)
        else:
            self.releases.append(found)
            self.length += len(found.content)


def _parts(file: BinaryIO) -> Iterator[Part]:
    """The file, read and understood part by part. A fault of the file as a whole is the last thing said of it."""
    part = Part()
    try:
        for piece in pieces(file):
            for found in releases(piece):
                part.add(found)
            if part.is_full:
                yield part
                part = Part()
    except (Unreadable, OSError) as error:
        part.add(Row(Kind.FILE, str(error)))
    yield part


@contextmanager
def _little_garbage_collection() -> Iterator[None]:
    """Look for garbage after each part only, and only among what is new: it saves an eighth of the time."""
    was_enabled = gc.isenabled()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        if was_enabled:
            gc.enable()


class Import:
    """Takes the releases of any number of files. `tell` hears of each row of the report as soon as it is certain."""

    def __init__(
        self, *, at: datetime, tell: Callable[[str, Row], None], with_alerts: bool = False, dry_run: bool = False
    ):
        self.at = at
        self.tell = tell
        self.with_alerts = with_alerts
        self.dry_run = dry_run
        self.total = Counts()
        self.decisions: set[Row] = set()

    def take(self, file: BinaryIO, name: str) -> bool:
        """Take in what there is. False where the file cannot be read, or not to its end."""
        is_read = True
        with _little_garbage_collection():
            for part in _parts(file):
                is_read = is_read and not any(row.kind == Kind.FILE for row in part.rows)
                self._count(Counts(refused=part.refused, rows=part.rows), name)
                self._write(part.releases, name)
                gc.collect()
        return is_read

    def _write(self, batch: list[Incoming], name: str) -> None:
        """In one transaction. Where that fails the batch is halved, until the release is found that is to blame."""
        if not batch:
            return
        try:
            with transaction.atomic():
                counts = batches.write(batch, at=self.at, with_alerts=self.with_alerts)
                transaction.set_rollback(self.dry_run)
        except DatabaseError as error:
            if not connection.is_usable():
                raise
            if len(batch) > 1:
                half = len(batch) // 2
                self._write(batch[:half], name)
                self._write(batch[half:], name)
                return
            counts = Counts()
            counts.refuse(batch[0].row(Kind.REFUSED, Remark("$", f"the database refuses it: {error}")))
        self._count(counts, name)

    def _count(self, counts: Counts, name: str) -> None:
        for row in counts.rows:
            if row.kind == Kind.DECISION:
                if row in self.decisions:
                    continue
                self.decisions.add(row)
            self.tell(name, row)
        counts.rows = []
        self.total.add(counts)
