"""How good is it? Scores for an award: pure, exact, without models, without a clock and without words.

    rule = checked(Rule(criteria=(...), social_value_weight=..., quality_weight=..., price=Price(...), ...))
    kept = to_json(rule)                    # when the criteria are published; from_json(kept) reads it again
    result = score(rule, [Bid(id="…", price=…, quantities={code: …}, scores={code: …}), …])
    result.winners, result.ties             # ids; several winners only where the tie rule leaves a tie
    result.outcome("…").rank                # None where a gate was failed: .gates_failed says which
    result.outcome("…").tree                # a Node: label, formula, exact, shown, inputs, down to what was typed
    what_if(rule, Changes(social_value_weight=…, weights={code: …}, methods={code: …}))   # a checked copy

Weights are points of `Rule.whole` (100): the criteria of social value sum to `social_value_weight`, those of quality to
`quality_weight`, and both with the weight of price to the whole. `Refused.reasons` says everything that is wrong, as
codes and values; `words.said(reason)` puts one into the language of the page, `words.label(node)` and
`words.formula(node)` do it for the tree. `worksheet.sheets(result, bids, names)` gives the same as rows with formulas
that recompute in a spreadsheet. `spread(scores)` shows how far evaluators are apart, `delivered(...)` what was kept.
"""

from socialvalue.reasons import Reason, Refused
from socialvalue.scoring.award import score
from socialvalue.scoring.bids import Bid
from socialvalue.scoring.checking import checked, checked_bids, is_on_scale, measure_codes
from socialvalue.scoring.delivery import Bands, Delivery, Standing, delivered
from socialvalue.scoring.panel import Spread, spread
from socialvalue.scoring.result import GateFailed, Node, Outcome, Result, Tie
from socialvalue.scoring.rule import (
    Criterion,
    Direction,
    Level,
    Measure,
    Method,
    Part,
    Price,
    PriceMethod,
    Rounding,
    RoundingMode,
    Rule,
    Scale,
    Split,
    TieBreak,
    UnknownVersion,
    from_json,
    to_json,
)
from socialvalue.scoring.what_if import Changes, what_if

__all__ = [
    "Bands",
    "Bid",
    "Changes",
    "Criterion",
    "Delivery",
    "Direction",
    "GateFailed",
    "Level",
    "Measure",
    "Method",
    "Node",
    "Outcome",
    "Part",
    "Price",
    "PriceMethod",
    "Reason",
    "Refused",
    "Result",
    "Rounding",
    "RoundingMode",
    "Rule",
    "Scale",
    "Split",
    "Spread",
    "Standing",
    "Tie",
    "TieBreak",
    "UnknownVersion",
    "checked",
    "checked_bids",
    "delivered",
    "from_json",
    "is_on_scale",
    "measure_codes",
    "score",
    "spread",
    "to_json",
    "what_if",
]
