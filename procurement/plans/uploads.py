"""What an officer does with a plan on its way in, and how a worker takes it in."""

from datetime import datetime

from django.db import transaction

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.sheets.report import Report
from collab_portal.sheets.work import Work
from procurement.models import PlanSheet
from procurement.plans import running
from procurement.plans.columns import COLUMNS
from procurement.plans.reading import lines


@transaction.atomic
def take_file(*, buyer: Organisation, by: User, name: str, content: bytes) -> PlanSheet:
    """Keep an uploaded file, and propose what its columns mean: as the last time, or as its headings say."""
    sheet = PlanSheet(buyer=buyer, uploaded_by=by, file_name=name[:255], content=content)
    proposal = sheet.choose_sheet("", COLUMNS)
    earlier = PlanSheet.objects.understood().filter(buyer=buyer, signature=sheet.signature).first()
    is_known = sheet.remember(earlier, COLUMNS) or proposal.is_certain
    sheet.save()
    if is_known:
        understand(sheet, sheet.columns)
    trail.record("plan uploaded", by=by, target=sheet)
    return sheet


@transaction.atomic
def confirm(*, sheet: PlanSheet, by: User, at: datetime) -> None:
    """The officer has seen what would become of the rows: a worker may take them in."""
    sheet.queue(at)
    sheet.report = {}
    sheet.save()
    trail.record("plan confirmed", by=by, target=sheet)


@transaction.atomic
def discard(*, sheet: PlanSheet, by: User) -> None:
    """Forget a sheet that was not taken in."""
    trail.record("plan discarded", by=by, target=sheet)
    sheet.delete()


def _check(sheet: PlanSheet) -> Report:
    return running.check(lines(sheet.records()), buyer=sheet.buyer)


def _run(sheet: PlanSheet, **progress) -> Report:
    """One that was interrupted goes on as of the moment it was confirmed: so its lines stay one plan."""
    progress["at"] = sheet.queued_at
    return running.run(lines(sheet.records()), buyer=sheet.buyer, **progress)


def _finished(sheet: PlanSheet, told: Report) -> None:
    trail.record("plan imported", by=sheet.uploaded_by, target=sheet.buyer, **told.numbers)


WORK = Work(PlanSheet, check=_check, run=_run, finished=_finished)
understand, look_over_if_short = WORK.understand, WORK.look_over_if_short
take_next, forget_old = WORK.take_next, WORK.forget_old
