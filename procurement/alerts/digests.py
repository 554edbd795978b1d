"""Digests: once a day or once a week, all that waits for a person in one mail.

Nobody remembers when the last digest went. Each look at the clock asks which local dates and hours are due and have no
run yet, back to a week ago, and a run takes the matches that wait, whatever their age. So a worker that was away sends
late but not never, two at once make one run, and a day of 23 or 25 hours is one day.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import NamedTuple

import structlog
from django.db import connection, transaction

from collab_portal.clock import WALES
from collab_portal.mail import outbox
from collab_portal.mail.outbox import Letter
from procurement.alerts.keys import digest_key
from procurement.alerts.people import Reader, reachable
from procurement.models import DigestRun, Match, SavedSearch, Subscriber

log = structlog.get_logger(__name__)

MINUTE = 30  # the hours on offer are half past
LOOK_BACK_DAYS = 7
MONDAY = 0

# Whoever has something due. With it goes what waits for her about the same opportunities through other searches, so
# that one opportunity is in one mail.
CLAIM = """
WITH due AS (
    SELECT search.subscriber_id, met.opportunity_id, max(met.version) AS version
    FROM procurement_match AS met
    JOIN procurement_savedsearch AS search ON search.id = met.search_id
    JOIN procurement_subscriber AS subscriber ON subscriber.id = search.subscriber_id
    WHERE met.delivery_key = '' AND search.frequency = %(frequency)s
      AND (%(hour)s::int IS NULL OR search.hour = %(hour)s)
      AND (%(subscriber)s::bigint IS NULL OR subscriber.id = %(subscriber)s)
      AND subscriber.confirmed_at IS NOT NULL AND subscriber.stopped_at IS NULL
    GROUP BY search.subscriber_id, met.opportunity_id
)
UPDATE procurement_match AS met SET delivery_key = 'digest/' || due.subscriber_id || '/' || %(run)s
FROM procurement_savedsearch AS search
JOIN due ON due.subscriber_id = search.subscriber_id
WHERE search.id = met.search_id AND met.opportunity_id = due.opportunity_id AND met.version <= due.version
  AND met.delivery_key = ''
RETURNING due.subscriber_id
"""


class Slot(NamedTuple):
    """One digest that the calendar asks for."""

    frequency: str
    local_date: date
    hour: int

    @property
    def run(self) -> str:
        return f"{self.frequency}/{self.local_date.isoformat()}/{self.hour}"


def run_due(*, at: datetime) -> Counter[str]:
    """Make every digest that is due and was not made. One that fails is tried again, and does not stop the next."""
    made = set(
        DigestRun.objects.filter(local_date__gte=_local_date(at) - timedelta(days=LOOK_BACK_DAYS)).values_list(
            "frequency", "local_date", "hour"
        )
    )
    counts: Counter[str] = Counter()
    for slot in due_slots(at):
        if tuple(slot) not in made:
            counts[_run(slot, at)] += 1
    return counts


def due_slots(at: datetime) -> Iterator[Slot]:
    """All digests of the last days whose hour has come, oldest first."""
    today = _local_date(at)
    for days in range(LOOK_BACK_DAYS, -1, -1):
        day = today - timedelta(days=days)
        for hour, frequency in product(SavedSearch.Hour.values, _frequencies(day)):
            if datetime.combine(day, time(hour, MINUTE), WALES) <= at:
                yield Slot(frequency, day, hour)


@transaction.atomic
def send_waiting(subscriber: Subscriber, *, at: datetime) -> None:
    """What was gathered for a digest that will not come, because the search is now told at once: one mail, now."""
    run = f"now/{at.astimezone(WALES):%Y-%m-%dT%H:%M:%S}"
    _post(run, frequency=SavedSearch.Frequency.AT_ONCE, hour=None, subscriber=subscriber.pk, at=at)


def _run(slot: Slot, at: datetime) -> str:
    try:
        with transaction.atomic():
            _row, is_new = DigestRun.objects.get_or_create(**slot._asdict(), defaults={"processed_at": at})
            if not is_new:
                return "made elsewhere"
            _post(slot.run, frequency=slot.frequency, hour=slot.hour, subscriber=None, at=at)
    except Exception as error:  # whatever it is: the other digests must not wait for it
        if not connection.is_usable():
            raise
        log.error("digest failed", run=slot.run, error=type(error).__name__)
        return "failed"
    return "made"


def _post(run: str, *, frequency: str, hour: int | None, subscriber: int | None, at: datetime) -> None:
    """Claim what waits, and post a mail to everybody for whom something did."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"run": run, "frequency": frequency, "hour": hour, "subscriber": subscriber})
        people = {row[0] for row in cursor.fetchall()}
    readers = reachable(Subscriber.objects.filter(pk__in=people), at=at)
    outbox.post_many(_letters(run, readers))
    paused = people - {reader.pk for reader in readers}
    if paused:  # it waits until they can be reached again
        Match.objects.filter(delivery_key__in=[digest_key(each, run) for each in paused]).update(delivery_key="")


def _letters(run: str, readers: Iterable[Reader]) -> Iterator[Letter]:
    for reader in readers:
        key = digest_key(reader.pk, run)
        payload = {"subscriber": reader.pk, "key": key}
        yield Letter(key=key, kind="digest", address=reader.address, language=reader.language, payload=payload)


def _frequencies(day: date) -> list[str]:
    daily, weekly = SavedSearch.Frequency.DAILY.value, SavedSearch.Frequency.WEEKLY.value
    return [weekly, daily] if day.weekday() == MONDAY else [daily]


def _local_date(at: datetime) -> date:
    return at.astimezone(WALES).date()
