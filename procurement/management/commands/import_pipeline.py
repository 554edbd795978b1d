"""Brings a council's forward plan into its pipeline, as drafts."""

import json
from collections.abc import Sequence

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from collab_portal.accounts.models import Organisation
from collab_portal.audit import trail
from collab_portal.sheets import command, mapping
from collab_portal.sheets.limits import Refused
from collab_portal.sheets.mapping import Header
from collab_portal.sheets.reading import Sheet, open_book
from collab_portal.sheets.report import Kind, Report
from procurement.buyers import by_slug_or_number
from procurement.models import PlanSheet
from procurement.plans import finding, running
from procurement.plans.columns import BY_KEY
from procurement.plans.reading import Line, lines

ONLY_IN_REPORT = {Kind.LEFT_OUT, Kind.KEPT, Kind.CHANGED, Kind.VANISHED}


class Command(BaseCommand):
    help = (
        "Brings the forward plan of a public body (CSV or XLSX, told by content) into its pipeline as drafts. The same "
        "plan again updates what it said before; what an officer has edited since stays. A row that cannot be read is "
        "named on standard error with its column, and the others go in."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="FILE", help="- for standard input")
        parser.add_argument(
            "--buyer", metavar="ID", required=True, help="the public body: its slug, or its id in OCDS (GB-LAC-…)"
        )
        parser.add_argument("--json", action="store_true", help="print only JSON: what was understood of each row")
        command.add_sheet_arguments(parser, BY_KEY)

    def handle(self, *args, **options):
        buyer = by_slug_or_number(options["buyer"])
        if buyer is None:
            raise CommandError(f"There is no public body “{options['buyer']}”.")
        content = command.content(options["file"])
        try:
            found = finding.choose(open_book(content), options["sheet"])
            header, columns = _columns(found.sheet, buyer, options)
        except Refused as refused:
            raise CommandError(f"{options['file']}: {refused.text}") from refused
        if found.alike:
            names = ", ".join(f"“{name}”" for name in found.alike)
            self.stderr.write(f"Read: sheet “{found.sheet.name}”. The same headings stand on: {names}. See --sheet.")
        read = list(lines(finding.records(found.sheet, header, columns)))
        told = self._take(read, buyer, is_dry=options["dry_run"])
        command.tell(self, told, options, only_in_report=ONLY_IN_REPORT)
        if options["json"]:
            self.stdout.write(json.dumps({"rows": [_row(line) for line in read]}, ensure_ascii=False, indent=2))
        else:
            self.stdout.write(str(told))

    @staticmethod
    def _take(read: Sequence[Line], buyer: Organisation, *, is_dry: bool) -> Report:
        if is_dry:
            return running.check(read, buyer=buyer)
        told = running.run(read, buyer=buyer, at=timezone.now())
        trail.record("plan imported", target=buyer, **told.numbers)
        return told


def _columns(sheet: Sheet, buyer: Organisation, options) -> tuple[Header, dict[str, int]]:
    """As told, as remembered from the last time, or as far as they are recognised. Without a title nothing is read."""
    row = options["header_row"]
    proposal = finding.propose(sheet, header=None if row is None else mapping.header_at(sheet, row))
    header = proposal.header
    columns = command.with_told(proposal, options["columns"], BY_KEY, at_least=0)
    if not options["columns"] and header.row:
        earlier = PlanSheet.objects.understood().filter(buyer=buyer, signature=header.signature).first()
        columns = {key: at for key, at in earlier.columns.items() if key in BY_KEY} if earlier else columns
    if "title" not in columns and "title_cy" not in columns:
        raise CommandError(command.what_is_unsure(proposal, "title=B value=F"))
    return header, columns


def _row(line: Line) -> dict:
    errors = [
        {"column": problem.where, "value": problem.value, "reason": problem.said}
        for problem in line.problems
        if problem.kind == Kind.REFUSED
    ]
    return {"row": line.number, "values": line.values(), "errors": errors}
