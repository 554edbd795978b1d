"""What commands that take a sheet have in common: the file or standard input, columns as told, what they print."""

import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from collab_portal.sheets import mapping
from collab_portal.sheets.limits import MAX_BYTES
from collab_portal.sheets.mapping import Column, Header, Proposal
from collab_portal.sheets.report import Kind, Report, rows
from collab_portal.sheets.writing import csv_rows

STANDARD_INPUT = "-"


def add_sheet_arguments(parser, keys: Iterable[str]) -> None:
    parser.add_argument("--dry-run", action="store_true", help="store nothing; say what would become of each row")
    parser.add_argument("--report", metavar="FILE", help="write all there is to say about the rows as CSV")
    parser.add_argument("--sheet", metavar="NAME", default="", help="a sheet of the workbook; else the first")
    parser.add_argument("--header-row", metavar="NUMBER", type=int, help="the row with the headings; 0 for none")
    parser.add_argument(
        "--columns",
        nargs="+",
        metavar="KEY=COLUMN",
        default=[],
        help=f"what a column holds, by its letter or heading: name=B. Keys: {', '.join(keys)}",
    )


def content(name: str) -> bytes:
    """The bytes of the file, or of standard input for “-”; one more than is allowed, where there are so many."""
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from error


def tell(command: BaseCommand, told: Report, options: Mapping[str, Any], *, only_in_report: Collection[Kind]) -> None:
    """What there is to say about the rows: on standard error, and in full in the file of --report."""
    if name := options["report"]:
        try:
            with open(name, "w", encoding="utf-8", newline="") as file:
                file.writelines(csv_rows(rows(told.problems)))
        except OSError as error:
            raise CommandError(f"The report cannot be written to {name}: {error.strerror}.") from error
    for problem in told.problems:
        if problem.kind not in only_in_report or options["verbosity"] > 1:
            value = " ".join(problem.value.split())
            command.stderr.write(f"{problem.kind}: row {problem.row}: {problem.where}: {value}: {problem.said}")


def with_told(
    proposal: Proposal, given: Iterable[str], keys: Mapping[str, Column], *, at_least: float
) -> dict[str, int]:
    """The columns as told, and of the others those recognised at least so surely."""
    told = dict(_told(each, proposal.header, keys) for each in given)
    sure = {key: at for key, at in proposal.columns.items() if proposal.confidence[key] >= at_least}
    return {key: at for key, at in sure.items() if at not in told.values()} | told


def _told(given: str, header: Header, keys: Mapping[str, Column]) -> tuple[str, int]:
    key, _sign, place = given.partition("=")
    if key not in keys:
        raise CommandError(f"There is no key “{key}”. Keys: {', '.join(keys)}.")
    at = header.find(place)
    if at is None:
        there_are = ", ".join(map(header.name, range(header.width)))
        raise CommandError(f"There is no column “{place}”. There are: {there_are}.")
    return key, at


def what_is_unsure(proposal: Proposal, example: str) -> str:
    """Why the columns cannot be used unseen, and how to say what they hold."""
    header = proposal.header
    found = ", ".join(
        f"{key}={header.name(at)}{'' if proposal.confidence[key] >= mapping.SURE else ' (not sure)'}"
        for key, at in proposal.columns.items()
    )
    missing = ", ".join(column.key for column in proposal.missing)
    lines = [
        f"The columns are not all recognised. Say what they hold with --columns {example}.",
        f"Headings found in row {header.row}." if header.row else "No row with headings was found.",
        f"Recognised: {found}." if found else "Recognised: none.",
        f"Needed: {missing}." if missing else "",
        *(f"Several columns are called the same: {key}." for key in proposal.twins),
    ]
    return "\n".join(filter(None, lines))
