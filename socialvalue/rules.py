"""From the officer's criteria to the rule of the award: checked, frozen as JSON, and read again."""

import json
import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from collab_portal.templatetags.words import paired
from procurement.models import AwardCriterion, Lot
from socialvalue import scoring
from socialvalue.models import Criteria, Criterion, Unit
from socialvalue.models.policies import ScoringMethod

COUNTED = "COUNTED"  # the code of what several quantities come to in pounds
MOST_QUARTERS = 40
IN_POUNDS = (ScoringMethod.RELATIVE, ScoringMethod.TARGET)
METHODS = {
    ScoringMethod.RELATIVE: scoring.Method.RELATIVE,
    ScoringMethod.TARGET: scoring.Method.TARGET,
}
PRICES = {
    Criteria.PriceMethod.LOWEST: scoring.PriceMethod.LOWEST_OVER_BID,
    Criteria.PriceMethod.PER_POINT: scoring.PriceMethod.PER_QUALITY_POINT,
    Criteria.PriceMethod.NONE: scoring.PriceMethod.NONE,
}
PRICED = (AwardCriterion.Kind.PRICE, AwardCriterion.Kind.COST)
HUNDRED = Decimal(100)


def weight_of(lot: Lot, *kinds: str) -> Decimal:
    """What the lot's award criteria of these kinds weigh together, in per cent."""
    return sum((each.weight or Decimal(0) for each in lot.criteria.all() if each.kind in kinds), Decimal(0))


def contract_value(lot: Lot) -> Decimal | None:
    """In pounds without VAT, as far as it is known; a range counts with its lower end."""
    opportunity = lot.opportunity
    if lot.value_amount is not None:
        return lot.value_amount
    if opportunity.lots.count() > 1:
        return None
    if opportunity.value_amount is not None:
        return opportunity.value_amount
    return Decimal(opportunity.value_band.partition("-")[0]) if opportunity.value_band else None


def quarters_of(lot: Lot) -> int:
    """For how many quarters quantities are asked: those of the contract, or of a year while that is not known."""
    return min(math.ceil((lot.opportunity.contract_months or 12) / 3), MOST_QUARTERS)


def rule_of(criteria: Criteria, questions: Sequence[Criterion]) -> scoring.Rule:
    """The rule as it stands in the draft, not checked."""
    lot = criteria.lot
    method = PRICES[Criteria.PriceMethod(criteria.price_method)]
    quality, social = (weight_of(lot, kind) for kind in (AwardCriterion.Kind.QUALITY, AwardCriterion.Kind.SOCIAL_VALUE))
    is_points = method is scoring.PriceMethod.LOWEST_OVER_BID
    priced = weight_of(lot, *PRICED)
    share = criteria.quantitative_share / HUNDRED
    return scoring.Rule(
        criteria=tuple(_scored(criteria, questions)),
        social_value_weight=social,
        quality_weight=quality,
        price=scoring.Price(method=method, weight=priced if is_points else Decimal(0)),
        scales=(_scale(criteria),) if criteria.levels else (),
        split=scoring.Split(quantitative=share, qualitative=1 - share) if social else None,
        rounding=scoring.Rounding(
            places=criteria.places,
            mode=scoring.RoundingMode(criteria.rounding),
            decides=criteria.rounding_decides,
        ),
        ties=() if criteria.tie == Criteria.Tie.SHARED else (scoring.TieBreak(criteria.tie),),
        whole=HUNDRED if is_points else HUNDRED - priced,
        contract_value=contract_value(lot) if criteria.method == ScoringMethod.TARGET else None,
    )


def freeze(criteria: Criteria, questions: Sequence[Criterion]) -> dict[str, Any]:
    """What `Criteria.rule` keeps for good. Raises `scoring.Refused` with every reason."""
    rule = scoring.checked(rule_of(criteria, questions))
    framework = criteria.framework
    edition = {"code": framework.code, "edition": framework.edition, "name_en": framework.name_en} if framework else {}
    return {
        "framework": edition,
        "method": criteria.method,
        "quarters": quarters_of(criteria.lot),
        "kept": json.loads(scoring.to_json(rule)),
    }


def frozen(criteria: Criteria) -> scoring.Rule:
    """The rule of published criteria."""
    return scoring.from_json(json.dumps(criteria.rule["kept"]))


def question_title(question: Criterion) -> str:
    return paired(question, "title")[0] or question.code


def _scored(criteria: Criteria, questions: Sequence[Criterion]):
    """Each question is scored by itself; but quantities that are compared in pounds are added up first."""
    counted = [each for each in questions if each.kind == Criterion.Kind.QUANTITY]
    if counted and criteria.method in IN_POUNDS:
        yield scoring.Criterion(
            code=COUNTED,
            part=scoring.Part.SOCIAL_VALUE,
            method=METHODS[ScoringMethod(criteria.method)],
            weight=sum((each.weight for each in counted), Decimal(0)),
            target=criteria.target if criteria.method == ScoringMethod.TARGET else None,
            unit=Unit.POUNDS,
            measures=tuple(_measure(each) for each in counted),
        )
        counted = []
    yield from (_by_unit(each) for each in counted)
    yield from (_judged(criteria, each) for each in questions if each.kind == Criterion.Kind.WORDS)


def _measure(question: Criterion) -> scoring.Measure:
    value = Decimal(1) if question.unit == Unit.POUNDS else question.unit_value
    names = {"name_en": question.title_en, "name_cy": question.title_cy}
    return scoring.Measure(code=question.code, unit_value=value or Decimal(0), unit=question.unit, **names)


def _by_unit(question: Criterion) -> scoring.Criterion:
    method = scoring.Method.UNIT_RELATIVE if question.target is None else scoring.Method.UNIT_TARGET
    direction = scoring.Direction.LESS if question.less_is_better else scoring.Direction.MORE
    return scoring.Criterion(
        code=question.code,
        part=scoring.Part.SOCIAL_VALUE,
        method=method,
        weight=question.weight,
        direction=direction,
        target=question.target,
        unit=question.unit,
        name_en=question.title_en,
        name_cy=question.title_cy,
    )


def _judged(criteria: Criteria, question: Criterion) -> scoring.Criterion:
    is_quality = question.part == Criterion.Part.QUALITY
    return scoring.Criterion(
        code=question.code,
        part=scoring.Part.QUALITY if is_quality else scoring.Part.SOCIAL_VALUE,
        method=scoring.Method.SCALE,
        weight=question.weight,
        scale=criteria.scale or "own",
        gate=question.minimum,
        name_en=question.title_en,
        name_cy=question.title_cy,
    )


def levels_of(criteria: Criteria) -> list[scoring.Level]:
    """What each level of the scale means, as the officer words it."""
    return [
        scoring.Level(
            score=Decimal(level["points"]),
            name_en=level["name_en"],
            name_cy=level["name_cy"],
            text_en=level["means_en"],
            text_cy=level["means_cy"],
        )
        for level in criteria.levels
    ]


def _scale(criteria: Criteria) -> scoring.Scale:
    levels = levels_of(criteria)
    return scoring.Scale(code=criteria.scale or "own", top=max(level.score for level in levels), levels=tuple(levels))
