"""One run of the import: file after file, batch after batch."""

from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

from django.db import DatabaseError, connection, transaction

from procurement.imports import batch as batches
from procurement.imports.incoming import Incoming, releases
from procurement.imports.report import Counts, Kind, Row
from procurement.ocds.stream import Unreadable, pieces
from procurement.ocds.values import Remark

BATCH = 500


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
        waiting: list[Incoming] = []
        try:
            for piece in pieces(file):
                for found in releases(piece):
                    if isinstance(found, Row):
                        self._count(Counts(refused=1, rows=[found]), name)
                    else:
                        waiting.append(found)
                if len(waiting) >= BATCH:
                    self._write(waiting, name)
                    waiting = []
        except (Unreadable, OSError) as error:
            self._write(waiting, name)
            self._count(Counts(rows=[Row(Kind.FILE, str(error))]), name)
            return False
        self._write(waiting, name)
        return True

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
