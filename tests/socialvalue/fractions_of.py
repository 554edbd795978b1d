"""A second way to score, in plain fractions, written from the formulas alone; slow, and short enough to be believed."""

import math
from fractions import Fraction as F

WORST = (2, F(0))


def scored(rule, bids):
    """By bid: (points, figure or None, rank or None), and which gates it failed."""
    amounts = {bid.id: {each.code: amount(each, bid) for each in rule.criteria} for bid in bids}
    failed = {
        bid.id: [each.code for each in rule.criteria if each.gate is not None and fails(each, amounts[bid.id])]
        for bid in bids
    }
    inside = [bid for bid in bids if not failed[bid.id]]
    measured_by = inside or bids
    points, social, quality = {}, {}, {}
    for bid in bids:
        parts = {"social_value": F(0), "quality": F(0)}
        for each in rule.criteria:
            others = [amounts[other.id][each.code] for other in measured_by]
            parts[each.part] += points_for(rule, each, bid, amounts[bid.id][each.code], others)
        social[bid.id], quality[bid.id] = parts["social_value"], parts["quality"]
        points[bid.id] = sum(parts.values())
        if rule.price.method == "lowest_over_bid":
            lowest = min(F(other.price) for other in measured_by)
            points[bid.id] += F(rule.price.weight) * (1 if F(bid.price) <= lowest else lowest / F(bid.price))
    fewest = min((points[bid.id] for bid in measured_by), default=F(0))
    figures = {bid.id: figure(rule, F(bid.price), points[bid.id], fewest) for bid in bids}

    def key(bid):
        main = standing(rule, figures[bid.id], points[bid.id])
        tie = {
            "social_value": -seen(rule, social[bid.id]),
            "quality": -seen(rule, quality[bid.id]),
            "price": F(bid.price),
        }
        return main, [tie[name] for name in rule.ties]

    keys = {bid.id: key(bid) for bid in inside}
    ranks = {bid: 1 + sum(other < mine for other in keys.values()) for bid, mine in keys.items()}
    return {bid.id: (points[bid.id], figures[bid.id], ranks.get(bid.id)) for bid in bids}, failed


def amount(criterion, bid):
    if criterion.method == "scale":
        return F(bid.scores[criterion.code])
    if not criterion.measures:
        return F(bid.quantities[criterion.code]) if criterion.code in bid.quantities else None
    there = [F(bid.quantities[m.code]) * F(m.unit_value) for m in criterion.measures if m.code in bid.quantities]
    return sum(there) if there else None


def fails(criterion, amounts):
    given, gate = amounts[criterion.code], F(criterion.gate)
    return given is None or (given > gate if criterion.direction == "less" else given < gate)


def points_for(rule, criterion, bid, given, others):
    weight, less = F(criterion.weight), criterion.direction == "less"
    if given is None:
        return F(0)
    if criterion.method == "scale":
        return weight * given / 4
    if criterion.method in ("target", "unit_target"):
        if criterion.method == "target":
            contract = F(bid.contract_value if rule.contract_value is None else rule.contract_value)
            given = F(100) * given / contract if contract else F(0)
        goal = F(criterion.target)
    else:
        there = [other for other in others if other is not None] or [F(0)]
        goal = min(there) if less else max(there)
    if less:
        return weight if given <= goal else weight * goal / given
    return weight * min(F(1), given / goal) if goal else F(0)


def figure(rule, price, points, fewest):
    match str(rule.price.method):
        case "per_quality_point":
            return price / points if points else None
        case "value_index":
            return points * F(rule.price.per) / price if price else None
        case "willingness_to_pay":
            return price - points * F(rule.price.pounds_per_point)
        case "relative_value":
            return price / ((points + F(rule.whole)) / (fewest + F(rule.whole)))
    return points


def standing(rule, figure, points):
    if figure is None:
        return (0, F(0)) if rule.price.method == "value_index" and points else WORST
    is_cheap = rule.price.method in ("per_quality_point", "willingness_to_pay", "relative_value")
    return 1, seen(rule, figure if is_cheap else -figure)


def seen(rule, value):
    return shown(rule, value) if rule.rounding.decides else value


def shown(rule, value):
    """Half up, down and up are meant of the size of a number, whatever its sign."""
    step = F(10) ** rule.rounding.places
    size = abs(value) * step
    whole = {"half_up": math.floor(size + F(1, 2)), "down": math.floor(size), "up": math.ceil(size)}
    return (1 if value >= 0 else -1) * whole[str(rule.rounding.mode)] / step
