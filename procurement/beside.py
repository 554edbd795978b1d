"""Putting on the public record what happens beside the releases of an opportunity: questions, answers, events."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Greatest

from procurement import snapshot
from procurement.engagement.public import Engagement
from procurement.models import EngagementRelease, Opportunity, PipelineEntry, Release
from procurement.ocds import engagement
from procurement.record import take_turns

ABOUT_ITSELF = ("id", "date", "tag")
JUST_OVER = timedelta(days=2)  # so long after an event the clock still looks whether it was told that it is over


@transaction.atomic
def record(opportunity: int, *, at: datetime) -> EngagementRelease | None:
    """Say publicly what is known beside the releases now. None where that is nothing, or nothing new."""
    entry = PipelineEntry.objects.defer("document").filter(pk=opportunity).first()
    if entry is None:  # a draft: nobody is told of it
        return None
    take_turns()
    told = list(EngagementRelease.objects.filter(opportunity=opportunity).order_by("pk"))
    last = told[-1] if told else None
    made = _said(entry, at, told)
    if made is None or (last and _content(last.ocds) == _content(made)):
        return None
    return EngagementRelease.objects.create(
        id=_next_key(), opportunity_id=opportunity, release_id=made["id"], ocds=made, published_at=at
    )


def record_due(*, at: datetime) -> int:
    """Record what nobody did on these pages: events that are over, moved or called off. Says of how many."""
    return sum(record(key, at=at) is not None for key in sorted(_unsure(at)))


def _unsure(at: datetime) -> set[int]:
    """Those with an event to come or just over, and those of which something was told after the last record."""
    moments = ("questions__settled_at", "questions__corrected_at", "market_events__linked_at")
    told = Greatest(*map(Max, moments), Max("market_events__notes_published_at"))
    published = Opportunity.objects.exclude(entry=None)
    known = published.annotate(told=told, last=Max("engagement_releases__published_at")).filter(told__isnull=False)
    late = known.filter(Q(last=None) | Q(told__gt=F("last")))
    soon = published.filter(market_events__event__ends_at__gt=at - JUST_OVER)
    return {*late.values_list("pk", flat=True), *soon.values_list("pk", flat=True)}


def _said(entry: PipelineEntry, at: datetime, told: list[EngagementRelease]) -> dict[str, Any] | None:
    newest = Release.objects.get(opportunity=entry.pk, version=entry.version)
    public = Engagement(entry, at)
    return engagement.release(
        snapshot.read(newest.snapshot),
        questions=public.questions,
        meetings=[each.said for each in public.meetings],
        last_day=public.last_day_for_questions,
        before=told[-1].ocds if told else {},
        number=len(told) + 1,
        at=at,
    )


def _content(release: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in release.items() if name not in ABOUT_ITSELF}


def _next_key() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [Release._meta.db_table])
        return cursor.fetchone()[0]
