"""The whole award: gates, points, price, total and rank of every bid."""

from collections.abc import Sequence

from socialvalue.exact import ZERO
from socialvalue.scoring import criteria, prices
from socialvalue.scoring.bids import Bid
from socialvalue.scoring.checking import checked, checked_bids
from socialvalue.scoring.opening import Opener, exact_of, given
from socialvalue.scoring.ranking import Entrant, ranked
from socialvalue.scoring.result import Node, Outcome, Result
from socialvalue.scoring.rule import Part, PriceMethod, Rule


def score(rule: Rule, bids: Sequence[Bid]) -> Result:
    """Score all bids by the rule. Raises Refused for a rule that is not whole, or bids that cannot be scored by it.

    A bid that fails a gate keeps its points, so that its bidder can be told them, but has no rank, and neither its
    price nor its quantities are the lowest or highest that others are measured by.
    """
    checked(rule)
    bids = sorted(checked_bids(rule, bids), key=lambda bid: bid.id)
    failed = {bid.id: criteria.failed_gates(rule, bid) for bid in bids}
    accepted = [bid for bid in bids if not failed[bid.id]]
    parts = _Parts(rule, bids, accepted)
    entrants = [
        Entrant(bid.id, parts.trees[place], parts.points[place], social_value, quality, bid.price)
        for place, (bid, social_value, quality) in enumerate(zip(bids, parts.social_value, parts.quality, strict=True))
    ]
    order = ranked(rule, [each for each in entrants if not failed[each.bid]])
    outcomes = [
        Outcome(
            each.bid,
            each.tree,
            each.points,
            each.social_value,
            each.quality,
            each.price,
            order.ranks.get(each.bid),
            failed[each.bid],
        )
        for each in entrants
    ]
    by_rank = sorted(outcomes, key=lambda each: (each.rank is None, each.rank or 0, each.bid))
    return Result(rule, tuple(by_rank), order.winners, order.ties)


class _Parts:
    """The nodes of all bids, in their order: social value, quality, both or all together, and what decides."""

    def __init__(self, rule: Rule, bids: Sequence[Bid], accepted: Sequence[Bid]) -> None:
        self.rule, self.by = rule, Opener(rule.rounding)
        columns = {each.code: criteria.points_of(rule, each, bids, accepted, self.by) for each in rule.criteria}
        places = range(len(bids))
        self.social_value = [self._social_value(columns, place) for place in places]
        self.quality = [self._part(Part.QUALITY, columns, place) for place in places]
        together = list(zip(self.social_value, self.quality, strict=True))
        is_in_points = bids and rule.price.method is PriceMethod.LOWEST_OVER_BID
        if is_in_points:
            price_points = prices.points_of(rule, bids, accepted, self.by)
            together = [(*parts, price) for parts, price in zip(together, price_points, strict=True)]
        self.points = [self.by.sum("total", parts) for parts in together]
        self.trees = self.points
        if bids and rule.price.method.is_figure:
            lowest = self._fewest(bids, accepted or bids)
            self.trees = prices.figures_of(rule, bids, self.points, lowest, self.by)

    def _part(self, part: Part, columns: dict[str, list[Node]], place: int) -> Node:
        return self.by.sum(part.value, [columns[each.code][place] for each in self.rule.criteria_of(part)])

    def _social_value(self, columns: dict[str, list[Node]], place: int) -> Node:
        """With a split, what is counted and what is judged are sums of their own."""
        if self.rule.split is None:
            return self._part(Part.SOCIAL_VALUE, columns, place)
        social = self.rule.criteria_of(Part.SOCIAL_VALUE)
        counted = [columns[each.code][place] for each in social if each.method.is_quantitative]
        judged = [columns[each.code][place] for each in social if not each.method.is_quantitative]
        halves = [self.by.sum("quantitative", counted), self.by.sum("qualitative", judged)]
        return self.by.sum(Part.SOCIAL_VALUE.value, halves)

    def _fewest(self, bids: Sequence[Bid], accepted: Sequence[Bid]) -> Node:
        """The fewest points of quality and social value among the accepted."""
        counting = {bid.id for bid in accepted}
        points = {bid.id: exact_of(node) for bid, node in zip(bids, self.points, strict=True) if bid.id in counting}
        fewest = min(points.values(), default=ZERO)
        holders = tuple(sorted(bid for bid, value in points.items() if value == fewest))
        return given("lowest", fewest, unit="points", of=holders)
