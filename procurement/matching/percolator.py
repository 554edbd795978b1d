"""Matching turned round: which saved searches does an opportunity meet?

Asking every search would take as long as there are searches. Instead each one is filed under the rarest of the terms
that an entry must have for it: one word, or one of its areas, or one of its buyers. An entry brings its own terms, an
index finds the few searches filed under one of those, and only they are looked at closely. A search that requires
nothing is filed under a term that every entry has.

`Criteria` is where both directions come from: the columns here and the filter of the list page are made of the same
values, and a test compares them on thousands of random searches.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from procurement.matching.criteria import Criteria
from procurement.matching.frequencies import ANY, AREA, BUYER, CATEGORY, CPV, RESERVED, VCSE, WORD, Frequencies
from procurement.models import SavedSearch

# The buyers of an entry under every number they have: a body may have been merged since it, or the search, was written.
BUYERS = """
ARRAY(
    SELECT unnest(entry.buyer_ids)
    UNION SELECT body.merged_into_id FROM accounts_organisation AS body
          WHERE body.id = ANY(entry.buyer_ids) AND body.merged_into_id IS NOT NULL
    UNION SELECT merged.id FROM accounts_organisation AS body
          JOIN accounts_organisation AS merged ON merged.merged_into_id = coalesce(body.merged_into_id, body.id)
          WHERE body.id = ANY(entry.buyer_ids)
)
"""

# The terms of an entry, as `required` writes those of a search. The document is taken out of its compressed storage
# once, rather than for each search.
ENTRIES = f"""
SELECT entry.opportunity_id, entry.version, entry.category_id, entry.cpv_tokens, entry.area_tokens,
       buyer.ids AS buyer_ids, entry.value_min, entry.value_max, entry.tender_earliest,
       entry.smallest_lot, entry.is_vcse_suitable, entry.reserved, entry.document || ''::tsvector AS document,
       coalesce(entry.tender_latest, (entry.submissions_close_at AT TIME ZONE 'Europe/London')::date) AS tender_end,
       ARRAY(
           SELECT 'w:' || lexeme FROM unnest(tsvector_to_array(entry.document)) AS lexeme
           UNION ALL SELECT 'c:' || token FROM unnest(entry.cpv_tokens) AS token
           UNION ALL SELECT 'a:' || token FROM unnest(entry.area_tokens) AS token
           UNION ALL SELECT 'b:' || body FROM unnest(buyer.ids) AS body
           UNION ALL SELECT 'r:' || whom FROM unnest(entry.reserved) AS whom
           UNION ALL SELECT 'k:' || entry.category_id WHERE entry.category_id IS NOT NULL
           UNION ALL SELECT 'suitable' WHERE entry.is_vcse_suitable
           UNION ALL SELECT '*'
       ) AS terms
FROM procurement_pipelineentry AS entry CROSS JOIN LATERAL (SELECT {BUYERS} AS ids) AS buyer
WHERE entry.opportunity_id = ANY(%(opportunities)s)
  AND entry.stage IN ('planned', 'tendering') AND (entry.expires_at IS NULL OR entry.expires_at > %(at)s)
"""  # noqa: S608 – put together from the constant above

# `Criteria.entries` says the same of one search. What costs most comes last.
VERIFY = """
    (NOT search.vcse_only OR entry.is_vcse_suitable)
