"""Whether a rule is whole and fair to publish, and whether bids can be scored by it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from socialvalue.exact import LARGEST, ONE, ZERO, comparable, product, total
from socialvalue.reasons import Reason, Refused
from socialvalue.scoring.bids import Bid
from socialvalue.scoring.rule import Criterion, Method, Part, PriceMethod, Rule, Scale

MOST_PLACES = 6
Thing = TypeVar("Thing")


def checked(rule: Rule) -> Rule:
    """The same rule, or Refused with all reasons: weights that do not sum (with the sum), codes twice, and so on."""
    reasons = list(_reasons(rule))
    if reasons:
        raise Refused(reasons)
    return rule


def checked_bids(rule: Rule, bids: Sequence[Bid]) -> Sequence[Bid]:
    """The same bids, or Refused: what is negative, absurd, not on the scale, not asked for, or missing."""
    reasons = [Reason("bid_twice", bid) for bid in _twice(bid.id for bid in bids)]
    measures = {code: each for each in rule.criteria for code in measure_codes(each)}
    judged = [(each, rule.scale_of(each)) for each in rule.criteria if each.method is Method.SCALE]
    for bid in bids:
        reasons += _reasons_of_quantities(bid, measures)
        reasons += _reasons_of_scores(bid, judged)
        reasons += _reasons_of_money(rule, bid)
    if reasons:
        raise Refused(reasons)
    return bids


def measure_codes(criterion: Criterion) -> tuple[str, ...]:
    """Under which codes a bid files its quantities for this criterion; none for one that is judged."""
    if criterion.method is Method.SCALE:
        return ()
    return tuple(measure.code for measure in criterion.measures) or (criterion.code,)


# --------------------------------------------------------------------------------------------------- the rule


def _reasons(rule: Rule) -> Iterator[Reason]:
    if not rule.criteria and rule.price.method is PriceMethod.NONE:
        yield Reason("nothing_scored")
    yield from (Reason("code_twice", code) for code in _twice(_codes(rule)))
    yield from (Reason("scale_twice", code) for code in _twice(scale.code for scale in rule.scales))
    yield from (Reason("tie_twice", tie.value) for tie in _twice(rule.ties))
    for scale in rule.scales:
        yield from _reasons_of_scale(scale)
    for criterion in rule.criteria:
        yield from _reasons_of_criterion(rule, criterion)
    yield from _reasons_of_price(rule)
    if not 0 <= rule.rounding.places <= MOST_PLACES:
        yield Reason("places", values={"places": rule.rounding.places, "most": MOST_PLACES})
    if rule.contract_value is not None and not ZERO < rule.contract_value <= LARGEST:
        yield Reason("contract_value", values={"value": rule.contract_value})
    yield from _reasons_of_sums(rule)


def _codes(rule: Rule) -> Iterator[str]:
    for criterion in rule.criteria:
        yield criterion.code
        yield from (measure.code for measure in criterion.measures)


def _reasons_of_scale(scale: Scale) -> Iterator[Reason]:
    if not ZERO < scale.top <= LARGEST:
        yield Reason("scale_top", scale.code, {"top": scale.top})
    if scale.only_levels and not scale.levels:
        yield Reason("scale_without_levels", scale.code)
    scores = [level.score for level in scale.levels]
    for score in scores:
        if not ZERO <= score <= scale.top:
            yield Reason("level_off_scale", scale.code, {"score": score, "top": scale.top})
    for score in _twice(scores):
        yield Reason("level_twice", scale.code, {"score": score})


def _reasons_of_criterion(rule: Rule, criterion: Criterion) -> Iterator[Reason]:
    if not _is_positive(criterion.weight):
        yield Reason("weight", criterion.code, {"weight": criterion.weight})
    if criterion.method.has_target and not _is_positive(criterion.target):
        yield Reason("target_needed", criterion.code)
    if criterion.method is Method.SCALE:
        yield from _reasons_of_judged(rule, criterion)
        return
    if criterion.gate is not None and not _is_amount(criterion.gate):
        yield Reason("gate", criterion.code, {"gate": criterion.gate})
    for measure in criterion.measures:
        if not _is_positive(measure.unit_value):
            yield Reason("unit_value", measure.code, {"value": measure.unit_value})


def _reasons_of_judged(rule: Rule, criterion: Criterion) -> Iterator[Reason]:
    scales = [scale for scale in rule.scales if scale.code == criterion.scale]
    if not scales:
        yield Reason("scale_unknown", criterion.code, {"scale": criterion.scale})
    elif criterion.gate is not None and not ZERO <= criterion.gate <= scales[0].top:
        yield Reason("gate_off_scale", criterion.code, {"gate": criterion.gate, "top": scales[0].top})
    if criterion.measures:
        yield Reason("judged_is_not_counted", criterion.code)


def _reasons_of_price(rule: Rule) -> Iterator[Reason]:
    price = rule.price
    if price.method is PriceMethod.LOWEST_OVER_BID and not _is_positive(price.weight):
        yield Reason("price_weight_needed")
    if price.method is not PriceMethod.LOWEST_OVER_BID and price.weight != 0:
        yield Reason("price_weight_unused", values={"weight": price.weight})
    if price.method.is_figure and not rule.criteria:
        yield Reason("figure_without_quality")
    if price.method is PriceMethod.WILLINGNESS_TO_PAY and not _is_positive(price.pounds_per_point):
        yield Reason("pounds_per_point_needed")
    if not _is_positive(price.per):
        yield Reason("per", values={"per": price.per})


def _reasons_of_sums(rule: Rule) -> Iterator[Reason]:
    """Last, because a sum is wrong too where a single weight is. Weights are compared as they were typed."""
    for part in Part:
        found, declared = total(each.weight for each in rule.criteria_of(part)), rule.weight_of(part)
        if found != declared:
            yield Reason("weights_do_not_sum", part.value, {"sum": found, "declared": declared})
    whole = total((rule.social_value_weight, rule.quality_weight, rule.price.weight))
    if whole != rule.whole:
        yield Reason("parts_do_not_sum", values={"sum": whole, "declared": rule.whole})
    if rule.split is not None:
        yield from _reasons_of_split(rule)


def _reasons_of_split(rule: Rule) -> Iterator[Reason]:
    split = rule.split
    assert split is not None
    shares = (split.quantitative, split.qualitative)
    if total(shares) != ONE or min(shares) < 0:
        yield Reason("shares_do_not_sum", values={"sum": total(shares)})
        return
    social = rule.criteria_of(Part.SOCIAL_VALUE)
    for name, share, counted in (("quantitative", shares[0], True), ("qualitative", shares[1], False)):
        found = total(each.weight for each in social if each.method.is_quantitative is counted)
        declared = product(rule.social_value_weight, share)
        if comparable(found) != comparable(declared):
            yield Reason("weights_do_not_sum", name, {"sum": found, "declared": declared.normalize()})


# --------------------------------------------------------------------------------------------------- the bids


def _reasons_of_quantities(bid: Bid, measures: dict[str, Criterion]) -> Iterator[Reason]:
    for code, quantity in bid.quantities.items():
        if code not in measures:
            yield Reason("quantity_not_asked", bid.id, {"code": code})
        elif not _is_amount(quantity):
            yield Reason("quantity", bid.id, {"code": code, "quantity": quantity})


def _reasons_of_scores(bid: Bid, judged: Sequence[tuple[Criterion, Scale]]) -> Iterator[Reason]:
    for code in sorted(bid.scores.keys() - {criterion.code for criterion, _scale in judged}):
        yield Reason("score_not_asked", bid.id, {"code": code})
    for criterion, scale in judged:
        score = bid.scores.get(criterion.code)
        if score is None:
            yield Reason("score_missing", bid.id, {"code": criterion.code})
        elif not is_on_scale(scale, score):
            yield Reason("score_off_scale", bid.id, {"code": criterion.code, "score": score, "top": scale.top})


def is_on_scale(scale: Scale, score: Decimal) -> bool:
    """Whether an evaluator or the panel may give this score."""
    if not _is_amount(score) or score > scale.top:
        return False
    return not scale.only_levels or any(level.score == score for level in scale.levels)


def _reasons_of_money(rule: Rule, bid: Bid) -> Iterator[Reason]:
    if bid.price is None and rule.price.method is not PriceMethod.NONE:
        yield Reason("price_missing", bid.id)
    elif bid.price is not None and not _is_amount(bid.price):
        yield Reason("price", bid.id, {"price": bid.price})
    if rule.contract_value is None and any(each.method is Method.TARGET for each in rule.criteria):
        if bid.contract_value is None:
            yield Reason("contract_value_missing", bid.id)
        elif not _is_amount(bid.contract_value):
            yield Reason("contract_value", bid.id, {"value": bid.contract_value})


def _is_amount(value: Decimal) -> bool:
    return value.is_finite() and ZERO <= value <= LARGEST


def _is_positive(value: Decimal | None) -> bool:
    return value is not None and _is_amount(value) and value > 0


def _twice(things: Iterable[Thing]) -> list[Thing]:
    return [thing for thing, times in Counter(things).items() if times > 1]
