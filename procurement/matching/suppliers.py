"""Who could deliver this? For a contract, its lots, or lots that are only thought of: one query for all of them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from procurement.matching import rules
from procurement.matching.asks import Ask
from procurement.matching.rules import Obstacle

SHOWN = 50  # of those who fit; the directory shows the others
SHOWN_NEARLY = 10  # for each obstacle

MATCHED = f"""
WITH ask AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(%(asks)s::jsonb) AS {rules.ASK}),
offer AS MATERIALIZED (
    {rules.OFFERS} AND (activity.category_id = ANY(%(categories)s) OR activity.cpv_codes && %(codes)s::varchar[])
),
met AS (
    SELECT DISTINCT ON (ask.number, offer.enterprise) ask.number, offer.activity, offer.room,
           CASE %(language)s WHEN 'cy' THEN offer.sort_key_cy ELSE offer.sort_key_en END AS name,
           coalesce(found.obstacles[1], '') AS obstacle
    FROM ask
    JOIN offer ON {rules.DOES_THE_WORK} AND cardinality(offer.obstacles) <= %(most)s
    JOIN {rules.FOUND}
    ORDER BY ask.number, offer.enterprise, {rules.BEST}
)
"""  # noqa: S608 - put together from constants
MARKET = f"""
{MATCHED}
SELECT number, obstacle, count(*),
       (array_agg(activity ORDER BY room, name, activity))[:CASE obstacle WHEN '' THEN %(fits)s ELSE %(nearly)s END]
FROM met GROUP BY number, obstacle
"""  # noqa: S608 - the same
COUNTS = f"{MATCHED} SELECT number, count(*) FROM met GROUP BY number"  # noqa: S608
FITS = f"""
WITH ask AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(%(asks)s::jsonb) AS {rules.ASK}),
offer AS MATERIALIZED ({rules.OFFERS} AND activity.enterprise_id = ANY(%(enterprises)s))
SELECT DISTINCT ON (ask.number, offer.enterprise) ask.number, offer.enterprise, offer.activity, found.obstacles
FROM ask JOIN offer ON {rules.DOES_THE_WORK} JOIN {rules.FOUND}
ORDER BY ask.number, offer.enterprise, {rules.BEST}
"""  # noqa: S608 - the same
EVERYBODY = f"{MATCHED} SELECT number, activity, obstacle FROM met"  # noqa: S608


@dataclass
class Group:
    """Enterprises that fit, or that one obstacle keeps from fitting: how many, and the first of them.

    `activities` are the keys of the activities by which they were found, one for each enterprise.
    """

    count: int = 0
    activities: list[int] = field(default_factory=list)


@dataclass
class Market:
    """Who is there for one ask."""

    ask: Ask
    fits: Group = field(default_factory=Group)
    nearly: dict[Obstacle, Group] = field(default_factory=dict)

    @property
    def nearly_count(self) -> int:
        return sum(group.count for group in self.nearly.values())


def markets(asks: Sequence[Ask], *, language: str = "en") -> list[Market]:
    """For each ask who fits and who nearly fits, those with room first, then by name."""
    found = [Market(ask) for ask in asks]
    groups: dict[tuple[int, str], Group] = {}
    for number, obstacle, count, activities in _ask(MARKET, asks, language=language, fits=SHOWN, nearly=SHOWN_NEARLY):
        groups[number, obstacle] = Group(count, activities)
    for place, market in enumerate(found):
        market.fits = groups.get((place, ""), market.fits)
        market.nearly = {each: groups[place, each] for each in Obstacle if (place, each.value) in groups}
    return found


def counts(designs: Sequence[Ask]) -> list[int]:
    """How many enterprises fit each of these lots, which need not exist. One query."""
    found = dict(_ask(COUNTS, designs, most=0))
    return [found.get(place, 0) for place in range(len(designs))]


def everybody(asks: Sequence[Ask]) -> list[tuple[int, int, str]]:
    """All who fit or nearly fit: the place of the ask, the key of the activity, the obstacle or nothing."""
    return _ask(EVERYBODY, asks)


def fits(asks: Sequence[Ask], enterprises: Iterable[int]) -> list[tuple[int, int, int, list[str]]]:
    """How these enterprises fit: the place of the ask, the enterprise, its best activity, and all that is in the way.

    Whoever does not do the work is left out.
    """
    return _ask(FITS, asks, most=len(Obstacle), enterprises=sorted(enterprises))


def _ask(
    statement: str, asks: Sequence[Ask], *, most: int = rules.NEARLY, language: str = "en", **limits: Any
) -> list[tuple]:
    """The numbers of the asks are their places in the sequence: two designs may have the same number."""
    given: dict[str, Any] = {
        "asks": json.dumps([ask.as_json() | {"number": place} for place, ask in enumerate(asks)]),
        "categories": sorted({ask.category for ask in asks}),
        "codes": sorted({code for ask in asks for code in ask.cpv_and_above}),
        "most": most,
        "language": language,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, given | limits)
        return cursor.fetchall()
