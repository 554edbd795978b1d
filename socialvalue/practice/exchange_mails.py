"""Mails about questions to officers."""

from django.urls import reverse
from django.utils.translation import gettext

from collab_portal.feeds import absolute
from collab_portal.mail import kinds
from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from socialvalue.practice import officers
from socialvalue.practice.models import StudyQuestion


def register() -> None:
    """Make our kinds of message known. Called from the app's `ready`."""
    kinds.register("officer-question", render=asked, still_wanted=still_waiting)
    kinds.register("officer-answer", render=answered)


def asked(payload: Payload, language: str) -> Message:
    """To the officer who did it."""
    question = _question(payload)
    names = {"title": question.study, "organisation": question.organisation or gettext("Somebody")}
    heading = gettext("A question about your case study: %(title)s") % names
    lead = gettext("%(organisation)s would like to do the same, and asks:") % names
    note = gettext("You need not sign in. If you would rather not answer now, the page lets you say so.")
    url, button = officers.answer_url(question), gettext("Answer the question")
    return _write(heading, lead, said=question.question, note=note, url=url, button=button)


def answered(payload: Payload, language: str) -> Message:
    """To whoever asked."""
    question = _question(payload)
    names = {"title": question.study}
    if question.state == StudyQuestion.State.ANSWERED:
        heading = gettext("Your question is answered: %(title)s") % names
        lead = gettext("The officer who did it writes:")
    else:
        heading = gettext("Your question could not be answered: %(title)s") % names
        lead = gettext("The officer who did it cannot answer it. You can write to her organisation instead.")
    button = gettext("See your questions")
    return _write(heading, lead, said=question.answer, url=absolute(reverse("officers:mine")), button=button)


def still_waiting(payload: Payload) -> str | None:
    question = _question(payload)
    if not question.is_waiting:
        return "answered"
    return None if question.officer_id else "the officer is gone"


def _question(payload: Payload) -> StudyQuestion:
    return StudyQuestion.objects.select_related("study", "organisation").get(pk=payload["question"])


def _write(heading: str, lead: str, *, url: str, button: str, said: str = "", note: str = "") -> Message:
    context = {"heading": heading, "lead": lead, "said": said, "note": note, "url": url, "button": button}
    return compose("enterprises/email/network", subject=heading, context=context)
