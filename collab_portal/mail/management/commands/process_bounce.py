"""Takes in what the bounce mailbox received, one message from standard input or each from a file."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from collab_portal.mail import bounces, reports


class Command(BaseCommand):
    help = (
        "Read bounces (RFC 3464) and complaints (ARF) and stop writing to addresses that are at fault. "
        "Made for a mailbox's delivery command: what is no report about our mail is passed over."
    )
    requires_system_checks = []  # a mailbox runs it for every message

    def add_arguments(self, parser):
        parser.add_argument(
            "files", nargs="*", default=["-"], metavar="FILE", help="one message each; - for standard input"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what they are, and change nothing")

    def handle(self, *, files, dry_run, **options):
        new = known = other = 0
        for name in files:
            report = reports.read(_bytes_of(name))
            if report is None:
                other += 1
            elif dry_run or bounces.take_in(report):
                new += 1
            else:
                known += 1
        self.stdout.write(f"{new} new, {known} known, {other} not about our mail")


def _bytes_of(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}") from error
