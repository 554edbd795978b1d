"""One criterion over all bids: what each offered, the best of them, and the points of each."""

from collections.abc import Sequence
from decimal import Decimal

from socialvalue.exact import ZERO, product, total
from socialvalue.scoring import methods
from socialvalue.scoring.bids import Bid
from socialvalue.scoring.opening import Opener, exact_of, from_rule, given
from socialvalue.scoring.result import GateFailed, Node
from socialvalue.scoring.rule import Criterion, Direction, Method, Rule


def failed_gates(rule: Rule, bid: Bid) -> tuple[GateFailed, ...]:
    """GATE: every criterion in which the bid is worse than the worst that is accepted. It needs no other bid."""
    found = []
    for criterion in rule.criteria:
        if criterion.gate is None:
            continue
        amount = bid.scores[criterion.code] if criterion.method is Method.SCALE else amount_of(criterion, bid)
        if amount is None or _is_worse(amount, criterion.gate, criterion):
            found.append(GateFailed(criterion.code, criterion.gate, amount))
    return tuple(found)


def _is_worse(amount: Decimal, gate: Decimal, criterion: Criterion) -> bool:
    is_upper = criterion.direction is Direction.LESS and criterion.method is not Method.SCALE
    return amount > gate if is_upper else amount < gate


def amount_of(criterion: Criterion, bid: Bid) -> Decimal | None:
    """The quantity offered, or the pounds that the quantities are worth; None where nothing was offered."""
    if not criterion.measures:
        return bid.quantities.get(criterion.code)
    offered = [each for each in criterion.measures if each.code in bid.quantities]
    if not offered:
        return None
    return total(product(bid.quantities[each.code], each.unit_value) for each in offered)


def points_of(rule: Rule, criterion: Criterion, bids: Sequence[Bid], accepted: Sequence[Bid], by: Opener) -> list[Node]:
    """The points of each bid, in their order. Best offers are looked for among the accepted bids only."""
    if criterion.method is Method.SCALE:
        return _judged(rule, criterion, bids, by)
    if criterion.method.is_absolute:
        return [_against_target(rule, criterion, bid, by) for bid in bids]
    return _against_best(criterion, bids, accepted, by)


def _judged(rule: Rule, criterion: Criterion, bids: Sequence[Bid], by: Opener) -> list[Node]:
    code, weight, top = criterion.code, criterion.weight, rule.scale_of(criterion).top
    shared = (from_rule("weight", weight), from_rule("top", top, "score"))
    return [
        by.points(
            "criterion",
            "scale",
            methods.on_scale(weight, score, top),
            given("score", score, unit="score"),
            *shared,
            code=code,
        )
        for score in (bid.scores[code] for bid in bids)
    ]


def _against_target(rule: Rule, criterion: Criterion, bid: Bid, by: Opener) -> Node:
    target = criterion.target
    assert target is not None
    is_percent = criterion.method is Method.TARGET
    offered = _percent(rule, criterion, bid, by) if is_percent else _offered(criterion, bid, by)
    inputs = (offered, from_rule("weight", criterion.weight), from_rule("target", target, offered.unit))
    if offered.exact is None:
        return by.points("criterion", "nothing_offered", ZERO, *inputs, code=criterion.code)
    is_less = criterion.direction is Direction.LESS
    formula = methods.against_target_less if is_less else methods.against_target
    points = formula(criterion.weight, offered.exact, target)
    return by.points("criterion", "target_less" if is_less else "target", points, *inputs, code=criterion.code)


def _percent(rule: Rule, criterion: Criterion, bid: Bid, by: Opener) -> Node:
    offered = _offered(criterion, bid, by)
    whole = bid.contract_value if rule.contract_value is None else rule.contract_value
    assert whole is not None
    if offered.exact is None:
        return Node("percent", "nothing_offered", None, None, unit="percent", inputs=(offered,))
    percent = methods.percent_of_contract(offered.exact, whole)
    return by.percent("percent", "percent", percent, offered, given("contract_value", whole, unit="pounds"))


def _against_best(criterion: Criterion, bids: Sequence[Bid], accepted: Sequence[Bid], by: Opener) -> list[Node]:
    is_less = criterion.direction is Direction.LESS
    offered = [_offered(criterion, bid, by) for bid in bids]
    best = _best(criterion, accepted or bids, is_less=is_less)
    shared = (from_rule("weight", criterion.weight), best)
    formula, name = (methods.relative_less, "relative_less") if is_less else (methods.relative, "relative")
    return [
        by.points("criterion", "nothing_offered", ZERO, each, *shared, code=criterion.code)
        if each.exact is None
        else by.points(
            "criterion", name, formula(criterion.weight, each.exact, exact_of(best)), each, *shared, code=criterion.code
        )
        for each in offered
    ]


def _best(criterion: Criterion, bids: Sequence[Bid], *, is_less: bool) -> Node:
    amounts = {bid.id: amount for bid in bids if (amount := amount_of(criterion, bid)) is not None}
    best = (min if is_less else max)(amounts.values(), default=ZERO)
    holders = tuple(sorted(bid for bid, amount in amounts.items() if amount == best))
    return given("lowest" if is_less else "highest", best, unit=_unit(criterion), of=holders)


def _offered(criterion: Criterion, bid: Bid, by: Opener) -> Node:
    unit, code = _unit(criterion), criterion.code
    if not criterion.measures:
        return given("offered", bid.quantities.get(code), unit=unit)
    amount = amount_of(criterion, bid)
    if amount is None:
        return given("offered", None, unit=unit)
    worth = [
        by.pounds(
            "measure",
            "worth",
            product(quantity, each.unit_value),
            given("quantity", quantity, code=each.code, unit=each.unit),
            from_rule("unit_value", each.unit_value, "pounds"),
        )
        for each in criterion.measures
        if (quantity := bid.quantities.get(each.code)) is not None
    ]
    return by.pounds("offered", "sum", amount, *worth)


def _unit(criterion: Criterion) -> str:
    """Values are in pounds, units in their own unit."""
    is_value = criterion.measures or criterion.method in (Method.RELATIVE, Method.TARGET)
    return "pounds" if is_value else criterion.unit or "units"
