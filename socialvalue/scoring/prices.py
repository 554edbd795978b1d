"""What price does: points beside the others, or one figure made of price and points."""

from collections.abc import Sequence
from decimal import Decimal

from socialvalue.scoring import methods
from socialvalue.scoring.bids import Bid
from socialvalue.scoring.opening import Opener, exact_of, from_rule, given
from socialvalue.scoring.result import Node
from socialvalue.scoring.rule import PriceMethod, Rule


def points_of(rule: Rule, bids: Sequence[Bid], accepted: Sequence[Bid], by: Opener) -> list[Node]:
    """The price points of each bid, in their order: PREL against the lowest price of the accepted bids."""
    best = _lowest(accepted or bids)
    weight = from_rule("weight", rule.price.weight)
    return [
        by.points(
            "price_points",
            "lowest_over_bid",
            methods.lowest_price(rule.price.weight, exact_of(price), exact_of(best)),
            price,
            weight,
            best,
        )
        for price in map(price_of, bids)
    ]


def figures_of(rule: Rule, bids: Sequence[Bid], points: Sequence[Node], lowest: Node, by: Opener) -> list[Node]:
    """The figure of each bid, in their order. `points`: of quality and social value; `lowest`: the fewest of them."""
    return [_figure(rule, price_of(bid), total, lowest, by) for bid, total in zip(bids, points, strict=True)]


def _figure(rule: Rule, price: Node, points: Node, lowest: Node, by: Opener) -> Node:
    pounds, quality, name = exact_of(price), exact_of(points), rule.price.method.value
    match rule.price.method:
        case PriceMethod.PER_QUALITY_POINT:
            return by.figure("figure", name, methods.price_per_point(pounds, quality), price, points)
        case PriceMethod.VALUE_INDEX:
            per = from_rule("per", rule.price.per, "pounds")
            index = methods.value_index(pounds, quality, rule.price.per)
            return by.figure("figure", name, index, points, price, per, unit="points")
        case PriceMethod.WILLINGNESS_TO_PAY:
            worth = rule.price.pounds_per_point
            assert worth is not None
            figure = methods.willingness_to_pay(pounds, quality, worth)
            return by.figure("figure", name, figure, price, points, from_rule("pounds_per_point", worth, "pounds"))
    most = from_rule("most", rule.whole)
    figure = methods.relative_value(pounds, quality, exact_of(lowest), rule.whole)
    return by.figure("figure", name, figure, price, points, lowest, most)


def price_of(bid: Bid) -> Node:
    return given("price", bid.price, unit="pounds")


def _lowest(bids: Sequence[Bid]) -> Node:
    prices: dict[str, Decimal] = {bid.id: bid.price for bid in bids if bid.price is not None}
    lowest = min(prices.values())
    holders = tuple(sorted(bid for bid, price in prices.items() if price == lowest))
    return given("lowest", lowest, unit="pounds", of=holders)
