"""All that scoring says, in one table: labels, formulas and reasons, in the language of the page."""

from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from socialvalue.reasons import Reason
from socialvalue.scoring.result import Node
from socialvalue.scoring.rule import TieBreak

Words = dict[str, Promise | str]

LABELS: Words = {
    "contract_value": _("Contract value"),
    "criterion": _("Criterion"),
    "figure": _("Price set against quality"),
    "highest": _("Highest of all accepted offers"),
    "lowest": _("Lowest of all accepted offers"),
    "measure": _("Measure"),
    "most": _("Most points that an offer can have"),
    "offered": _("Offered"),
    "per": _("Counted for so many pounds"),
    "percent": _("Per cent of the contract value"),
    "pounds_per_point": _("Pounds that a point is worth"),
    "price": _("Price"),
    "price_points": _("Points for price"),
    "qualitative": _("Social value that is judged"),
    "quality": _("Quality"),
    "quantitative": _("Social value that is counted"),
    "quantity": _("Quantity"),
    "score": _("Agreed score"),
    "social_value": _("Social value"),
    "target": _("Target"),
    "top": _("Top of the scale"),
    "total": pgettext_lazy("points", "Total"),
    "unit_value": _("Pounds for one"),
    "weight": pgettext_lazy("points", "Weight"),
}

FORMULAS: Words = {
    "given": _("As it was given"),
    "rule": _("As the published criteria say"),
    "sum": _("The sum of these"),
    "nothing_offered": _("Nothing was offered, so there are no points"),
    "worth": _("Quantity × pounds for one"),
    "percent": _("Offered ÷ contract value × 100"),
    "scale": _("Weight × agreed score ÷ top of the scale"),
    "relative": _("Weight × offered ÷ highest, and at most the weight"),
    "relative_less": _("Weight × lowest ÷ offered, and at most the weight"),
    "target": _("Weight × offered ÷ target, and at most the weight"),
    "target_less": _("Weight × target ÷ offered, and at most the weight"),
    "lowest_over_bid": _("Weight × lowest price ÷ price"),
    "per_quality_point": _("Price ÷ points. The lowest wins"),
    "value_index": _("Points × the pounds counted for ÷ price. The highest wins"),
    "willingness_to_pay": _("Price − points × pounds that a point is worth. The lowest wins"),
    "relative_value": _("Price × (lowest points + most points) ÷ (points + most points). The lowest wins"),
}

TIES: dict[TieBreak, Promise] = {
    TieBreak.SOCIAL_VALUE: _("More points for social value"),
    TieBreak.QUALITY: _("More points for quality"),
    TieBreak.PRICE: _("Lower price"),
}

REASONS: Words = {
    # the rule
    "nothing_scored": _("Add at least one criterion, or score the price."),
    "code_twice": _("The code %(where)s is used twice. Give each criterion and measure its own."),
    "scale_twice": _("There are two scales %(where)s. Keep one of them."),
    "tie_twice": _("Name each way to decide a tie once."),
    "scale_top": _("Enter a top above zero for the scale %(where)s."),
    "scale_without_levels": _("Describe the levels of the scale %(where)s."),
    "level_off_scale": _("The level %(score)s of the scale %(where)s does not lie between 0 and %(top)s."),
    "level_twice": _("The scale %(where)s has the level %(score)s twice."),
    "weight": _("Enter a weight above zero for %(where)s."),
    "target_needed": _("Enter a target above zero for %(where)s."),
    "gate": _("Enter a limit of zero or more for %(where)s."),
    "unit_value": _("Enter more than zero pounds for one %(where)s."),
    "scale_unknown": _("Choose a scale for %(where)s."),
    "gate_off_scale": _("The lowest accepted score for %(where)s must lie between 0 and %(top)s."),
    "judged_is_not_counted": _("%(where)s is scored on a scale, so it cannot have measures."),
    "price_weight_needed": _("Enter a weight above zero for price."),
    "price_weight_unused": _("Price has no weight of its own in this method. Set it to 0."),
    "figure_without_quality": _("Add a criterion: this method sets price against quality."),
    "pounds_per_point_needed": _("Enter how many pounds a point is worth to you."),
    "per": _("Enter for how many pounds the points are counted."),
    "places": _("Choose between 0 and %(most)s decimal places."),
    "contract_value": _("Enter a contract value above zero."),
    "weights_do_not_sum": _("The weights of the criteria add up to %(sum)s. They must add up to %(declared)s."),
    "parts_do_not_sum": _("Social value, quality and price add up to %(sum)s. They must add up to %(declared)s."),
    "shares_do_not_sum": _("What is counted and what is judged must add up to 1. They add up to %(sum)s."),
    "criterion_unknown": _("There is no criterion %(where)s."),
    # the bids
    "bid_twice": _("The offer %(where)s is there twice."),
    "quantity_not_asked": _("%(code)s was not asked for."),
    "quantity": _("Enter a quantity of zero or more for %(code)s, and not an absurd one."),
    "score_not_asked": _("No score was asked for %(code)s."),
    "score_missing": _("Enter the agreed score for %(code)s."),
    "score_off_scale": _("The score %(score)s for %(code)s is not on the scale, which ends at %(top)s."),
    "price_missing": _("Enter the price."),
    "price": _("Enter a price of zero or more, and not an absurd one."),
    "contract_value_missing": _("Enter the contract value."),
}


# Of which weights a sum is wrong, by where they stand.
SUMS = {
    "social_value": _("The weights under social value add up to %(sum)s. They must add up to %(declared)s."),
    "quality": _("The weights under quality add up to %(sum)s. They must add up to %(declared)s."),
    "quantitative": _("The weights of what is counted add up to %(sum)s. They must add up to %(declared)s."),
    "qualitative": _("The weights of what is said in words add up to %(sum)s. They must add up to %(declared)s."),
}


def said(reason: Reason) -> str:
    """A reason as a sentence that says what to do."""
    values = {name: _plain(value) for name, value in reason.values.items()}
    is_sum = reason.code == "weights_do_not_sum" and reason.where in SUMS
    sentence = SUMS[reason.where] if is_sum else REASONS[reason.code]
    return str(sentence) % {"where": reason.where, **values}


def label(node: Node) -> str:
    return str(LABELS[node.label])


def formula(node: Node) -> str:
    return str(FORMULAS[node.formula])


def _plain(value: Decimal | int | str) -> str:
    """64 and not 64.00 or 6.4E+1."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
