"""How long it takes to find the saved searches that an opportunity meets, with up to a million of them saved.

The texts are made of 6,000 invented words that are as unevenly common as real ones; searches ask for one to three
words, often with other filters. About one search in sixty meets an opportunity, which is more than in life.
"""

import random
import statistics
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate, islice, product
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from collab_portal import text
from collab_portal.accounts.models import Organisation
from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.categories import all_categories
from procurement import listing
from procurement.matching import Criteria, percolator
from procurement.matching.frequencies import Frequencies
from procurement.models import Opportunity, Reserved, SavedSearch, Subscriber
from procurement.snapshot import Body, LotSnapshot, Snapshot, Window

GOALS = {10_000: 4, 100_000: 5, 1_000_000: 4}  # times as fast as asking every search in one join, on the same machine
DRAWN = (
    100_000  # searches; more are made of these by the database, which takes seconds where drawing them takes minutes
)
AT_ONCE = 10  # opportunities in a statement, where there are many: all their matches at once would fill the memory
BATCHES = (100, 1_000)
OPPORTUNITIES = 2_000
WORDS = 6_000
QUERIES = 4_000  # different things typed; the rest of a search varies more
# The same searches once more: each asks for other values and is a row of its own, filed under the same key.
COPIES = """
INSERT INTO procurement_savedsearch (
    subscriber_id, token, name, query, frequency, hour, confirmed_at, words, categories, cpv_tokens, area_tokens,
    buyer_ids, reserved, value_from, value_to, tender_from, tender_to, lots_under, vcse_only, keys, filed_at)
SELECT subscriber_id, gen_random_uuid()::text, name, query || '/' || copy, frequency, hour, confirmed_at, words,
    categories, cpv_tokens, area_tokens, buyer_ids, reserved, value_from + copy * 1000, value_to + copy * 1000,
    tender_from, tender_to, lots_under, vcse_only, keys, filed_at
FROM procurement_savedsearch CROSS JOIN generate_series(1, %s) AS copy WHERE query LIKE %s LIMIT %s
"""
CODES = [f"{division}{rest}" for division, rest in product(range(45, 99, 3), ("000000", "200000", "210000", "213400"))]


def run(sizes=(10_000, 100_000)) -> list[dict]:
    """One row for each size: milliseconds for one opportunity, alone and among a hundred."""
    chance = random.Random(7)
    people = Subscriber.objects.bulk_create(
        Subscriber(email=f"bench-{number}@example.org", confirmed_at=timezone.now()) for number in range(2_000)
    )
    vocabulary = _Vocabulary(chance)
    listed = _publish(chance, vocabulary)
    _as_owner("ANALYZE procurement_pipelineentry")
    drawn = _searches(chance, vocabulary)
    rows, saved = [], 0
    for size in sizes:
        _save(islice(drawn, min(size, DRAWN) - min(saved, DRAWN)), people, chance)
        if size > DRAWN:
            _multiply(size - max(saved, DRAWN))
        saved = size
        _as_owner("VACUUM ANALYZE procurement_savedsearch")
        rows.append({"searches": size, "goal": GOALS.get(size), **_measured(chance.sample(listed, max(BATCHES)))})
    return rows


def _measured(opportunities: list[int]) -> dict:
    at = timezone.now()
    percolator.met(opportunities[:3], at=at)  # warm
    single, processor = [], _processor_ms()
    for pk in opportunities[:60]:
        started = time.perf_counter()
        percolator.met([pk], at=at)
        single.append((time.perf_counter() - started) * 1000)
    processor = (_processor_ms() - processor) / len(single)
    plain = [_plain_join_ms(pk, at) for pk in opportunities[:10]]
    return {
        "times_as_fast": round(statistics.mean(plain) / statistics.mean(single), 1),
        "one_ms": round(statistics.mean(single), 2),
        "one_p95_ms": round(sorted(single)[int(0.95 * len(single))], 2),
        "one_processor_ms": round(processor, 2),
        "of_many": {count: _of_many(opportunities[:count], at) for count in BATCHES},
    }


def _of_many(opportunities: list[int], at: datetime) -> dict:
    """What each takes where many come at once, and how many searches it meets."""
    found, processor, started = 0, _processor_ms(), time.perf_counter()
    with connection.cursor() as cursor:
        for first in range(0, len(opportunities), AT_ONCE):
            together = {"opportunities": opportunities[first : first + AT_ONCE], "at": at}
            cursor.execute(f"SELECT count(*) FROM ({percolator.MET}) AS met", together)
            found += cursor.fetchone()[0]
    taken = (time.perf_counter() - started) * 1000
    return {
        "ms": round(taken / len(opportunities), 2),
        "processor_ms": round((_processor_ms() - processor) / len(opportunities), 2),
        "met": round(found / len(opportunities), 1),
    }


