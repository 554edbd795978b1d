"""The mail that gathers what waited for a person: the opportunities that are still current, each once."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import ngettext

from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from procurement import cards
from procurement.cards import Card
from procurement.mails import links
from procurement.mails.news import name_of
from procurement.models import Match, PipelineEntry, SavedSearch, Subscriber

SHOWN = 50


@dataclass(frozen=True)
class Item:
    """One opportunity in a digest: how a list shows it, which searches found it, whether she heard of it before."""

    card: Card
    stage: str
    url: str
    answer_url: str
    searches: list[str]
    is_changed: bool


def render(payload: Payload, language: str) -> Message:
    subscriber = Subscriber.objects.get(pk=payload["subscriber"])
    now = timezone.now()
    entries = sorted(_entries(payload, now), key=_soonest)
    items = _items(payload, entries[:SHOWN], now)
    count = len(entries)
    context = {
        "items": items,
        "count": count,
        "more": count - len(items),
        "searches": sorted({name for item in items for name in item.searches}),
        "manage_url": links.manage(subscriber),
        "stop_url": links.stop(subscriber.token),
    }
    words = ngettext("%(count)d opportunity: %(title)s", "%(count)d opportunities: %(title)s and more", count)
    subject = words % {"count": count, "title": items[0].card.title}
    return compose(
        "procurement/email/digest", subject=subject, context=context, headers=links.one_click(subscriber.token)
    )


def still_wanted(payload: Payload) -> str | None:
    subscriber = Subscriber.objects.filter(pk=payload["subscriber"]).first()
    if subscriber is None or not subscriber.is_active:
        return "alerts stopped"
    return None if _entries(payload, timezone.now()) else "nothing in it is current"


def _matches(payload: Payload):
    return Match.objects.filter(search__subscriber=payload["subscriber"], delivery_key=payload["key"])


def _entries(payload: Payload, now: datetime) -> list[PipelineEntry]:
    found = _matches(payload).values("opportunity")
    return list(PipelineEntry.objects.current(now).filter(pk__in=found).defer("document"))


def _items(payload: Payload, entries: list[PipelineEntry], now: datetime) -> list[Item]:
    told = Match.objects.filter(
        search=OuterRef("search"), opportunity=OuterRef("opportunity"), version__lt=OuterRef("version")
    ).exclude(delivery_key__in=["", payload["key"]])
    matches = list(_matches(payload).annotate(was_told=Exists(told)).order_by("search"))
    searches = SavedSearch.objects.in_bulk({match.search_id for match in matches})
    names = {pk: name_of(search) for pk, search in searches.items()}
    items = []
    for entry, card in zip(entries, cards.of(entries, now), strict=True):
        mine = [match for match in matches if match.opportunity_id == entry.pk]
        found_by = list(dict.fromkeys(names[match.search_id] for match in mine))
        url = links.opportunity(entry.reference)
        answer_url = links.answer(payload["subscriber"], entry.pk)
        is_changed = any(match.was_told for match in mine)
        items.append(Item(card, entry.get_stage_display(), url, answer_url, found_by, is_changed))
    return items


def _soonest(entry: PipelineEntry) -> tuple[date, str]:
    """By the next date that matters: the deadline, or else when tendering may begin; what has none comes last."""
    deadline = timezone.localdate(entry.submissions_close_at) if entry.submissions_close_at else None
    return deadline or entry.tender_earliest or date.max - timedelta(days=1), entry.reference
