"""What a worker or a page does with a sheet on its way in: look it over, then take it in, going on where it stopped."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.sheets.limits import Refused
from collab_portal.sheets.report import Report
from enterprises.imports import running
from enterprises.imports.columns import COLUMNS
from enterprises.imports.writing import Source
from enterprises.models import DirectorySheet

QUICK = 2000  # rows that are looked over while the person waits; more are left to a worker
KEPT = timedelta(days=90)
State = DirectorySheet.State


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


def understand(sheet: DirectorySheet, columns: dict[str, int]) -> None:
    """The columns mean this. A short sheet is looked over at once."""
    sheet.understand(columns)
    look_over_if_short(sheet)


def look_over_if_short(sheet: DirectorySheet) -> None:
    """Look the sheet over now, unless it is so long that a worker must do it."""
    sheet.total = len(sheet.records())
    if sheet.total <= QUICK:
        look_over(sheet)
    else:
        sheet.save()


def look_over(sheet: DirectorySheet) -> None:
    """A dry run of the whole sheet."""
    report = running.check(sheet.records(), source=source_of(sheet), sheet=sheet.signature)
    sheet.checked(report)
    sheet.save()


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


def take_next(*, at: datetime, stop: Callable[[], bool] = lambda: False) -> bool:
    """Look over or take in the sheet that waits longest. Whether there was one is the answer."""
    with transaction.atomic():
        waiting = DirectorySheet.objects.select_for_update(skip_locked=True)
        sheet = waiting.due(at).first() or waiting.unseen(at).first()
        if sheet is None:
            return False
        sheet.alive_at = at
        sheet.save(update_fields=["alive_at"])
    try:
        if sheet.state == State.MAPPED:
            look_over(sheet)
        else:
            _take_in(sheet, at=at, stop=stop)
    except Refused as refused:
        sheet.fail(refused.text)
        sheet.save()
    return True


def _take_in(sheet: DirectorySheet, *, at: datetime, stop: Callable[[], bool]) -> None:
    records = sheet.records()
    told = sheet.told

    def after(done: int, report: Report) -> None:
        told.add(report)
        sheet.done, sheet.alive_at, sheet.report = done, at, told.as_json()
        sheet.save(update_fields=["done", "alive_at", "report"])

    running.run(
        records, source=source_of(sheet), sheet=sheet.signature, at=at, begin=sheet.done, after=after, stop=stop
    )
    if sheet.done < len(records):  # told to stop: whoever comes next goes on
        DirectorySheet.objects.filter(pk=sheet.pk).update(alive_at=None)
        return
    with transaction.atomic():
        sheet.finish(told, at=at)
        sheet.save()
        numbers = {name: getattr(told, name) for name in ("new", "changed", "unchanged", "refused")}
        trail.record("enterprises imported", by=sheet.uploaded_by, target=sheet.network, **numbers)


def forget_old(*, at: datetime) -> None:
    """Files are kept only as long as somebody may still ask what was in them; what nobody finished goes altogether."""
    old = DirectorySheet.objects.filter(uploaded_at__lt=at - KEPT)
    old.waiting().delete()
    old.forget_files(before=at - KEPT)
