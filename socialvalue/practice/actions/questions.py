"""Asking the officer who did it, answering, and agreeing that everybody may read it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from socialvalue.practice import officers
from socialvalue.practice.models import CaseStudy, NotAllowed, Pause, StudyQuestion

State = StudyQuestion.State


@transaction.atomic
def take_questions(*, study: CaseStudy, by: User, takes: bool) -> None:
    """An officer of the body that did it answers questions about it from now on, in place of whoever did; or no more.

    Nobody is put down for this by somebody else.
    """
    if takes:
        CaseStudy.objects.filter(pk=study.pk).update(contact_officer=by)
    else:
        CaseStudy.objects.filter(pk=study.pk, contact_officer=by).update(contact_officer=None)
    trail.record("takes questions" if takes else "takes no more questions", by=by, target=study)


@transaction.atomic
def ask_officer(
    *, study: CaseStudy, question: str, language: str, may_show: bool, by: User, at: datetime
) -> StudyQuestion:
    """Send a question to the officer who did it. Neither of them learns the other's address."""
    officer = officers.reach(study, timezone.localdate(at)).officer
    if officer is None:
        raise NotAllowed(_("Nobody takes questions about this study at the moment."))
    if officer == by:
        raise NotAllowed(_("You are the one who answers questions about this study."))
    said = {"question": question, "language": language, "asker_agrees": may_show}
    made = StudyQuestion.objects.create(
        study=study, officer=officer, asked_by=by, organisation=by.acting_for, asked_at=at, **said
    )
    key = f"officer-question/{made.pk}"
    outbox.post_to_each([officer], key=key, kind="officer-question", payload={"question": made.pk})
    trail.record("officer asked", by=by, target=made, study=study.pk)
    return made


@transaction.atomic
def answer_as_officer(
    *, question: StudyQuestion, answer: str, language: str, may_show: bool, at: datetime
) -> StudyQuestion:
    """The answer goes to whoever asked, and on the study's page if both agree."""
    said = {"answer": answer, "answer_language": language, "officer_agrees": may_show}
    return _settle(question, State.ANSWERED, at=at, **said)


@transaction.atomic
def decline_as_officer(*, question: StudyQuestion, at: datetime) -> StudyQuestion:
    """She cannot answer; whoever asked hears that."""
    return _settle(question, State.DECLINED, at=at)


def _settle(question: StudyQuestion, state: str, *, at: datetime, **said) -> StudyQuestion:
    held = StudyQuestion.objects.select_for_update(of=["self"]).get(pk=question.pk)
    if not held.is_waiting:
        raise NotAllowed(_("This question was answered already."))
    for name, value in {"state": state, "answered_at": at, **said}.items():
        setattr(held, name, value)
    held.save()
    trail.record("officer answered", by=held.officer, target=held, state=state)
    if held.asked_by and held.asked_by.is_active:
        payload, key = {"question": held.pk}, f"officer-answer/{held.pk}"
        outbox.post_to_each([held.asked_by], key=key, kind="officer-answer", payload=payload)
    return held


@transaction.atomic
def agree_to_show(*, question: StudyQuestion, by: User, agrees: bool) -> None:
    """Each of the two may change her mind: it is shown only while both agree."""
    held = StudyQuestion.objects.select_for_update(of=["self"]).get(pk=question.pk)
    if by.pk == held.asked_by_id:
        held.asker_agrees = agrees
    if by.pk == held.officer_id:
        held.officer_agrees = agrees
    held.save()
    trail.record("answer shown to everybody" if agrees else "answer not shown", by=by, target=held)


@transaction.atomic
def hide_answer(*, question: StudyQuestion, by: User, at: datetime) -> None:
    """A coordinator takes it off the study's page. The two still have it."""
    StudyQuestion.objects.shown().filter(pk=question.pk).update(hidden_at=at, hidden_by=by)
    trail.record("answer hidden", by=by, target=question)


@transaction.atomic
def pause_questions(*, by: User, until: date | None) -> None:
    """Take no questions before that day; without one take them again."""
    if until is None:
        Pause.objects.filter(user=by).delete()
    else:
        Pause.objects.update_or_create(user=by, defaults={"until": until})
    trail.record("questions paused" if until else "questions taken again", by=by)
