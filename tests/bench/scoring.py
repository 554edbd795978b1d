"""An award of a hundred bids: every score, rank and number that it opens to, and how far the evaluators are apart."""

import statistics
import time
from decimal import Decimal
from random import Random

from socialvalue.scoring import (
    Bid,
    Criterion,
    Method,
    Part,
    Price,
    PriceMethod,
    Rule,
    Scale,
    score,
    spread,
)
from tests.bench.table import Row

BIDS, MEASURES, EVALUATORS = 100, 40, 5
GOAL_MS, TIMES = 200, 20
METHODS = list(Method)


def rows() -> list[Row]:
    """The same award again and again, as a page would ask for it."""
    rule, bids, panels = _award(Random(1))
    times = [_milliseconds(rule, bids, panels) for _ in range(TIMES)]
    middle = statistics.median(times)
    row = Row("score an award", f"{BIDS} × {MEASURES} × {EVALUATORS}", middle, max(times))
    row.goal, row.ok = f"≤ {GOAL_MS} ms", middle <= GOAL_MS
    return [row]


def _milliseconds(rule: Rule, bids: list[Bid], panels: list[dict[str, Decimal]]) -> float:
    started = time.perf_counter()
    score(rule, bids)
    for panel in panels:
        spread(panel)
    return (time.perf_counter() - started) * 1000


def _award(random: Random) -> tuple[Rule, list[Bid], list[dict[str, Decimal]]]:
    """All methods in turn, a fifth of the measures judged; a panel's scores for every bid and measure."""
    criteria = tuple(_criterion(number) for number in range(MEASURES))
    rule = Rule(
        criteria,
        social_value_weight=Decimal(MEASURES),
        price=Price(PriceMethod.LOWEST_OVER_BID, Decimal(100 - MEASURES)),
        scales=(Scale("0-4", Decimal(4), only_levels=False),),
        contract_value=Decimal(500_000),
    )
    counted = [each.code for each in criteria if each.method.is_quantitative]
    judged = [each.code for each in criteria if not each.method.is_quantitative]
    bids = [
        Bid(
            f"bid-{number}",
            Decimal(random.randint(400_000, 600_000)),
            {code: Decimal(random.randint(0, 5_000)) for code in counted},
            {code: Decimal(random.randint(0, 4)) for code in judged},
        )
        for number in range(BIDS)
    ]
    names = [f"evaluator-{number}" for number in range(EVALUATORS)]
    panels = [{name: Decimal(random.randint(0, 4)) for name in names} for _ in range(BIDS * MEASURES)]
    return rule, bids, panels


def _criterion(number: int) -> Criterion:
    method = METHODS[number % len(METHODS)]
    return Criterion(
        f"measure-{number}",
        Part.SOCIAL_VALUE,
        method,
        Decimal(1),
        scale="0-4" if method is Method.SCALE else "",
        target=Decimal(20) if method.has_target else None,
    )
