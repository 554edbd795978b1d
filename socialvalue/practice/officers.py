"""The officer behind a study: whether she can be asked now, how often she was, and the link by which she answers."""

from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.urls import reverse

from collab_portal.accounts.models import Letter, Membership, User
from collab_portal.feeds import absolute
from collab_portal.mail import suppression
from socialvalue.practice import pages
from socialvalue.practice.models import CaseStudy, ContactMode, Pause, StudyQuestion

_signer = signing.Signer(salt="practice.study-question", sep="~")  # compares in constant time


@dataclass(frozen=True)
class Reach:
    """Whom a question goes to, or until when none is taken. Without either, nobody is named for questions."""

    officer: User | None = None
    until: date | None = None


def reach(study: CaseStudy, on: date) -> Reach:
    """Nobody is asked who left, who takes no questions, or whose mails come back."""
    said, officer = pages.public_content(study), study.contact_officer
    if said is None or said.contact_mode == ContactMode.PAUSED or officer is None or not officer.is_active:
        return Reach()
    pause = Pause.objects.filter(user=officer).first()
    if pause and pause.holds(on):
        return Reach(until=pause.until)
    return Reach() if suppression.is_suppressed(officer.email) else Reach(officer=officer)


def may_take_questions(study: CaseStudy, user: User) -> bool:
    """She is one of the people of the body that leads it, or of the one that writes it."""
    return Membership.objects.filter(user=user, organisation__in=[study.lead_id, study.owner_id]).exists()


def contacts(study: CaseStudy) -> int:
    """How often somebody got in touch because of the study: questions, and letters to the body that leads it."""
    return study.questions.count() + Letter.objects.filter(about=study.reference).count()


def token_of(question: StudyQuestion) -> str:
    return _signer.sign_object({"question": question.pk, "for": question.officer_id})


def answer_url(question: StudyQuestion) -> str:
    return absolute(reverse("officers:link", args=[token_of(question)]))


def open_question(token: str) -> StudyQuestion | None:
    """The question a link is about, settled ones too: the page says so. It opens nothing once the officer is gone."""
    try:
        said = _signer.unsign_object(token)
    except signing.BadSignature:
        return None
    found = StudyQuestion.objects.filter(pk=said["question"], officer=said["for"], officer__is_active=True)
    return found.select_related("study", "officer", "organisation").first()
