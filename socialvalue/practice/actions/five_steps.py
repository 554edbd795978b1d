"""What people of a public body do about the five steps: answer, close, show, plan."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from socialvalue.practice.five_steps import editions, facts, record
from socialvalue.practice.models import Assessment, AssessmentShare, NextAction, NotAllowed, Step, StepAnswer


class Said(NamedTuple):
    """An answer as it is given. Without a level it is none."""

    level: int | None
    note: str = ""
    link: str = ""


@transaction.atomic
def start_assessment(*, body: Organisation, by: User, at: datetime) -> Assessment:
    """Begin this year's. One runs at a time, and each year has one."""
    body = Organisation.objects.select_for_update().get(pk=body.pk)
    year = timezone.localdate(at).year
    if Assessment.objects.running().filter(body=body).exists():
        raise NotAllowed(_("An assessment is under way already. Go on with that one."))
    if Assessment.objects.filter(body=body, year=year).exists():
        raise NotAllowed(_("This year’s assessment is closed. The next one can begin in January."))
    edition = editions.used_on(timezone.localdate(at)).code
    made = Assessment.objects.create(body=body, year=year, edition=edition, started_by=by, started_at=at)
    trail.record("five steps: begun", by=by, target=made)
    return made


@transaction.atomic
def answer_step(*, assessment: Assessment, answers: Mapping[str, Said], by: User, at: datetime) -> None:
    """Keep what is different, with her name and the day; an answer taken back is gone."""
    assessment = _running(assessment)
    before = {each.statement: each for each in assessment.answers.filter(statement__in=answers)}
    for statement, said in answers.items():
        kept = before.get(statement)
        if kept and Said(kept.level, kept.note, kept.link) == said:
            continue
        if said.level is None:
            assessment.answers.filter(statement=statement).delete()
        else:
            fields = said._asdict() | {"by": by, "at": at}
            StepAnswer.objects.update_or_create(assessment=assessment, statement=statement, defaults=fields)


@transaction.atomic
def close_assessment(*, assessment: Assessment, by: User, at: datetime) -> Assessment:
    """Keep it for good: what people said, and what the portal knows on this day."""
    assessment = _running(assessment)
    edition, on = editions.edition(assessment.edition), timezone.localdate(at)
    known = facts.measured(assessment.body, on=on)
    closed = record.of(edition, assessment.answers.all(), known, on=on)
    if len(closed.answers) < len(edition.statements):
        raise NotAllowed(_("Some statements have no answer yet. Answer them first."))
    assessment.snapshot, assessment.closed_by, assessment.closed_at = record.write(closed), by, at
    assessment.save(update_fields=["snapshot", "closed_by", "closed_at"])
    trail.record("five steps: closed", by=by, target=assessment)
    return assessment


@transaction.atomic
def choose_readers(
    *, assessment: Assessment, is_public: bool, networks: Collection[Organisation], by: User, at: datetime
) -> None:
    """Who else may read a closed one: everybody, and the coordinators of some of the body's networks."""
    assessment = Assessment.objects.select_for_update(of=["self"]).get(pk=assessment.pk)
    if assessment.closed_at is None:
        raise NotAllowed(_("Close the assessment first."))
    if is_public != bool(assessment.published_at):
        assessment.published_at = at if is_public else None
        assessment.save(update_fields=["published_at"])
    assessment.shares.exclude(network__in=networks).delete()
    for network in networks:
        AssessmentShare.objects.get_or_create(assessment=assessment, network=network, defaults={"by": by, "at": at})
    shown = sorted(network.pk for network in networks)
    trail.record("five steps: readers chosen", by=by, target=assessment, is_public=is_public, networks=shown)


@transaction.atomic
def plan_action(
    *, body: Organisation, step: Step, what: str, owner: User, due_on: date, by: User, at: datetime
) -> NextAction:
    """Write down what is done next, by whom and when."""
    fields: dict[str, Any] = {"step": step, "what": what, "owner": owner, "due_on": due_on}
    made = NextAction.objects.create(body=body, created_by=by, created_at=at, **fields)
    trail.record("five steps: action planned", by=by, target=made)
    return made


@transaction.atomic
def change_action(*, action: NextAction, by: User, at: datetime, **fields: Any) -> NextAction:
    """Hand it on, put it off, or settle it."""
    action = NextAction.objects.select_for_update().get(pk=action.pk)
    before = action.state
    for name, value in fields.items():
        setattr(action, name, value)
    if action.state == NextAction.State.OPEN:
        action.settled_at = None
    elif action.state != before:
        action.settled_at = at
    action.save()
    trail.record("five steps: action changed", by=by, target=action, state=action.state)
    return action


def _running(assessment: Assessment) -> Assessment:
    """The row, held until the end of the transaction; none that somebody closed meanwhile."""
    held = Assessment.objects.select_for_update(of=["self"]).select_related("body").get(pk=assessment.pk)
    if held.closed_at:
        raise NotAllowed(_("The assessment was closed meanwhile, so it stays as it is."))
    return held
