"""What matching costs in both directions: who could deliver this, what could we deliver, and many designs at once."""

import random
import statistics
import time
from collections.abc import Callable, Iterable
from decimal import Decimal
from itertools import islice

from django.utils import timezone

from collab_portal.reference.areas import smallest
from collab_portal.reference.categories import all_categories
from enterprises.models import Enterprise
from procurement.matching import deliverable, suppliers
from procurement.matching.asks import Ask
from tests.bench.table import Row

MOST_MS = 300
COUNTS_UP_TO = 100_000  # enterprises, for which that is promised
DESIGNS = 20


def rows(*, size: int, times: int) -> list[Row]:
    """The slowest of the kinds of work counts as much as the others: each time another one is asked for."""
    chance = random.Random(size)
    verified = list(islice(Enterprise.objects.verified().order_by("pk").values_list("pk", flat=True), 2_000))
    asked = Enterprise.objects.defer("document", "words").filter(
        pk__in=chance.sample(verified, min(times, len(verified)))
    )
    at = timezone.now()
    measured = {
        "who could deliver this, five parts": _times(suppliers.markets, (_asks(chance, 5) for _time in range(times))),
        f"how many fit, {DESIGNS} designs": _times(
            suppliers.counts, (_asks(chance, DESIGNS) for _time in range(times))
        ),
        "what could we deliver": _times(lambda each: deliverable.chances(each, at=at), list(asked)),
    }
    return [_row(what, size, milliseconds) for what, milliseconds in measured.items()]


def _asks(chance: random.Random, count: int) -> list[Ask]:
    """Parts of one contract: one kind of work, here and there, of one size and another."""
    category = chance.choice(all_categories()).slug
    places = sorted(smallest(["WALES"]))
    wholes = [("WALES",), tuple(chance.sample(places, 3))]
    made = []
    for number in range(count):
        areas = chance.choice(wholes) if number == 0 else (chance.choice(places),)
        value = Decimal(chance.choice((8_000, 40_000, 120_000, 600_000)))
        made.append(Ask(number=number, category=category, areas=areas, low=value, high=value))
    return made


def _times(question: Callable, asked: Iterable) -> list[float]:
    """Milliseconds; the first one warms up and does not count."""
    found = []
    for each in asked:
        started = time.perf_counter()
        question(each)
        found.append((time.perf_counter() - started) * 1000)
    return found[1:]


def _row(what: str, size: int, milliseconds: list[float]) -> Row:
    slowest = statistics.quantiles(milliseconds, n=20)[-1]
    row = Row(what, f"{size:,} enterprises", statistics.median(milliseconds), slowest)
    if size <= COUNTS_UP_TO:
        row.goal, row.ok = f"p95 ≤ {MOST_MS} ms", slowest <= MOST_MS
    return row
