"""Random small tenders, with many zeros, ties and failed gates: seeded, so that a failure can be seen again."""

from decimal import Decimal
from random import Random

from socialvalue.scoring import (
    Bid,
    Criterion,
    Direction,
    Measure,
    Method,
    Part,
    Price,
    PriceMethod,
    Rounding,
    RoundingMode,
    Rule,
    Scale,
    TieBreak,
)

TOP = Decimal(4)
SCALE = Scale("0-4", TOP, only_levels=False)
BREAKS = (TieBreak.SOCIAL_VALUE, TieBreak.QUALITY, TieBreak.PRICE)


def tender(seed: int, **more) -> tuple[Rule, list[Bid]]:
    """`methods`, `price_methods`: what to choose from; `decides`: whether rounding does."""
    random = Random(seed)
    a_rule = rule(random, **more)
    return a_rule, [bid(random, a_rule, f"bid-{number}") for number in range(random.randint(1, 4))]


def rule(random: Random, *, methods=tuple(Method), price_methods=tuple(PriceMethod), decides=None) -> Rule:
    criteria = tuple(criterion(random, f"c{number}", methods) for number in range(random.randint(1, 3)))
    method = random.choice(price_methods)
    in_points = method is PriceMethod.LOWEST_OVER_BID
    price = Price(
        method,
        weight=Decimal(random.randint(1, 60)) if in_points else Decimal(0),
        per=Decimal(random.choice((1, 1_000))),
        pounds_per_point=Decimal(random.randint(1, 30)),
    )
    sums = {part: sum((each.weight for each in criteria if each.part is part), Decimal(0)) for part in Part}
    return Rule(
        criteria,
        social_value_weight=sums[Part.SOCIAL_VALUE],
        quality_weight=sums[Part.QUALITY],
        price=price,
        scales=(SCALE,),
        rounding=Rounding(
            places=random.randint(0, 3),
            mode=random.choice(list(RoundingMode)),
            decides=random.random() < 0.5 if decides is None else decides,
        ),
        ties=tuple(random.sample(BREAKS, random.randint(0, 3))),
        whole=sum(sums.values()) + price.weight,
        contract_value=Decimal(random.choice((100, 250))) if random.random() < 0.5 else None,
    )


def criterion(random: Random, code: str, methods) -> Criterion:
    method = random.choice(methods)
    is_judged = method is Method.SCALE
    measures = ()
    if not is_judged and random.random() < 0.3:
        measures = tuple(Measure(f"{code}.{n}", Decimal(random.randint(1, 9)) / 2) for n in range(random.randint(1, 3)))
    return Criterion(
        code,
        random.choice(list(Part)),
        method,
        weight=Decimal(random.choice((1, 3, 5, 7, 10))),
        direction=Direction.MORE if is_judged else random.choice(list(Direction)),
        scale=SCALE.code if is_judged else "",
        target=Decimal(random.choice((3, 5, 8))) if method.has_target else None,
        gate=Decimal(random.randint(1, 3)) if random.random() < 0.15 else None,
        measures=measures,
    )


def bid(random: Random, a_rule: Rule, name: str) -> Bid:
    quantities, scores = {}, {}
    for each in a_rule.criteria:
        if each.method is Method.SCALE:
            scores[each.code] = Decimal(random.randint(0, 4))
            continue
        for code in [measure.code for measure in each.measures] or [each.code]:
            if random.random() < 0.9:
                quantities[code] = Decimal(random.choice((0, 1, 2, 3, 6, 9)))
    price = Decimal(random.choice((0, 30, 60, 90, 100)))
    return Bid(name, price, quantities, scores, contract_value=Decimal(random.choice((0, 50, 100))))
