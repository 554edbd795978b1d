"""Reads the notices of a public service up to the present."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from procurement.imports import Kind, cells
from procurement.imports.fetching import NotBegun, Overtaken
from procurement.imports.nightly import fetch
from procurement.imports.sources import SOURCES


class Command(BaseCommand):
    help = (
        "Reads the notices that Find a Tender, Sell2Wales or Contracts Finder publish as OCDS, and takes them in as "
        "import_ocds does. It goes on where the last run stopped. Ends with status 1 where something is missing, "
        "which the next run asks for again."
    )

    def add_arguments(self, parser):
        parser.add_argument("--source", required=True, choices=sorted(SOURCES))
        parser.add_argument(
            "--since",
            type=date.fromisoformat,
            metavar="DATE",
            help="YYYY-MM-DD; needed the first time, and an earlier date than before reads again from there",
        )
        parser.add_argument("--alert", action="store_true", help="send alerts for what is still open; otherwise none")

    def handle(self, *args, **options):
        at = timezone.now()
        try:
            fetched = fetch(
                options["source"], since=options["since"], at=at, with_alerts=options["alert"], tell=self._tell
            )
        except NotBegun:
            raise CommandError("Say from when on: --since YYYY-MM-DD. It was never read before.") from None
        except Overtaken:
            raise CommandError("Another run reads this service at the moment. Try again later.") from None
        self.stdout.write(f"{fetched.pages} pages read: {fetched.run.total}")
        if fetched.failures:
            raise CommandError(f"Not everything could be read: {fetched.failures[-1]}")

    def _tell(self, file, row):
        if row.kind != Kind.LEFT_OUT:
            self.stderr.write(": ".join(cell for cell in (str(row.kind), *cells(file, row)[:5]) if cell))
