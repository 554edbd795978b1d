"""Objectives, the log of reasonable steps, and the yearly report: written, and published by those who may."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from procurement.models.stages import NotAllowed
from socialvalue.models import AnnualReport, Objective, ReasonableStep, ReportText
from socialvalue.statutory import facts, gaps


class OneLanguage(NotAllowed):
    """Something is there in one language only."""


@transaction.atomic
def write_objective(
    *, body: Organisation, by: User, title_en: str, title_cy: str, goals: Sequence[str], number: int | None = None
) -> Objective:
    """A new objective, or a change to one. A published version stays; what is written is the draft of the next."""
    Organisation.objects.select_for_update().get(pk=body.pk)  # two at once do not take the same number
    mine = Objective.objects.filter(body=body)
    if number is None:
        number = (mine.aggregate(most=Max("number"))["most"] or 0) + 1
    last = mine.filter(number=number).order_by("-version").first()
    if last and not last.published_at:
        objective = last
    else:
        objective = Objective(body=body, number=number, version=last.version + 1 if last else 1)
    objective.title_en, objective.title_cy, objective.goals = title_en, title_cy, list(goals)
    objective.save()
    trail.record("objective written", by=by, target=objective, number=number, version=objective.version)
    return objective


@transaction.atomic
def publish_objective(*, objective: Objective, by: User, at: datetime) -> None:
    """From now on everybody reads it, in both languages, and this version does not change."""
    if not objective.title_en or not objective.title_cy:
        raise OneLanguage(_("Write the objective in both languages before you publish it."))
    objective.published_at, objective.published_by = at, by
    objective.save(update_fields=["published_at", "published_by"])
    trail.record("objective published", by=by, target=objective, number=objective.number)


@transaction.atomic
def log_step(*, body: Organisation, by: User, at: datetime, **said: Any) -> ReasonableStep:
    """Note what was done to meet the objectives, in one purchase or in general."""
    step = ReasonableStep.objects.create(body=body, recorded_by=by.pk, recorded_at=at, **said)
    trail.record("reasonable step logged", by=by, target=step)
    return step


@transaction.atomic
def write_section(*, body: Organisation, year: int, section: str, by: User, text_en: str, text_cy: str) -> ReportText:
    """The body's own words in one section of its draft."""
    report, _made = AnnualReport.objects.get_or_create(body=body, year=year)
    report = _draft(report)
    words = {"text_en": text_en, "text_cy": text_cy}
    text, _made = ReportText.objects.update_or_create(report=report, section=section, defaults=words)
    trail.record("report section written", by=by, target=report, section=section)
    return text


@transaction.atomic
def publish_report(*, body: Organisation, year: int, by: User, at: datetime) -> AnnualReport:
    """Keep the facts as they stand, and let everybody read the report. Gaps are said in it; half a language is not."""
    report, _made = AnnualReport.objects.get_or_create(body=body, year=year)
    report = _draft(report)
    today = timezone.localdate(at)
    if today <= facts.last_day(year):
        raise NotAllowed(_("The year is not over yet."))
    half = gaps.untranslated({each.section: each for each in report.texts.all()})
    if half:
        raise OneLanguage(_("Write these sections in both languages first: %(titles)s") % {"titles": ", ".join(half)})
    report.facts = msgspec.to_builtins(facts.of(body, year, on=today))
    report.published_at, report.published_by = at, by
    report.save()
    trail.record("annual report published", by=by, target=report, year=year)
    return report


def _draft(report: AnnualReport) -> AnnualReport:
    report = AnnualReport.objects.select_for_update().get(pk=report.pk)
    if report.published_at:
        raise NotAllowed(_("This report is published. It stays as it is."))
    return report
