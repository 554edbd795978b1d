"""The sets of bits as they lie in the database: made anew from all rows when much has changed, or a day has passed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from enterprises.models import SearchBits, SearchChange, SearchEdition, SearchWord
from enterprises.search import index

COMMON = 1_000  # who has a word: from here on it has a set of its own
MANY_CHANGES = 500
OLDEST = timedelta(hours=20)
KEPT = 2  # an edition stays until the next but one: somebody may be reading it
LOCK = 0x5EA2C4
BATCH = 100  # sets written at once

LISTED = """
FROM enterprises_enterprise AS entry JOIN accounts_organisation AS organisation
ON organisation.id = entry.organisation_id AND entry.is_listed AND organisation.merged_into_id IS NULL
"""
KEYS = (
    f"SELECT key, array_agg(entry.id) {LISTED}, unnest(entry.keys || '{{{index.ALL}}}'::varchar[]) AS key GROUP BY key"
)
WORDS = f"""
SELECT '{index.WORD}' || word, array_agg(entry.id) {LISTED}, unnest(tsvector_to_array(entry.document)) AS word
GROUP BY word HAVING count(*) >= %s
"""
SPELLINGS = f"""
INSERT INTO enterprises_searchword (word, uses)
SELECT word, count(*) {LISTED}, unnest(entry.words) AS word GROUP BY word
"""
# A change that came again meanwhile names a later transaction, and stays.
# One from the future was written in another cluster, before a restore.
SEEN = """
DELETE FROM enterprises_searchchange
WHERE pg_visible_in_snapshot(changed_in::text::xid8, %s::pg_snapshot)
OR changed_in >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint
AND changed_in IS DISTINCT FROM pg_current_xact_id_if_assigned()::text::bigint
"""


def is_due(at: datetime) -> bool:
    """Many have changed since the last edition, or it is old, or it is another cluster's."""
    newest = SearchEdition.objects.order_by("pk").last()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {index.CLUSTER}")
        cluster = cursor.fetchone()[0]
    if newest is None or newest.cluster != cluster or at - newest.made_at > OLDEST:
        return True
    return SearchChange.objects.count() > MANY_CHANGES


def make(*, at: datetime | None = None, common: int = COMMON) -> SearchEdition | None:
    """Make a new edition, and forget the changes it knows of. Nothing where somebody else is making one.

    The snapshot is taken first. Whatever is read after it may be newer, which does no harm: readers take what
    changed after the snapshot from the rows themselves.
    """
    with transaction.atomic():
        if not _alone():
            return None
        cluster, seen = _now()
        edition = SearchEdition.objects.create(snapshot=seen, cluster=cluster, made_at=at or timezone.now())
        _write(edition, common)
        kept = SearchEdition.objects.order_by("-pk").values_list("pk", flat=True)[:KEPT]
        SearchEdition.objects.exclude(pk__in=list(kept)).delete()
        SearchWord.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute(SPELLINGS)
    with connection.cursor() as cursor:
        cursor.execute(SEEN, [seen])
    return edition


def _write(edition: SearchEdition, common: int) -> None:
    batch: list[SearchBits] = []
    for key, holders in _sets(common):
        batch.append(SearchBits(edition=edition, key=key, bits=index.as_bytes(index.as_bits(holders))))
        if len(batch) == BATCH:
            SearchBits.objects.bulk_create(batch)
            batch.clear()
    SearchBits.objects.bulk_create(batch)


def _sets(common: int) -> Iterator[tuple[str, list[int]]]:
    """Everybody's key comes even if nobody is listed: an edition without any set is none."""
    everybody: list[int] = []
    for statement, parameters in ((KEYS, []), (WORDS, [common])):
        with connection.chunked_cursor() as cursor:
            cursor.execute(statement, parameters)
            for key, holders in cursor:
                if key == index.ALL:
                    everybody = holders
                else:
                    yield key, holders
    yield index.ALL, everybody


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return cursor.fetchone()[0]


def _now() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {index.CLUSTER}, pg_current_snapshot()::text")
        return cursor.fetchone()
