"""What scoring promises, whatever the tender: bounds, order, ties, rounding, gates, zeros, exact sums."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socialvalue.exact import total
from socialvalue.reasons import Refused
from socialvalue.scoring import (
    Bid,
    Changes,
    Criterion,
    Direction,
    Method,
    Part,
    Price,
    PriceMethod,
    Result,
    Rounding,
    RoundingMode,
    Rule,
    Scale,
    TieBreak,
    UnknownVersion,
    checked,
    from_json,
    score,
    spread,
    to_json,
    what_if,
)
from socialvalue.scoring.methods import against_target_less
from tests.socialvalue import fractions_of
from tests.socialvalue.tenders import SCALE, tender

SEEDS = st.integers(min_value=0, max_value=10**9)
ABSOLUTE = [method for method in Method if method.is_absolute]
IN_POINTS = [method for method in PriceMethod if not method.is_figure]
CLOSE = Fraction(1, 10**24)


def ranks(result):
    return {each.bid: each.rank for each in result.outcomes}


def nodes(node):
    yield node
    for each in node.inputs:
        yield from nodes(each)


def test_a_second_calculation_in_fractions_agrees_on_ten_thousand_tenders():
    for seed in range(10_000):
        rule, bids = tender(seed)

        result = score(rule, bids)

        expected, failed = fractions_of.scored(rule, bids)
        for each in result.outcomes:
            points, figure, rank = expected[each.bid]
            assert each.rank == rank, seed
            assert [gate.code for gate in each.gates_failed] == failed[each.bid], seed
            assert abs(Fraction(each.points.exact) - points) < CLOSE, seed
            printed = None if figure is None else fractions_of.shown(rule, figure)
            assert each.tree.shown == printed, seed


@given(SEEDS)
def test_points_stay_between_nothing_and_their_weight_and_sums_are_exact(seed):
    rule, bids = tender(seed)
    weights = {each.code: each.weight for each in rule.criteria} | {"": rule.price.weight}

    for outcome in score(rule, bids).outcomes:
        assert 0 <= outcome.points.exact <= rule.whole
        for node in nodes(outcome.tree):
            if node.formula == "sum":
                assert node.exact == total(each.exact for each in node.inputs)
                assert Fraction(node.exact) == sum(Fraction(each.exact) for each in node.inputs)
            if node.label in ("criterion", "price_points"):
                assert 0 <= node.exact <= weights[node.code]


@given(SEEDS, st.data())
def test_better_on_one_measure_never_lowers_the_rank_under_absolute_methods(seed, data):
    rule, bids = tender(seed, methods=ABSOLUTE)
    place = data.draw(st.integers(0, len(bids) - 1))
    bid, criterion = bids[place], data.draw(st.sampled_from(rule.criteria))
    before = ranks(score(rule, bids))[bid.id]

    bids[place] = better(bid, criterion)

    after = ranks(score(rule, bids))[bid.id]
    assert before is None or (after is not None and after <= before)


def better(bid, criterion):
    """One step up on the scale, one unit more, or none at all where less is better."""
    if criterion.method is Method.SCALE:
        higher = min(SCALE.top, bid.scores[criterion.code] + 1)
        return msgspec.structs.replace(bid, scores=bid.scores | {criterion.code: higher})
    code = criterion.measures[0].code if criterion.measures else criterion.code
    there = bid.quantities.get(code)
    if criterion.direction is Direction.LESS:
        changed = Decimal(0) if there is None and not criterion.measures else max(Decimal(0), (there or 0) - Decimal(1))
    else:
        changed = (there or Decimal(0)) + 1
    return msgspec.structs.replace(bid, quantities=bid.quantities | {code: changed})


@given(SEEDS)
def test_the_order_of_the_bids_plays_no_part(seed):
    rule, bids = tender(seed)
    shuffled = Random(seed).sample(bids, len(bids))

    assert score(rule, shuffled) == score(rule, bids)


@given(SEEDS)
def test_rounding_changes_nobodys_rank_unless_the_rule_says_that_it_decides(seed):
    rule, bids = tender(seed, decides=False)
    roughly = msgspec.structs.replace(rule, rounding=Rounding(places=0))

    assert ranks(score(roughly, bids)) == ranks(score(rule, bids))


METHOD = Criterion("method", Part.QUALITY, Method.SCALE, Decimal(60), scale="60")
SIXTY = Scale("60", Decimal(60), only_levels=False)


def quality_rule(*, price=None, **more):
    """One criterion worth 60 on a scale of 60, and price for the rest."""
    price = price or Price(PriceMethod.LOWEST_OVER_BID, Decimal(40))
    return Rule((METHOD,), quality_weight=Decimal(60), price=price, scales=(SIXTY,), **more)


def offer(name, price, quality):
    return Bid(name, Decimal(price), scores={"method": Decimal(quality)})


def test_where_rounding_decides_a_tie_in_print_is_a_tie():
    bids = [offer("near", 105, "40.1"), offer("first", 100, 38)]
    rule = quality_rule(rounding=Rounding(places=0), ties=(TieBreak.PRICE,))

    by_the_whole = score(rule, bids)
    as_printed = score(what_if(rule, Changes(rounding=Rounding(places=0, decides=True))), bids)

    assert {str(each.tree.shown) for each in by_the_whole.outcomes} == {"78"}
    assert by_the_whole.winners == ("near",)
    assert as_printed.winners == ("first",)
    assert [(tie.bids, tie.decided_by) for tie in as_printed.ties] == [(("first", "near"), TieBreak.PRICE)]


def test_thirds_are_compared_as_what_they_are():
    """Three thirds of ten are ten, and not 9.999…"""
    thirds = tuple(Criterion(f"t{n}", Part.QUALITY, Method.SCALE, Decimal(10), scale="3") for n in range(3))
    whole = Criterion("whole", Part.QUALITY, Method.SCALE, Decimal(10), scale="3")
    rule = Rule(
        (*thirds, whole),
        quality_weight=Decimal(40),
        scales=(Scale("3", Decimal(3), only_levels=False),),
        rounding=Rounding(places=0, mode=RoundingMode.DOWN),
        whole=Decimal(40),
    )
    one, none, three = Decimal(1), Decimal(0), Decimal(3)
    codes = ("t0", "t1", "t2", "whole")

    result = score(
        rule,
        [
            Bid("thirds", scores=dict(zip(codes, (one, one, one, none), strict=True))),
            Bid("at once", scores=dict(zip(codes, (none, none, none, three), strict=True))),
        ],
    )

    assert result.winners == ("at once", "thirds")
    assert [str(each.tree.shown) for each in result.outcomes] == ["10", "10"]


def test_who_fails_a_gate_has_points_but_no_rank_and_measures_nobody():
    rule = quality_rule()
    gated = what_if(rule, Changes(gates={"method": Decimal(20)}))
    bids = [offer("cheap", 10, 10), offer("sound", 100, 40)]

    result = score(gated, bids)

    cheap, sound = result.outcome("cheap"), result.outcome("sound")
    assert (cheap.rank, [gate.code for gate in cheap.gates_failed]) == (None, ["method"])
    assert cheap.points.exact == 50
    assert (sound.rank, sound.points.exact) == (1, 80)
    assert sound.points.inputs[-1].inputs[-1].of == ("sound",)
    assert score(rule, bids).outcome("sound").points.exact == 44


@pytest.mark.parametrize("method", list(PriceMethod))
def test_zeros_do_not_divide(method):
    worth = Decimal(1) if method is PriceMethod.WILLINGNESS_TO_PAY else None
    is_points = method is PriceMethod.LOWEST_OVER_BID
    price = Price(method, Decimal(40) if is_points else Decimal(0), pounds_per_point=worth)
    rule = quality_rule(price=price, whole=Decimal(100 if is_points else 60))

    result = score(rule, [offer("gift", 0, 30), offer("nothing", 0, 0), offer("paid", 50, 30)])

    assert ranks(result)["gift"] == 1
    assert ranks(score(rule, [offer("nothing", 0, 0)])) == {"nothing": 1}


def test_outcomes_stand_in_the_order_of_their_ranks_and_those_without_one_last():
    for seed in range(200):
        rule, bids = tender(seed)

        ranks = [each.rank for each in score(rule, bids).outcomes]

        ranked = [rank for rank in ranks if rank is not None]
        assert ranks == sorted(ranked) + [None] * (len(ranks) - len(ranked)), seed


def test_six_places_and_none_are_places():
    assert checked(msgspec.structs.replace(quality_rule(), rounding=Rounding(places=6)))
    assert checked(msgspec.structs.replace(quality_rule(), rounding=Rounding(places=0)))


def test_nothing_is_scored_by_a_rule_that_is_not_whole():
    rule, bids = tender(1)

    with pytest.raises(Refused):
        score(msgspec.structs.replace(rule, social_value_weight=rule.social_value_weight + 1), bids)


def test_nothing_against_a_target_of_nothing_earns_the_weight():
    assert against_target_less(Decimal(10), Decimal(0), Decimal(0)) == 10


def test_nobody_offers_anything():
    criterion = Criterion("value", Part.SOCIAL_VALUE, Method.RELATIVE, Decimal(10))
    rule = Rule((criterion,), social_value_weight=Decimal(10), whole=Decimal(10))

    result = score(rule, [Bid("a", quantities={"value": Decimal(0)}), Bid("b")])

    assert [each.points.exact for each in result.outcomes] == [0, 0]
    assert score(rule, []).winners == ()


def test_every_total_opens_down_to_what_was_typed():
    rule, bids = tender(7)

    for outcome in score(rule, bids).outcomes:
        for node in nodes(outcome.tree):
            leaf = not node.inputs
            assert leaf == (node.formula in ("given", "rule")) or (node.formula == "sum" and node.exact == 0)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"quality_weight": Decimal(50)}, "weights_do_not_sum"),
        ({"price": Price(PriceMethod.LOWEST_OVER_BID, Decimal(30))}, "parts_do_not_sum"),
        ({"price": Price(PriceMethod.LOWEST_OVER_BID)}, "price_weight_needed"),
        ({"price": Price(PriceMethod.RELATIVE_VALUE, Decimal(40))}, "price_weight_unused"),
        ({"price": Price(PriceMethod.WILLINGNESS_TO_PAY)}, "pounds_per_point_needed"),
        ({"scales": ()}, "scale_unknown"),
        ({"scales": (Scale("60", Decimal(60)),)}, "scale_without_levels"),
        ({"rounding": Rounding(places=7)}, "places"),
        ({"rounding": Rounding(places=-1)}, "places"),
        ({"ties": (TieBreak.PRICE, TieBreak.PRICE)}, "tie_twice"),
        ({"criteria": (), "price": Price(PriceMethod.NONE)}, "nothing_scored"),
        ({"criteria": (METHOD, METHOD)}, "code_twice"),
        ({"scales": (SIXTY, SIXTY)}, "scale_twice"),
    ],
)
def test_a_rule_that_is_not_whole_is_refused(change, code):
    with pytest.raises(Refused) as refused:
        checked(msgspec.structs.replace(quality_rule(), **change))

    assert code in [reason.code for reason in refused.value.reasons]


@pytest.mark.parametrize(
    ("bid", "code"),
    [
        (Bid("a", None, scores={"method": Decimal(1)}), "price_missing"),
        (offer("a", -1, 1), "price"),
        (offer("a", "NaN", 1), "price"),
        (offer("a", 10**16, 1), "price"),
        (offer("a", 1, 61), "score_off_scale"),
        (Bid("a", Decimal(1)), "score_missing"),
        (Bid("a", Decimal(1), {"other": Decimal(1)}, {"method": Decimal(1)}), "quantity_not_asked"),
    ],
)
def test_bids_that_cannot_be_scored_are_refused(bid, code):
    with pytest.raises(Refused) as refused:
        score(quality_rule(), [offer("b", 1, 1), bid])

    assert [reason.code for reason in refused.value.reasons] == [code]
    assert refused.value.reasons[0].where == "a"


def test_two_bids_of_one_name_are_refused():
    with pytest.raises(Refused) as refused:
        score(quality_rule(), [offer("a", 1, 1), offer("a", 2, 2)])

    assert [(reason.code, reason.where) for reason in refused.value.reasons] == [("bid_twice", "a")]


@given(SEEDS)
@settings(max_examples=50)
def test_rules_and_results_are_kept_as_json(seed):
    rule, bids = tender(seed)
    result = score(rule, bids)

    assert from_json(to_json(rule)) == rule
    assert msgspec.json.decode(msgspec.json.encode(result), type=Result) == result
    with pytest.raises(UnknownVersion):
        from_json(to_json(rule).replace(b'"version":1', b'"version":2'))


def test_what_if_changes_a_copy_and_keeps_the_proportions():
    rule = quality_rule()

    copy = what_if(rule, Changes(quality_weight=Decimal(70), price_weight=Decimal(30)))

    assert (copy.criteria[0].weight, copy.price.weight) == (70, 30)
    assert rule.criteria[0].weight == 60
    with pytest.raises(AttributeError):
        rule.quality_weight = Decimal(70)
    with pytest.raises(Refused, match="parts_do_not_sum"):
        what_if(rule, Changes(quality_weight=Decimal(70)))
    with pytest.raises(Refused, match="criterion_unknown"):
        what_if(rule, Changes(weights={"other": Decimal(1)}))


def test_a_panel_has_a_spread_and_no_average():
    apart = spread({"b": Decimal(4), "a": Decimal(1), "c": Decimal(3)}, agreed=Decimal(0))

    assert (apart.lowest, apart.highest, apart.range, apart.agreed_outside) == (1, 4, 3, True)
    assert list(apart.scores) == ["a", "b", "c"]
