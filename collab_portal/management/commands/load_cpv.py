"""Loads the official CPV list, so that every code has its label and its place in the tree."""

import csv
from collections.abc import Iterator, Mapping

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from collab_portal.reference import actions


class Command(BaseCommand):
    help = "Loads the Common Procurement Vocabulary from a CSV file with the columns code, level, parent, label_en."

    def add_arguments(self, parser):
        parser.add_argument("file", help="a UTF-8 CSV file; further columns do no harm")
        parser.add_argument("--dry-run", action="store_true", help="report, but write nothing")

    def handle(self, *args, **options):
        with transaction.atomic():
            report = actions.load_cpv(rows=_rows(options["file"]))
            transaction.set_rollback(options["dry_run"])
        for refusal in report.refused:
            self.stderr.write(f"line {refusal.line}: {refusal.code or '(no code)'}: {refusal.reason}")
        counts = report.counts
        self.stdout.write(
            f"{counts.new} new, {counts.changed} changed, {counts.unchanged} unchanged, {len(report.refused)} refused"
        )


def _rows(path: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in actions.CPV_COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                wanted = ", ".join(actions.CPV_COLUMNS)
                raise CommandError(f"{path} has no column {missing[0]}: its first line must name {wanted}.")
            for row in reader:
                yield reader.line_num, row
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not UTF-8 text: save it as CSV in UTF-8.") from error
    except csv.Error as error:
        raise CommandError(f"{path} is not a CSV file: {error}.") from error
