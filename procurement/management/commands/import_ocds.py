"""Takes in notices that other systems publish as OCDS."""

import csv
import sys
from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from collab_portal.audit import trail
from collab_portal.celery import nudge
from collab_portal.sheets.writing import safe_cell
from procurement.imports import HEADER, Import, Kind, Row, cells

STANDARD_INPUT = "-"
ONLY_IN_REPORT = {Kind.LEFT_OUT}  # there are many of them, and the release is in


class Command(BaseCommand):
    help = (
        "Takes in release and record packages as Sell2Wales, Contracts Finder and Find a Tender publish them. It can "
        "be repeated: what is known already is unchanged. A release that cannot be taken is named on standard error, "
        "and the others go in. Ends with status 1 where a file cannot be read, or not to its end."
    )

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="a JSON file; - is standard input")
        parser.add_argument("--report", metavar="FILE", help="write all there is to say about it as CSV")
        parser.add_argument("--alert", action="store_true", help="send alerts for what is still open; otherwise none")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="write nothing; a process whose releases lie far apart in the file may then count as new twice",
        )

    def handle(self, *args, **options):
        with _report(options["report"]) as report:
            run = Import(
                at=timezone.now(),
                tell=lambda file, row: self._tell(file, row, report, options["verbosity"]),
                with_alerts=options["alert"],
                dry_run=options["dry_run"],
            )
            unread = [name for name in options["files"] if not self._take(name, run)]
        counts = run.total
        if not options["dry_run"]:
            trail.record("notices imported", new=counts.new, changed=counts.changed, refused=counts.refused)
            if options["alert"]:
                nudge("procurement.drain")
        self.stdout.write(str(counts))
        if unread:
            raise CommandError(f"Not read to the end: {', '.join(unread)}")

    def _take(self, name: str, run: Import) -> bool:
        if name == STANDARD_INPUT:
            return run.take(sys.stdin.buffer, "standard input")
        try:
            with open(name, "rb") as file:
                return run.take(file, name)
        except OSError as error:
            run.tell(name, Row(Kind.FILE, error.strerror or str(error)))
            return False

    def _tell(self, file: str, row: Row, report, verbosity: int) -> None:
        named = cells(file, row)
        if report:
            report.writerow([safe_cell(cell) for cell in named])
        if row.kind not in ONLY_IN_REPORT or verbosity > 1:
            where = [cell for cell in named[:4] if cell]
            self.stderr.write(f"{row.kind}: {': '.join(where)}: {named[4]}")


@contextmanager
def _report(name: str | None):
    """A writer of the report, its header written; None where nobody asked for one."""
    if name is None:
        yield None
        return
    with _opened(name) as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        yield writer


def _opened(name: str):
    try:
        return open(name, "w", encoding="utf-8", newline="")
    except OSError as error:
        raise CommandError(f"The report cannot be written to {name}: {error.strerror}.") from error
