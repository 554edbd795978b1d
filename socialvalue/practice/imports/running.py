"""Taking rows in: each becomes a draft of the network that brings it in, or is brought up to date while it is one."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from collab_portal.accounts.models import Organisation
from collab_portal.sheets.mapping import Record
from collab_portal.sheets.report import Kind, Outcome, Problem, Report
from socialvalue.practice import actions
from socialvalue.practice.imports import rows
from socialvalue.practice.imports.rows import Known, Reading
from socialvalue.practice.models import CaseStudy
from socialvalue.practice.models.states import WITH_AUTHORS


def run(records: Iterable[Record], *, owner: Organisation, at: datetime, dry_run: bool = False) -> Report:
    """All rows, each by itself: one that cannot be taken does not stop the others. Dry, nothing is kept."""
    known, told, seen = Known.now(), Report(), set()
    with transaction.atomic():
        for record in records:
            found = rows.read(record, known)
            if found.key in seen:
                found.problems.append(Problem(found.row, "title", found.key, _("Another row is about the same study.")))
            seen.add(found.key)
            outcome = Outcome.REFUSED if found.is_refused else _take(found, owner=owner, at=at)
            told.count(outcome, found.problems)
        transaction.set_rollback(dry_run)
    return told


def _take(found: Reading, *, owner: Organisation, at: datetime) -> Outcome:
    there = CaseStudy.objects.filter(owner=owner, source_key=found.key).prefetch_related("goals", "partners").first()
    if there is None:
        more = {"lead": found.lead, "partners": found.partners, "source_key": found.key}
        actions.start_study(owner=owner, by=None, at=at, **more, **found.fields)
        return Outcome.NEW
    partners = {each.pk for each in there.partners.all()}
    is_same = rows.stored(there, found.fields) and partners == {each.pk for each in found.partners}
    if is_same and (found.lead is None or there.lead_id == found.lead.pk):
        return Outcome.UNCHANGED
    if there.state not in WITH_AUTHORS or there.revisions.exclude(by=None).exists():
        kept = _("Somebody works on this study here. What is here stays.")
        found.problems.append(Problem(found.row, "title", str(there), kept, Kind.KEPT))
        return Outcome.UNCHANGED
    lead = {"lead": found.lead} if found.lead else {}
    actions.save_study(study=there, by=None, at=at, partners=found.partners, **lead, **found.fields)
    return Outcome.CHANGED
