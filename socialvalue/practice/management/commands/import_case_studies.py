"""Brings case studies in as drafts of a network."""

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
from socialvalue.practice import imports


class Command(BaseCommand):
    help = (
        "Brings case studies (CSV, XLSX, or a folder of Markdown with front matter) in as drafts of a network, whose "
        "coordinators go on with them. It can be repeated: what is known already is unchanged, and what somebody has "
        "worked on stays as it is. A row that cannot be taken is named on standard error, and the others go in."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--network", metavar="SLUG", required=True, help="the network that goes on with them")
        command.add_sheet_arguments(parser, imports.BY_KEY)

    def handle(self, *args, **options):
        owner = Organisation.objects.networks().filter(slug=options["network"]).first()
        if owner is None:
            raise CommandError(f"There is no network “{options['network']}”.")
        try:
            sheet = _sheet(options)
            header, columns = _columns(sheet, options)
        except Refused as refused:
            raise CommandError(f"{options['file']}: {refused.text}") from refused
        records = list(mapping.records(sheet, header, columns))
        told = imports.run(records, owner=owner, at=timezone.now(), dry_run=options["dry_run"])
        if not options["dry_run"]:
            trail.record("case studies imported", target=owner, **told.numbers)
        command.tell(self, told, options, only_in_report={Kind.KEPT})
        self.stdout.write(str(told))


def _sheet(options) -> Sheet:
    folder = Path(options["file"])
    if folder.is_dir():
        return imports.sheet_of(folder)
    return open_book(command.content(options["file"])).sheet(options["sheet"])


def _columns(sheet: Sheet, options) -> tuple[Header, dict[str, int]]:
    """As told, or as recognised. Nothing unsure is used unseen."""
    row = options["header_row"]
    proposal = mapping.propose(sheet, imports.COLUMNS, None if row is None else mapping.header_at(sheet, row))
    if options["columns"]:
        told = command.with_told(proposal, options["columns"], imports.BY_KEY, at_least=mapping.SURE)
        return proposal.header, told
    if not proposal.is_certain:
        raise CommandError(command.what_is_unsure(proposal, "title=A challenge=C"))
    return proposal.header, proposal.columns
