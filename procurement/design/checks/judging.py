"""How bids are judged, and how much work one is: F-22 to F-24 and F-30."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from procurement.design.checks.registry import check
from procurement.design.findings import PASSED, Kind, Verdict, advice, barrier, contradiction, not_known
from procurement.design.inputs import HUNDRED, PRICE, Design
from procurement.models import AwardCriterion


@check(
    "F-22",
    title=_("Price does not decide alone"),
    why=_("Quality is what social enterprises sell."),
    redesign=_("Let price weigh 30 to 40 per cent, or fix the price and compare what is offered for it."),
    kinds=(Kind.EVIDENCE, Kind.JUDGEMENT),
    inputs=("lots",),
)
def price_weight(design: Design) -> Verdict:
    weights = {lot.number: lot.weight_of(PRICE) for lot in design.lots}
    known = {number: weight for number, weight in weights.items() if weight is not None}
    highest = max(known.values(), default=None)
    if highest is not None:
        lots = tuple(number for number, weight in known.items() if weight == highest)
        text = _("Price weighs %(weight)s%%.")
        if highest > design.limit("F-22 barrier") or highest == HUNDRED:
            return barrier(text, lots=lots, weight=f"{highest.normalize():f}")
        if highest > design.limit("F-22 advice"):
            return advice(text, lots=lots, weight=f"{highest.normalize():f}")
    return PASSED if weights and len(known) == len(weights) else not_known("criteria")


@check(
    "F-23",
    title=_("Social value weighs something"),
    why=_("What has no weight is left out."),
    redesign=_("Give it 10 to 20 per cent, with few measures that fit the place, some of them in words."),
    kinds=(Kind.GUIDANCE, Kind.WELSH),
    inputs=("lots",),
)
def social_value_weight(design: Design) -> Verdict:
    weights = {lot.number: lot.weight_of({AwardCriterion.Kind.SOCIAL_VALUE}) for lot in design.lots}
    known = {number: weight for number, weight in weights.items() if weight is not None}
    lowest = min(known.values(), default=None)
    if lowest is not None:
        lots = tuple(number for number, weight in known.items() if weight == lowest)
        if lowest == 0:
            return barrier(_("Social value has no weight of its own."), Kind.GUIDANCE, lots)
        if lowest < design.limit("F-23 advice"):
            text = _("Social value weighs %(weight)s%%.")
            return advice(text, Kind.GUIDANCE, lots, weight=f"{lowest.normalize():f}")
    return PASSED if weights and len(known) == len(weights) else not_known("criteria")


@check(
    "F-24",
    title=_("Weights add up to 100"),
    why=_("Bidders cannot tell what counts."),
    redesign=_("Correct the weights."),
    kinds=(Kind.JUDGEMENT,),
    inputs=("lots",),
)
def weights_add_up(design: Design) -> Verdict:
    text = _("The weights add up to %(total)s%%.")
    missing = not design.lots
    for lot in design.lots:
        given = sum((each.weight for each in lot.criteria if each.weight is not None), Decimal(0))
        if given > HUNDRED or lot.weighed not in (None, HUNDRED):
            return contradiction(text, (lot.number,), total=f"{given.normalize():f}")
        missing = missing or lot.weighed is None
    return not_known("criteria") if missing else PASSED


@check(
    "F-30",
    title=_("A bid is not too much work"),
    why=_("A bid takes a small firm about 5 days."),
    redesign=_("Use a short form with limits on words."),
    kinds=(Kind.JUDGEMENT,),
    inputs=("bid_pages", "bid_questions", "value_amount", "lots"),
)
def paperwork(design: Design) -> Verdict:
    pages, questions, value = design.bid_pages, design.bid_questions, design.smallest_lot
    many = questions is not None and questions > design.limit("F-30 questions")
    if value is not None and value.high is not None:
        if pages is not None and pages * design.limit("F-30 page") > value.high:
            return advice(_("A bid has %(pages)s pages, which is a lot for what a lot is worth."), pages=pages)
        if many and value.high < design.limit("F-30 small"):
            return advice(_("A bid has %(questions)s questions for a small lot."), questions=questions)
    missing = [name for name in ("bid_pages", "bid_questions") if getattr(design, name) is None]
    if missing or value is None:
        return not_known(*missing or ["value_amount"])
    is_short = not pages or pages * design.limit("F-30 page") <= value.low
    return PASSED if is_short and (not many or value.low >= design.limit("F-30 small")) else not_known("value_amount")
