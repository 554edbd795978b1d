"""What would have been: a copy of a rule with other weights or methods. The rule itself cannot change."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeVar

import msgspec

from socialvalue.exact import ZERO, less, portion, total
from socialvalue.reasons import Reason, Refused
from socialvalue.scoring.checking import checked
from socialvalue.scoring.rule import Criterion, Method, Part, Price, PriceMethod, Rounding, Rule, Split, TieBreak

Thing = TypeVar("Thing")


class Changes(msgspec.Struct, frozen=True):
    """What to try. Only what is given changes.

    `social_value_weight`, `quality_weight`, `price_weight`: the criteria of a part keep their proportions.
    `weights`, `methods`, `targets`, `gates`: by code of the criterion, after that.
    """

    social_value_weight: Decimal | None = None
    quality_weight: Decimal | None = None
    price_weight: Decimal | None = None
    price_method: PriceMethod | None = None
    pounds_per_point: Decimal | None = None
    weights: Mapping[str, Decimal] = {}
    methods: Mapping[str, Method] = {}
    targets: Mapping[str, Decimal] = {}
    gates: Mapping[str, Decimal | None] = {}
    split: Split | None = None
    rounding: Rounding | None = None
    ties: tuple[TieBreak, ...] | None = None


def what_if(rule: Rule, changes: Changes) -> Rule:
    """A checked copy of the rule with these changes. Raises Refused, as a published rule would be.

    Without `split` in the changes, a changed weight or method of social value gives up the split of the rule: the
    shares are then what the weights make them.
    """
    unknown = _codes(changes) - {each.code for each in rule.criteria}
    if unknown:
        raise Refused([Reason("criterion_unknown", code) for code in sorted(unknown)])
    parts = {
        Part.SOCIAL_VALUE: _or(changes.social_value_weight, rule.social_value_weight),
        Part.QUALITY: _or(changes.quality_weight, rule.quality_weight),
    }
    criteria = [each for part in Part for each in _scaled(rule.criteria_of(part), rule.weight_of(part), parts[part])]
    changed = {each.code: _changed(each, changes) for each in criteria}
    gives_up = changes.split is None and bool(changes.weights or changes.methods)
    copy = msgspec.structs.replace(
        rule,
        criteria=tuple(changed[each.code] for each in rule.criteria),
        social_value_weight=parts[Part.SOCIAL_VALUE],
        quality_weight=parts[Part.QUALITY],
        price=_price(rule.price, changes),
        split=None if gives_up else changes.split or rule.split,
        rounding=_or(changes.rounding, rule.rounding),
        ties=_or(changes.ties, rule.ties),
    )
    return checked(copy)


def _codes(changes: Changes) -> set[str]:
    return {code for named in (changes.weights, changes.methods, changes.targets, changes.gates) for code in named}


def _scaled(criteria: tuple[Criterion, ...], old: Decimal, new: Decimal) -> tuple[Criterion, ...]:
    """In the old proportions. The last takes what is left, so that the sum is exact."""
    if old == new or not criteria:
        return criteria
    weights = [portion(new, each.weight, old) for each in criteria[:-1]]
    weights.append(less(new, total(weights)))
    return tuple(msgspec.structs.replace(each, weight=w) for each, w in zip(criteria, weights, strict=True))


def _changed(criterion: Criterion, changes: Changes) -> Criterion:
    code = criterion.code
    return msgspec.structs.replace(
        criterion,
        weight=changes.weights.get(code, criterion.weight),
        method=changes.methods.get(code, criterion.method),
        target=changes.targets.get(code, criterion.target),
        gate=changes.gates.get(code, criterion.gate),
    )


def _price(price: Price, changes: Changes) -> Price:
    """A method that makes a figure has no weight."""
    method = _or(changes.price_method, price.method)
    weight = _or(changes.price_weight, price.weight if method is PriceMethod.LOWEST_OVER_BID else ZERO)
    worth = _or(changes.pounds_per_point, price.pounds_per_point)
    return msgspec.structs.replace(price, method=method, weight=weight, pounds_per_point=worth)


def _or(new: Thing | None, old: Thing) -> Thing:
    return old if new is None else new
