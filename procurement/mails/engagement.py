"""The mail that tells what happened beside the releases of an opportunity: an answer, an event, a last day."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from collab_portal.feeds import absolute
from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from collab_portal.templatetags.words import paired
from enterprises.event_words import when, where
from enterprises.models import Event
from procurement.mails import links
from procurement.models import Consortium, MarketEvent, PipelineEntry, Question, Watch

# What it is about, and what to read: labels, texts and the languages they are in.
News = tuple[str, list[tuple[str, tuple[str, str]]]]


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
        "is_group": "group" in payload,
        "is_for_buyer": "waiting" in payload,
        "stop_url": links.stop(watch.token) if watch else "",
    }
    headers = links.one_click(watch.token) if watch else {}
    template = "procurement/email/engagement"
    return compose(template, subject=f"{heading}: {title}", context=context, headers=headers)


def still_wanted(payload: Payload) -> str | None:
    """Whoever asked gets her answer in any case; others as long as they watch. An officer hears of what waits."""
    if "waiting" in payload:
        return None if Question.objects.waiting().filter(pk=payload["waiting"]).exists() else "settled meanwhile"
    if "subscriber" not in payload:
        return _group_wanted(payload) if "group" in payload else None
    watch = _watch(payload)
    if watch is None:
        return "watch removed"
    if "event" in payload and not _is_on(payload["event"]):
        return "the event is off"
    return None if watch.subscriber.is_active else "alerts stopped"


def _group_wanted(payload: Payload) -> str | None:
    """Nobody is asked to join what has ended; that it ended is told."""
    group = Consortium.objects.filter(pk=payload["group"]).first()
    if group is None or (group.ended_at and payload["what"] != "ended"):
        return "the group has ended"
    return None


def _watch(payload: Payload) -> Watch | None:
    if "subscriber" not in payload:
        return None
    watches = Watch.objects.confirmed().select_related("subscriber")
    return watches.filter(subscriber=payload["subscriber"], opportunity=payload["opportunity"]).first()


def _news(payload: Payload) -> News:
    if "waiting" in payload:
        return _asked(Question.objects.get(pk=payload["waiting"]))
    if "question" in payload:
        return _answer(Question.objects.get(pk=payload["question"]))
    if "group" in payload:
        return _group(Consortium.objects.get(pk=payload["group"]), payload["what"])
    if "event" in payload:
        return _event(MarketEvent.objects.select_related("event").get(pk=payload["event"]))
    if "notes" in payload:
        notes = paired(MarketEvent.objects.get(pk=payload["notes"]), "notes")
        return gettext("Notes of an event are published"), [(gettext("What was said there"), notes)]
    day = date_format(date.fromisoformat(payload["closes_on"]), "j F Y")
    told = gettext("You can ask the buyer until %(day)s.") % {"day": day}
    return gettext("The last day for questions is set"), [("", (told, ""))]


def _group(group: Consortium, what: str) -> News:
    """To those in a group or asked to join it."""
    headings = {
        "asked": gettext("You are asked to join a group"),
        "formed": gettext("Your group is formed"),
        "ended": gettext("Your group has ended"),
    }
    members = group.members.select_related("organisation").order_by("pk")
    shares = "\n".join(f"{each.organisation.name}: {each.share.normalize():f} %" for each in members)
    board = absolute(reverse("pipeline:partners", args=[group.opportunity.reference]))
    parts = [(group.name, (shares, "")), (gettext("See the group, and say yes or no"), (board, ""))]
    return headings[what], parts if what == "asked" else parts[:1]


def _is_on(held: int) -> bool:
    return MarketEvent.objects.filter(pk=held, event__state=Event.State.PUBLISHED).exists()


def _event(held: MarketEvent) -> News:
    """The invitation: what, when, where, and where to book."""
    event = held.event
    book = absolute(event.get_absolute_url())
    return gettext("The buyer holds an event"), [
        (gettext("Event"), paired(event, "title")),
        (gettext("When"), (when(event), "")),
        (gettext("Where"), (where(event), "")),
        (gettext("Language"), (str(event.get_spoken_display()), "")),
        (gettext("Read more and book a place"), (book, "")),
    ]


def _asked(question: Question) -> News:
    """To the buyer, who is not told by whom."""
    page = links.absolute(reverse("pipeline:question-answer", args=[question.opportunity.reference, question.pk]))
    return gettext("A bidder asks a question"), [
        (gettext("Question"), (question.asked, question.language)),
        (gettext("Answer it for everybody"), (page, "")),
    ]


def _answer(question: Question) -> News:
    if question.is_answered:
        heading = gettext("An answer is corrected") if question.corrected_at else gettext("A question is answered")
        asked, answered = paired(question, "question"), paired(question, "answer")
        return heading, [(gettext("Question"), asked), (gettext("Answer"), answered)]
    why = gettext("Why the buyer does not answer it")
    return gettext("A question is not answered"), [(why, paired(question, "answer"))]
