"""Brings a list of enterprises into the directory."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from collab_portal.accounts.models import Organisation
from collab_portal.audit import trail
from collab_portal.sheets import command, mapping
from collab_portal.sheets.limits import Refused
from collab_portal.sheets.mapping import Header
from collab_portal.sheets.reading import Sheet, open_book
from collab_portal.sheets.report import Kind
from enterprises import imports
from enterprises.imports.columns import BY_KEY, COLUMNS
from enterprises.models import DirectorySheet

ONLY_IN_REPORT = {Kind.LEFT_OUT, Kind.KEPT}  # there are many of them, and the row is in


class Command(BaseCommand):
    help = (
        "Brings a list of enterprises (CSV or XLSX, told by content) into the directory as unclaimed stubs. It can be "
        "repeated: what is known already is unchanged, and what an enterprise has claimed stays as it is. A row that "
        "cannot be taken is named on standard error, and the others go in."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--network", metavar="SLUG", help="the network that brings it in and decides on doubles")
        parser.add_argument("--members", action="store_true", help="they are all members of that network")
        parser.add_argument("--source", metavar="NAME", help="where the list comes from; else the name of the file")
        parser.add_argument("--source-url", metavar="URL", default="", help="where that is published")
        parser.add_argument("--licence", metavar="NAME", default="", help="the licence it is published under")
        command.add_sheet_arguments(parser, BY_KEY)

    def handle(self, *args, **options):
        try:
            sheet = open_book(command.content(options["file"])).sheet(options["sheet"])
            header, columns = _columns(sheet, options)
        except Refused as refused:
            raise CommandError(f"{options['file']}: {refused.text}") from refused
        records = list(mapping.records(sheet, header, columns))
        source = _source(options)
        if options["dry_run"]:
            told = imports.check(records, source=source, sheet=header.signature)
        else:
            told = imports.run(records, source=source, sheet=header.signature, at=timezone.now())
            trail.record("enterprises imported", target=source.network, **told.numbers)
        command.tell(self, told, options, only_in_report=ONLY_IN_REPORT)
        self.stdout.write(str(told))


def _columns(sheet: Sheet, options) -> tuple[Header, dict[str, int]]:
    """As told, as remembered from the last time, or as recognised. Nothing unsure is used unseen."""
    row = options["header_row"]
    proposal = mapping.propose(sheet, COLUMNS, None if row is None else mapping.header_at(sheet, row))
    header = proposal.header
    if options["columns"]:
        return header, command.with_told(proposal, options["columns"], BY_KEY, at_least=mapping.SURE)
    earlier = DirectorySheet.objects.understood().filter(
        network__slug=options["network"] or "", signature=header.signature
    )
    if header.row and (remembered := earlier.first()):
        return header, {key: at for key, at in remembered.columns.items() if key in BY_KEY}
    if not proposal.is_certain:
        raise CommandError(command.what_is_unsure(proposal, "name=B postcode=F"))
    return header, proposal.columns


def _source(options) -> imports.Source:
    network = None
    if slug := options["network"]:
        network = Organisation.objects.networks().filter(slug=slug).first()
        if network is None:
            raise CommandError(f"There is no network “{slug}”.")
    elif options["members"]:
        raise CommandError("Say of which network they are members: --network SLUG.")
    return imports.Source(
        name=(options["source"] or Path(options["file"]).stem)[:150],
        url=options["source_url"],
        licence=options["licence"],
        network=network,
        are_members=options["members"],
    )
