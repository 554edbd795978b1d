"""From one publication to the people it concerns."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Max, Q

from collab_portal.mail import outbox
from collab_portal.mail.outbox import Letter
from procurement.alerts.keys import news_key
from procurement.alerts.outcomes import tell_interested
from procurement.alerts.people import Reader, reachable
from procurement.matching import percolator
from procurement.models import Change, OutboxEvent, PipelineEntry, Stage, Subscriber
from procurement.models.interest import SubscriberQuerySet

# What makes an opportunity worth a second alert; see `told_since`.
DEADLINE_OR_WORTH = ("submissions_close_at", "value_amount", "value_gross", "value_band", "area_codes")
LOT = r"^lots/\d+/(number|value_amount|value_gross|area_codes|sme_suitable|vcse_suitable|reserved)$"
MATTERS = Q(field__in=DEADLINE_OR_WORTH) | Q(field__regex=LOT) | Q(field="stage", after=Stage.TENDERING.value)

# In the order of the searches, so that two publications at once cannot wait for each other.
NOTE_MATCHES = f"""
WITH met AS ({percolator.MET})
INSERT INTO procurement_match (search_id, opportunity_id, version, delivery_key)
SELECT met.search_id, met.opportunity_id, met.version, ''
FROM met JOIN procurement_subscriber AS subscriber ON subscriber.id = met.subscriber_id
WHERE subscriber.confirmed_at IS NOT NULL AND subscriber.stopped_at IS NULL
  AND NOT EXISTS (
      SELECT FROM procurement_match AS earlier
      WHERE earlier.search_id = met.search_id AND earlier.opportunity_id = met.opportunity_id
        AND earlier.version >= %(since)s
  )
ORDER BY met.search_id
ON CONFLICT DO NOTHING
"""  # noqa: S608 – put together from constants

# All that waits for one of these people about this opportunity goes with the mail they now get.
CLAIM = """
UPDATE procurement_match AS met SET delivery_key = told.key
FROM procurement_savedsearch AS search,
     unnest(%(subscribers)s::bigint[], %(keys)s::text[]) AS told (subscriber_id, key)
WHERE search.id = met.search_id AND search.subscriber_id = told.subscriber_id
  AND met.opportunity_id = %(opportunity)s AND met.version <= %(version)s AND met.delivery_key = ''
"""


def fan_out(event: OutboxEvent, *, at: datetime) -> None:
    """Tell those who watch the opportunity; note which saved searches it meets, and tell those who want it at once.

    The listing may be newer than the event, if more was published meanwhile. Matches are then noted for the newer
    version, so that the next event finds them and tells nobody a second time.
    """
    entry = PipelineEntry.objects.filter(pk=event.opportunity_id).only("opportunity_id", "version").first()
    if entry is None:
        return
    _note_matches(entry, at)
    watching = Subscriber.objects.watching(entry.opportunity_id, before=event.version)
    _tell(watching, "watch", entry, version=event.version, at=at)
    tell_interested(entry.opportunity_id, version=event.version, at=at)
    at_once = Subscriber.objects.awaiting_at_once(entry.opportunity_id)
    _tell(at_once, "alert", entry, version=entry.version, at=at)


def told_since(opportunity_id: int, version: int) -> int:
    """The last version, up to this one, that is worth telling those who know of the opportunity.

    The first version is. A later one is if it opens the tender, moves the deadline, or changes the value, the areas or
    the lots (their number, value, areas, for whom they are suitable or reserved). Better wording, a date that slips
    and other such changes are not: whoever wants to hear of those watches the opportunity. A search that meets an
    opportunity for the first time tells of it in any version.
    """
    matters = Change.objects.filter(MATTERS, opportunity=opportunity_id, release__version__lte=version)
    return matters.aggregate(last=Max("release__version"))["last"] or 1


def _note_matches(entry: PipelineEntry, at: datetime) -> None:
    since = told_since(entry.opportunity_id, entry.version)
    with connection.cursor() as cursor:
        cursor.execute(NOTE_MATCHES, {"opportunities": [entry.opportunity_id], "at": at, "since": since})


def _tell(people: SubscriberQuerySet, kind: str, entry: PipelineEntry, *, version: int, at: datetime) -> None:
    """Post one mail to each, and note on their matches that it tells of them."""
    readers = reachable(people, at=at)
    outbox.post_many(_letters(readers, kind, entry.opportunity_id, version))
    claim: dict[str, Any] = {
        "subscribers": [reader.pk for reader in readers],
        "keys": [news_key(kind, reader.pk, entry.opportunity_id, version) for reader in readers],
        "opportunity": entry.opportunity_id,
        "version": entry.version,
    }
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, claim)


def _letters(readers: Iterable[Reader], kind: str, opportunity: int, version: int) -> Iterator[Letter]:
    for reader in readers:
        yield Letter(
            key=news_key(kind, reader.pk, opportunity, version),
            kind=kind,
            address=reader.address,
            language=reader.language,
            payload={
                "subscriber": reader.pk,
                "opportunity": opportunity,
                "version": version,
                "is_watch": kind == "watch",
            },
        )
