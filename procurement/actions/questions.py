"""A bidder asks; the buyer answers everybody, or says why not."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from collab_portal.mail.outbox import Letter
from procurement import beside
from procurement.alerts import officers
from procurement.alerts.watching import KIND, tell_watchers
from procurement.models import Opportunity, PipelineEntry, Question, QuestionPeriod
from procurement.models.stages import NotAllowed


@transaction.atomic
def ask(
    *, opportunity: Opportunity, organisation: Organisation, by: User, at: datetime, text: str, language: str
) -> Question:
    """Put a question to the buyer. Who asks is not told to it.

    Raises `NotAllowed` where the time for questions is over, or where the buyer asks itself.
    """
    entry = PipelineEntry.objects.current(at).filter(pk=opportunity.pk).only("buyer_ids").first()
    if entry is None:
        raise NotAllowed(_("This opportunity is over. It takes no more questions."))
    if organisation.pk in entry.buyer_ids:
        raise NotAllowed(_("A buyer cannot ask about its own opportunity."))
    period = QuestionPeriod.objects.filter(opportunity=opportunity).first()
    if period and period.closes_on < timezone.localdate(at):
        raise NotAllowed(_("The time for questions is over."))
    made = Question.objects.create(
        opportunity=opportunity, organisation=organisation, asked_by=by, asked=text, language=language, asked_at=at
    )
    _tell_buyer(made, at=at)
    trail.record("question asked", by=by, target=made)
    return made


@transaction.atomic
def take_question_back(*, question: Question, by: User) -> None:
    """As long as nobody was told. Nothing of it is kept."""
    mine = Question.objects.select_for_update().filter(pk=question.pk, state=Question.State.WAITING).first()
    if mine is None:
        raise NotAllowed(_("The buyer has answered meanwhile. What is published stays."))
    trail.record("question taken back", by=by, target=mine)
    mine.delete()


@transaction.atomic
def answer_question(
    *,
    question: Question,
    by: User,
    at: datetime,
    question_en: str = "",
    question_cy: str = "",
    answer_en: str = "",
    answer_cy: str = "",
) -> None:
    """Publish the question in the buyer's words with its answer, and tell everybody who watches.

    There is no answer to one bidder only. Raises `NotAllowed` where it was settled meanwhile.
    """
    texts = {"question_en": question_en, "question_cy": question_cy, "answer_en": answer_en, "answer_cy": answer_cy}
    _settle(question, Question.State.ANSWERED, texts, by=by, at=at)
    trail.record("question answered", by=by, target=question)


@transaction.atomic
def refuse_question(*, question: Question, by: User, at: datetime, reason_en: str = "", reason_cy: str = "") -> None:
    """Do not answer, and say to everybody why. What was asked is not printed."""
    _settle(question, Question.State.REFUSED, {"answer_en": reason_en, "answer_cy": reason_cy}, by=by, at=at)
    trail.record("question refused", by=by, target=question)


@transaction.atomic
def correct_answer(*, question: Question, by: User, at: datetime, **texts: str) -> None:
    """Say better what everybody was told, and tell everybody again. What was refused may be answered after all.

    Raises `NotAllowed` where nobody was told yet, or where an answer would become none.
    """
    mine = Question.objects.select_for_update(of=["self"]).get(pk=question.pk)
    is_answer = any(text for name, text in texts.items() if name.startswith("question_"))
    if mine.is_waiting:
        raise NotAllowed(_("Answer this question first."))
    if mine.is_answered and not is_answer:
        raise NotAllowed(_("What was answered stays answered. Correct the answer instead."))
    for name, text in texts.items():
        setattr(mine, name, text)
    mine.state = Question.State.ANSWERED if is_answer else Question.State.REFUSED
    mine.corrected_at = at
    mine.save()
    beside.record(mine.opportunity_id, at=at)
    _tell_all(mine, f"correction/{mine.pk}/{at:%Y%m%dT%H%M%S%f}", at=at)
    trail.record("answer corrected", by=by, target=mine)
    question.refresh_from_db()


@transaction.atomic
def set_question_period(*, opportunity: Opportunity, closes_on: date, by: User, at: datetime) -> None:
    """Say until when questions are taken. A day that people were told is never brought forward."""
    held = Opportunity.objects.select_for_update(of=["self"]).get(pk=opportunity.pk)
    before = QuestionPeriod.objects.filter(opportunity=held).first()
    if before and before.closes_on == closes_on:
        return
    if closes_on < timezone.localdate(at):
        raise NotAllowed(_("The last day for questions must not be in the past."))
    if before and closes_on < before.closes_on:
        raise NotAllowed(_("People were told a later day. It can only be moved to a later one."))
    QuestionPeriod.objects.update_or_create(opportunity=held, defaults={"closes_on": closes_on})
    beside.record(held.pk, at=at)
    news = f"questions/{held.pk}/{closes_on.isoformat()}"
    tell_watchers(held, news=news, at=at, closes_on=closes_on.isoformat())
    trail.record("last day for questions set", by=by, target=held, closes_on=closes_on.isoformat())


def _settle(question: Question, state: str, texts: dict[str, str], *, by: User, at: datetime) -> None:
    """Give it the next number, while the opportunity is held: two answers at once must not share one."""
    opportunity = Opportunity.objects.select_for_update(of=["self"]).get(pk=question.opportunity_id)
    mine = Question.objects.select_for_update(of=["self"]).filter(pk=question.pk).first()
    if mine is None or not mine.is_waiting:
        raise NotAllowed(_("This question was settled, or taken back, meanwhile."))
    for name, text in texts.items():
        setattr(mine, name, text)
    mine.state, mine.settled_at, mine.settled_by = state, at, by
    mine.number = opportunity.questions.settled().count() + 1
    mine.save()
    beside.record(mine.opportunity_id, at=at)
    _tell_all(mine, f"answer/{mine.pk}", at=at)
    question.refresh_from_db()


def _tell_all(question: Question, news: str, *, at: datetime) -> None:
    """Everybody who watches; and who asked hears of it in any case, and once."""
    told = tell_watchers(question.opportunity, news=news, at=at, question=question.pk)
    person = question.asked_by
    if person and person.is_active and person.email.lower() not in {reader.address.lower() for reader in told}:
        outbox.post(
            key=f"{KIND}/{news}/asker",
            kind=KIND,
            address=person.email,
            language=person.language,
            payload={"opportunity": question.opportunity_id, "question": question.pk},
        )


def _tell_buyer(question: Question, *, at: datetime) -> None:
    """The officers who watch it; where nobody does, the role mailbox, or else all who may answer."""
    payload = {"opportunity": question.opportunity_id, "waiting": question.pk}
    outbox.post_many(
        Letter(key=f"{KIND}/asked/{question.pk}/{name}", kind=KIND, address=address, language=language, payload=payload)
        for name, address, language in officers.of(question.opportunity, question.language)
    )
