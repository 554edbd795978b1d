"""Running an import from the first row to the last, a batch at a time: dry, or for good."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db import transaction

from collab_portal.sheets.mapping import Record
from collab_portal.sheets.report import Report
from enterprises.imports import planning, stub, writing
from enterprises.imports.planning import Plan
from enterprises.imports.writing import Source

BATCH = 500
After = Callable[[int, Report], None]


def check(records: Sequence[Record], *, source: Source, sheet: str) -> Report:
    """What would become of the rows. Nothing is written."""
    plan, total = Plan(source.name, sheet), Report()
    with transaction.atomic():
        for batch in _batches(records):
            steps = plan.steps(map(stub.read, batch))
            total.add(planning.report(steps))
            plan.settle(steps)
    return total


def run(
    records: Sequence[Record],
    *,
    source: Source,
    sheet: str,
    at: datetime,
    begin: int = 0,
    after: After = lambda done, report: None,
    stop: Callable[[], bool] = lambda: False,
) -> Report:
    """Take the rows in, each batch in a transaction of its own, within which `after` hears how far it came.

    With `begin` it goes on behind rows that went in before it was interrupted; it ends early when told to `stop`.
    """
    plan, total, done = Plan(source.name, sheet), Report(), begin
    for record in records[:begin]:
        plan.seen(stub.read(record))
    for batch in _batches(records[begin:]):
        if stop():
            break
        with transaction.atomic():
            writing.take_turns()
            steps = plan.steps(map(stub.read, batch))
            writing.write(steps, source=source, sheet=sheet, at=at)
            report = planning.report(steps)
            done += len(batch)
            after(done, report)
        total.add(report)
        plan.settle(steps)
    return total


def _batches(records: Sequence[Record]) -> Iterator[Sequence[Record]]:
    for start in range(0, len(records), BATCH):
        yield records[start : start + BATCH]
