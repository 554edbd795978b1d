"""The outbox of publications: written with them, worked off one by one, none of them in another's way."""

import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import F

from collab_portal.mail.clock import ClockTime
from procurement.alerts import fan_out
from procurement.models import OutboxEvent, Release

log = structlog.get_logger(__name__)

BACK_OFF_SECONDS = (15, 3600)  # doubled from the first to the second

FIGURES = """
SELECT count(*) FILTER (WHERE attempts > 0) AS failing,
       count(*) AS waiting,
       extract(epoch FROM clock_timestamp() - min(created_at)) AS oldest_seconds
FROM procurement_outboxevent WHERE processed_at IS NULL
"""


def note(releases: Iterable[Release]) -> None:
    """Write down, in the caller's transaction, that the alerts of these releases are due."""
    events = [OutboxEvent(opportunity_id=each.opportunity_id, version=each.version) for each in releases]
    OutboxEvent.objects.bulk_create(events, ignore_conflicts=True)


def drain(*, at: datetime, budget: float = 20.0, stop: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Work off what is due, until nothing is, the seconds are spent or `stop` says so. Answers what came of it."""
    ends_at = time.monotonic() + budget
    counts: Counter[str] = Counter()
    while time.monotonic() < ends_at and not stop():
        outcome = _next(at)
        if not outcome:
            break
        counts[outcome] += 1
    if counts:
        log.info("publications fanned out", **counts)
    return counts


def figures() -> dict[str, Any]:
    """How the outbox is doing, for `/readyz` and the staff page: nothing in it should be older than a few ticks."""
    with connection.cursor() as cursor:
        cursor.execute(FIGURES)
        names = [column.name for column in cursor.description]
        values = cursor.fetchone()
    return {name: None if value is None else int(value) for name, value in zip(names, values, strict=True)}


@transaction.atomic
def _next(at: datetime) -> str:
    """One publication: "done", "failed", or empty where none is due. Another process takes another one."""
    due = OutboxEvent.objects.filter(processed_at=None, not_before__lte=ClockTime()).order_by("not_before", "pk")
    event = due.select_for_update(skip_locked=True).first()
    if event is None:
        return ""
    try:
        with transaction.atomic():
            fan_out.fan_out(event, at=at)
    except Exception as error:  # whatever it is: the publications after this one must not wait for it
        if not connection.is_usable():
            raise
        _put_back(event, error)
        return "failed"
    OutboxEvent.objects.filter(pk=event.pk).update(processed_at=ClockTime(), attempts=F("attempts") + 1, last_error="")
    return "done"


def _put_back(event: OutboxEvent, error: Exception) -> None:
    """To be tried again, ever more rarely."""
    first, last = BACK_OFF_SECONDS
    wait = timedelta(seconds=min(last, first * 2 ** min(event.attempts, 16)))
    OutboxEvent.objects.filter(pk=event.pk).update(
        attempts=F("attempts") + 1, not_before=ClockTime() + wait, last_error=where(error)[:300]
    )
    log.error("fan-out failed", publication=event.pk, attempts=event.attempts + 1, error=where(error))


def where(error: BaseException) -> str:
    """The kind of an error and the line it comes from; what it says can hold what people wrote, and is not kept."""
    line = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {line.name}, line {line.lineno} of {Path(line.filename).name}"