AND (search.value_from IS NULL OR entry.value_max IS NULL OR entry.value_max >= search.value_from)
AND (search.value_to IS NULL OR entry.value_min IS NULL OR entry.value_min <= search.value_to)
AND (search.tender_from IS NULL OR entry.tender_end IS NULL OR entry.tender_end >= search.tender_from)
AND (search.tender_to IS NULL OR entry.tender_earliest IS NULL OR entry.tender_earliest <= search.tender_to)
AND (search.lots_under IS NULL OR entry.smallest_lot < search.lots_under)
AND (search.categories = '{}' OR entry.category_id = ANY(search.categories))
AND (search.reserved = '{}' OR search.reserved && entry.reserved)
AND (search.buyer_ids = '{}' OR search.buyer_ids && entry.buyer_ids)
AND (search.area_tokens = '{}' OR search.area_tokens && entry.area_tokens)
AND (search.cpv_tokens = '{}' OR search.cpv_tokens && entry.cpv_tokens)
AND (search.words IS NULL OR entry.document @@ search.words)
"""

# The fields of a `SavedSearch` that follow from its query.
COLUMNS = (
    "words",
    "categories",
    "cpv_tokens",
    "area_tokens",
    "buyer_ids",
    "reserved",
    "value_from",
    "value_to",
    "tender_from",
    "tender_to",
    "lots_under",
    "vcse_only",
    "keys",
)

# The index is asked for a handful of terms at a time: for many at once it compares each search it finds with all of
# them. OFFSET 0 keeps the two steps apart: first the index, then a close look at what it brings. A search filed under
# several of the terms may come more than once.
AT_A_TIME = 8
MET = f"""
WITH entry AS MATERIALIZED ({ENTRIES})
SELECT DISTINCT search.id AS search_id, search.subscriber_id, entry.opportunity_id, entry.version
FROM entry
CROSS JOIN LATERAL (
    SELECT array_agg(term) AS terms FROM unnest(entry.terms) WITH ORDINALITY AS numbered (term, place)
    GROUP BY place / {AT_A_TIME}
) AS handful
CROSS JOIN LATERAL (
    SELECT * FROM procurement_savedsearch AS filed WHERE filed.keys && handful.terms OFFSET 0
) AS search
WHERE search.confirmed_at IS NOT NULL AND {VERIFY}
"""  # noqa: S608 – put together from the constants above


class Met(NamedTuple):
    """A saved search, and an opportunity it finds."""

    search_id: int
    subscriber_id: int
    opportunity_id: int
    version: int


def met(opportunities: Iterable[int], *, at: datetime) -> list[Met]:
    """All confirmed searches that find one of these opportunities at that moment."""
    with connection.cursor() as cursor:
        cursor.execute(MET, {"opportunities": list(opportunities), "at": at})
        return [Met(*row) for row in cursor.fetchall()]


def file(search: SavedSearch, *, at: datetime, frequencies: Frequencies | None = None) -> None:
    """Derive from the search's query all that matching needs. The caller saves it."""
    derived = columns(Criteria.from_query(search.query), frequencies or Frequencies.known())
    for name, value in derived.items():
        setattr(search, name, value)
    search.filed_at = at


def columns(criteria: Criteria, frequencies: Frequencies) -> dict[str, Any]:
    """What a `SavedSearch` keeps of these criteria."""
    return {
        "words": None if criteria.words.is_empty else criteria.words.tsquery(),
        "categories": [category.slug for category in criteria.category],
        "cpv_tokens": criteria.cpv_tokens,
        "area_tokens": [area.code for area in criteria.area],
        "buyer_ids": criteria.buyer_ids,
        "reserved": list(criteria.reserved),
        "value_from": criteria.value_from,
        "value_to": criteria.value_to,
        "tender_from": criteria.tender_from,
        "tender_to": criteria.tender_to,
        "lots_under": criteria.lots_under,
        "vcse_only": criteria.vcse,
        "keys": sorted(min(required(criteria), key=frequencies.cost, default={ANY})),
    }


def required(criteria: Criteria) -> Iterator[set[str]]:
    """Groups of terms; an entry that the search finds has at least one term of every group."""
    for lexemes in criteria.words.groups:
        yield {WORD + lexeme for lexeme in lexemes}
    groups: list[tuple[str, Sequence[object]]] = [
        (CPV, criteria.cpv_tokens),
        (AREA, [area.code for area in criteria.area]),
        (BUYER, criteria.buyer_ids),
        (CATEGORY, [category.slug for category in criteria.category]),
        (RESERVED, criteria.reserved),
    ]
    for kind, values in groups:
        if values:
            yield {f"{kind}{value}" for value in values}
    if criteria.vcse:
        yield {VCSE}
