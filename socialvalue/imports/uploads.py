"""What an officer does with a set on its way in, and how a worker takes it in."""

from datetime import date, datetime

from django.db import transaction

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.sheets.report import Report
from collab_portal.sheets.work import Work
from socialvalue.imports import running
from socialvalue.imports.columns import COLUMNS
from socialvalue.imports.reading import About
from socialvalue.models import ProxySheet


@transaction.atomic
def take_file(
    *,
    owner: Organisation,
    by: User,
    name: str,
    content: bytes,
    licence: str,
    set_code: str = "",
    set_version: str = "",
    licence_expires_on: date | None = None,
    source_url: str = "",
) -> ProxySheet:
    """Keep an uploaded file, and propose what its columns mean: as the last time, or as its headings say."""
    about = {"set_code": set_code, "set_version": set_version, "licence": licence, "source_url": source_url}
    about["licence_expires_on"] = licence_expires_on
    sheet = ProxySheet(owner=owner, uploaded_by=by, file_name=name[:255], content=content, **about)
    proposal = sheet.choose_sheet("", COLUMNS)
    earlier = ProxySheet.objects.understood().filter(owner=owner, signature=sheet.signature).first()
    is_known = sheet.remember(earlier, COLUMNS) or proposal.is_certain
    sheet.save()
    if is_known:
        understand(sheet, sheet.columns)
    trail.record("proxy set uploaded", by=by, target=sheet)
    return sheet


@transaction.atomic
def confirm(*, sheet: ProxySheet, by: User, at: datetime) -> None:
    """The officer has seen what would become of the rows: a worker may take them in."""
    sheet.queue(at)
    sheet.report = {}
    sheet.save()
    trail.record("proxy set confirmed", by=by, target=sheet)


@transaction.atomic
def discard(*, sheet: ProxySheet, by: User) -> None:
    """Forget a sheet that was not taken in."""
    trail.record("proxy set discarded", by=by, target=sheet)
    sheet.delete()


def about(sheet: ProxySheet) -> About:
    said = ("owner", "set_code", "set_version", "licence", "licence_expires_on", "source_url")
    return About(**{name: getattr(sheet, name) for name in said})


def _check(sheet: ProxySheet) -> Report:
    return running.check(sheet.records(), about=about(sheet))


def _run(sheet: ProxySheet, **progress) -> Report:
    return running.run(sheet.records(), about=about(sheet), source=sheet.file_name, **progress)


def _finished(sheet: ProxySheet, told: Report) -> None:
    trail.record("proxy set imported", by=sheet.uploaded_by, target=sheet.owner, **told.numbers)


WORK = Work(ProxySheet, check=_check, run=_run, finished=_finished)
understand, look_over_if_short = WORK.understand, WORK.look_over_if_short
take_next, forget_old = WORK.take_next, WORK.forget_old
