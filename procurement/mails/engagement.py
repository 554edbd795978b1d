"""The mail that tells what happened beside the releases of an opportunity: an answer, an event, a last day."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext

from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from collab_portal.templatetags.words import paired
from procurement.mails import links
from procurement.models import PipelineEntry, Question, Watch


def render(payload: Payload, language: str) -> Message:
    entry = PipelineEntry.objects.defer("document").get(pk=payload["opportunity"])
    title, title_language = paired(entry, "title")
    watch = _watch(payload)
    heading, parts = _news(payload)
    context = {
        "heading": heading,
        "parts": [(label, text, "" if spoken == language else spoken) for label, (text, spoken) in parts],
        "title": title,
        "title_language": "" if title_language == language else title_language,
        "url": links.opportunity(entry.reference),
        "stop_url": links.stop(watch.token) if watch else "",
    }
    headers = links.one_click(watch.token) if watch else {}
    template = "procurement/email/engagement"
    return compose(template, subject=f"{heading}: {title}", context=context, headers=headers)


def still_wanted(payload: Payload) -> str | None:
    """Whoever asked gets her answer in any case; others as long as they watch."""
    if "subscriber" not in payload:
        return None
    watch = _watch(payload)
    if watch is None:
        return "watch removed"
    return None if watch.subscriber.is_active else "alerts stopped"


def _watch(payload: Payload) -> Watch | None:
    if "subscriber" not in payload:
        return None
    watches = Watch.objects.confirmed().select_related("subscriber")
    return watches.filter(subscriber=payload["subscriber"], opportunity=payload["opportunity"]).first()


def _news(payload: Payload) -> tuple[str, list[tuple[str, tuple[str, str]]]]:
    """What it is about, and what to read: labels, texts and the languages they are in."""
    if "question" in payload:
        return _answer(Question.objects.get(pk=payload["question"]))
    day = date_format(date.fromisoformat(payload["closes_on"]), "j F Y")
    told = gettext("You can ask the buyer until %(day)s.") % {"day": day}
    return gettext("The last day for questions is set"), [("", (told, ""))]


def _answer(question: Question) -> tuple[str, list[tuple[str, tuple[str, str]]]]:
    if question.is_answered:
        asked, answered = paired(question, "question"), paired(question, "answer")
        return gettext("A question is answered"), [(gettext("Question"), asked), (gettext("Answer"), answered)]
    why = gettext("Why the buyer does not answer it")
    return gettext("A question is not answered"), [(why, paired(question, "answer"))]