def _multiply(count: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procurement_savedsearch WHERE query LIKE %s", ["%#%"])
        copies = -(-count // cursor.fetchone()[0])
        cursor.execute(COPIES, [copies, "%#%", count])


def _plain_join_ms(opportunity: int, at: datetime) -> float:
    """How long it takes to ask every search. A quick answer that is not the same would be worth nothing."""
    plain = (
        f"WITH entry AS ({percolator.ENTRIES}) SELECT search.id, entry.opportunity_id"
        f" FROM entry, procurement_savedsearch AS search WHERE {percolator.VERIFY}"
    )
    with connection.cursor() as cursor:
        started = time.perf_counter()
        cursor.execute(plain, {"opportunities": [opportunity], "at": at})
        expected = set(cursor.fetchall())
        taken = (time.perf_counter() - started) * 1000
    found = {(each.search_id, each.opportunity_id) for each in percolator.met([opportunity], at=at)}
    if found != expected:
        raise AssertionError(f"{len(found ^ expected)} matches differ from those of a plain join")
    return taken


class _Vocabulary:
    """Invented words, the first ones common and the last ones rare."""

    def __init__(self, chance: random.Random):
        syllables = [a + b for a, b in product("bcdfglmnprtw", "aeiouy")]
        words = ["".join(parts) + "th" for parts in product(syllables, syllables[::3], syllables[::5])]
        self.words = chance.sample(words, WORDS)
        self.weights = list(accumulate(1 / (rank + 8) for rank in range(WORDS)))
        self._chance = chance

    def text(self, length: int) -> str:
        return " ".join(self._chance.choices(self.words, cum_weights=self.weights, k=length))

    def typed(self) -> str:
        """What somebody looks for: neither the most common words nor only the rarest."""
        words = [self._chance.choice(self.words[30:2500]) for _ in range(self._chance.choice([1, 1, 2, 2, 3]))]
        form = self._chance.random()
        if form < 0.35:
            return " OR ".join(words)
        if form < 0.42:
            return f"{words[0]} -{words[-1]}x"
        return f'"{self.text(2)}"' if form < 0.47 else " ".join(words[:2])


@transaction.atomic
def _publish(chance: random.Random, vocabulary: _Vocabulary) -> list[int]:
    bodies = Organisation.objects.bulk_create(
        Organisation(slug=f"bench-{number}", name_en=f"Council {number}", is_public_body=True) for number in range(40)
    )
    at = timezone.now()
    rows = Opportunity.objects.bulk_create(
        Opportunity(buyer=chance.choice(bodies), stage="planned", published_at=at, version=1)
        for _ in range(OPPORTUNITIES)
    )
    listing.write_entries([(row, _said(row, chance, vocabulary)) for row in rows], at=at)
    return [row.pk for row in rows]


def _said(row: Opportunity, chance: random.Random, vocabulary: _Vocabulary) -> Snapshot:
    start = timezone.localdate() + timedelta(days=chance.randrange(300))
    value = Decimal(chance.randrange(5, 2_000) * 1_000)
    return Snapshot(
        reference=f"B-{row.pk}",
        ocid=f"bench-{row.pk}",
        stage=row.stage,
        buyer=Body(id=row.buyer_id, slug="", name_en="Council"),
        title_en=vocabulary.text(6),
        title_cy=vocabulary.text(6),
        description_en=vocabulary.text(chance.randrange(50, 170)),
        description_cy=vocabulary.text(chance.randrange(20, 60)) if chance.random() < 0.5 else "",
        category=chance.choice(all_categories()).slug,
        cpv_codes=chance.sample(CODES, chance.randrange(1, 4)),
        area_codes=["UK"] if chance.random() < 0.08 else [_place(chance)],
        value_amount=value,
        tender_start=Window(start, start + timedelta(days=60), "likely"),
        lots=[_lot(chance, value)],
    )


def _searches(chance: random.Random, vocabulary: _Vocabulary) -> Iterator[Criteria]:
    """Without end: seven in ten with words, most with something else as well."""
    meanings = {typed: text.parse(typed) for typed in (vocabulary.typed() for _ in range(QUERIES))}
    typed = list(meanings)
    while True:
        q = chance.choice(typed) if chance.random() < 0.7 else ""
        low = Decimal(chance.randrange(0, 400) * 1_000)
        has_value, has_words = chance.random() < 0.3, bool(q)
        criteria = Criteria(
            q=q,
            category=(chance.choice(all_categories()),) if chance.random() < 0.15 else (),
            cpv=(chance.choice(CODES),) if chance.random() < (0.2 if has_words else 0.8) else (),
            area=(areas_by_code()[_place(chance)],) if chance.random() < (0.3 if has_words else 0.9) else (),
            value_from=low if has_value else None,
            value_to=low + 500_000 if has_value else None,
            tender_to=date(2027, 12, 31) if chance.random() < 0.1 else None,
            vcse=chance.random() < 0.2,
        )
        criteria.__dict__["words"] = meanings.get(q, text.Query())  # asking the database for each would take minutes
        yield criteria


@transaction.atomic
def _save(criteria: Iterator[Criteria], people: list[Subscriber], chance: random.Random) -> None:
    frequencies, at = Frequencies.known(), timezone.now()
    saved = (
        SavedSearch(
            subscriber=chance.choice(people),
            query=f"{each.query()}#{number}",  # the same search may be saved by many; here people are few
            confirmed_at=at,
            filed_at=at,
            **percolator.columns(each, frequencies),
        )
        for number, each in enumerate(criteria)
    )
    while batch := list(islice(saved, 5_000)):
        SavedSearch.objects.bulk_create(batch)


def _place(chance: random.Random) -> str:
    return chance.choice([code for code in areas_by_code() if code.startswith("W0")])


def _lot(chance: random.Random, value: Decimal) -> LotSnapshot:
    reserved = Reserved.SUPPORTED_EMPLOYMENT if chance.random() < 0.03 else Reserved.NONE
    return LotSnapshot(number=1, value_amount=value, vcse_suitable=chance.random() < 0.4, reserved=reserved)


def _processor_ms() -> float:
    """What the database process has used so far: on a busy machine this says more than the clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        fields = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 10.0


def _as_owner(statement: str) -> None:
    role = {"user": settings.DATABASE_OWNER["USER"], "password": settings.DATABASE_OWNER["PASSWORD"]}
    with psycopg.connect(**connection.get_connection_params() | role, autocommit=True) as owner:
        owner.execute(statement)
