"""Brings a set of values in pounds in, for the body that holds the licence. Nobody else sees it."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from collab_portal.audit import trail
from collab_portal.sheets import command, mapping
from collab_portal.sheets.limits import Refused
from collab_portal.sheets.reading import open_book
from procurement.buyers import by_slug_or_number
from socialvalue.imports import running
from socialvalue.imports.columns import BY_KEY, COLUMNS
from socialvalue.imports.reading import About


class Command(BaseCommand):
    help = (
        "Brings a licensed set of values in pounds (CSV or XLSX, told by content) in for one public body. The same "
        "edition again updates it. A row that cannot be read is named on standard error, and the others go in."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="- for standard input")
        parser.add_argument(
            "--organisation", metavar="ID", required=True, help="the body: its slug, or its id in OCDS (GB-LAC-…)"
        )
        parser.add_argument("--set", default="", help="the code of the set, where the file does not say it")
        parser.add_argument("--edition", default="", help="its edition, where the file does not say it")
        parser.add_argument("--licence", default="", help="the number of the licence, where the file does not say it")
        command.add_sheet_arguments(parser, BY_KEY)

    def handle(self, *args, **options):
        owner = by_slug_or_number(options["organisation"])
        if owner is None:
            raise CommandError(f"There is no public body “{options['organisation']}”.")
        content = command.content(options["file"])
        try:
            records = self._records(content, options)
        except Refused as refused:
            raise CommandError(f"{options['file']}: {refused.text}") from refused
        about = About(owner, options["set"], options["edition"], options["licence"])
        if options["dry_run"]:
            told = running.check(records, about=about)
        else:
            told = running.run(records, about=about, source=options["file"], at=timezone.now())
            trail.record("proxy set imported", target=owner, **told.numbers)
        command.tell(self, told, options, only_in_report=())
        self.stdout.write(str(told))

    @staticmethod
    def _records(content: bytes, options) -> list[mapping.Record]:
        sheet = open_book(content).sheet(options["sheet"])
        row = options["header_row"]
        proposal = mapping.propose(sheet, COLUMNS, None if row is None else mapping.header_at(sheet, row))
        columns = command.with_told(proposal, options["columns"], BY_KEY, at_least=mapping.SURE)
        if any(column.needed and column.key not in columns for column in COLUMNS):
            raise CommandError(command.what_is_unsure(proposal, "measure_code=A proxy_value=F"))
        return list(mapping.records(sheet, proposal.header, columns))
