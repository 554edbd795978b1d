"""What a coordinator does with a list on its way in, and how a worker takes it in."""

from datetime import datetime

from django.db import transaction

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.sheets.report import Report
from collab_portal.sheets.work import Work
from enterprises.imports import running
from enterprises.imports.columns import COLUMNS
from enterprises.imports.writing import Source
from enterprises.models import DirectorySheet


@transaction.atomic
def take_file(*, network: Organisation, by: User, name: str, content: bytes, **source: object) -> DirectorySheet:
    """Keep an uploaded file, and propose what its columns mean: as the last time, or as its headings say."""
    sheet = DirectorySheet(network=network, uploaded_by=by, file_name=name[:255], content=content, **source)
    proposal = sheet.choose_sheet("", COLUMNS)
    earlier = DirectorySheet.objects.understood().filter(network=network, signature=sheet.signature).first()
    is_known = sheet.remember(earlier, COLUMNS) or proposal.is_certain
    sheet.save()
    if is_known:
        understand(sheet, sheet.columns)
    trail.record("sheet of enterprises uploaded", by=by, target=sheet)
    return sheet


def source_of(sheet: DirectorySheet) -> Source:
    return Source(
        name=sheet.source_name,
        url=sheet.source_url,
        licence=sheet.source_licence,
        network=sheet.network,
        are_members=sheet.are_members,
    )


@transaction.atomic
def confirm(*, sheet: DirectorySheet, by: User, at: datetime) -> None:
    """The person has seen what would become of the rows: a worker may take them in."""
    sheet.queue(at)
    sheet.report = {}
    sheet.save()
    trail.record("sheet of enterprises confirmed", by=by, target=sheet)


@transaction.atomic
def discard(*, sheet: DirectorySheet, by: User) -> None:
    """Forget a sheet that was not taken in."""
    trail.record("sheet of enterprises discarded", by=by, target=sheet)
    sheet.delete()


def _check(sheet: DirectorySheet) -> Report:
    return running.check(sheet.records(), source=source_of(sheet), sheet=sheet.signature)


def _run(sheet: DirectorySheet, **progress) -> Report:
    return running.run(sheet.records(), source=source_of(sheet), sheet=sheet.signature, **progress)


def _finished(sheet: DirectorySheet, told: Report) -> None:
    trail.record("enterprises imported", by=sheet.uploaded_by, target=sheet.network, **told.numbers)


WORK = Work(DirectorySheet, check=_check, run=_run, finished=_finished)
understand, look_over_if_short = WORK.understand, WORK.look_over_if_short
take_next, forget_old = WORK.take_next, WORK.forget_old
