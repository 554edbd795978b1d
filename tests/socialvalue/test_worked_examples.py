"""Seventeen worked examples, most of them published, with their sources. What they say is what we say."""

from datetime import date
from decimal import Decimal

import pytest

from socialvalue.exact import product, rounded
from socialvalue.reasons import Refused
from socialvalue.scoring import (
    Bid,
    Changes,
    Criterion,
    Method,
    Part,
    Price,
    PriceMethod,
    Rounding,
    RoundingMode,
    Rule,
    Scale,
    Split,
    Standing,
    checked,
    delivered,
    score,
    what_if,
)
from socialvalue.value import (
    Basis,
    Case,
    Claim,
    Proxy,
    Range,
    account,
    additionality_profiles,
    carbon_npv,
    flat,
    net_additional,
    net_uplift,
    price_factor,
    rates_on,
    unit_cost,
    wellbeing,
)

TODAY = date(2026, 11, 22)


def money(value):
    return rounded(value, 2, "ROUND_HALF_UP")


def counted(code="value", weight=10, method=Method.RELATIVE, **more):
    return Criterion(code, Part.SOCIAL_VALUE, method, Decimal(weight), **more)


def judged(code, weight, part=Part.QUALITY):
    """Scored in points, up to the weight."""
    return Criterion(code, part, Method.SCALE, Decimal(weight), scale=f"to-{weight}")


def rule(*criteria, price=None, **more):
    """The weights of the parts and of the whole are what the criteria make them."""
    price = price or Price()
    weights = {part: sum((each.weight for each in criteria if each.part is part), Decimal(0)) for part in Part}
    scales = [Scale(each.scale, each.weight, only_levels=False) for each in criteria if each.scale.startswith("to-")]
    return Rule(
        **{
            "criteria": criteria,
            "social_value_weight": weights[Part.SOCIAL_VALUE],
            "quality_weight": weights[Part.QUALITY],
            "price": price,
            "scales": tuple({scale.code: scale for scale in scales}.values()),
            "whole": sum(weights.values()) + price.weight,
            **more,
        }
    )


def lowest_over_bid(weight):
    return Price(PriceMethod.LOWEST_OVER_BID, Decimal(weight))


def bid(name, price=None, scores=None, **quantities):
    return Bid(
        name,
        None if price is None else Decimal(price),
        {code: Decimal(amount) for code, amount in quantities.items()},
        {code: Decimal(amount) for code, amount in (scores or {}).items()},
    )


def totals(result):
    return {each.bid: str(each.tree.shown) for each in result.outcomes}


def test_we01_value_relative_to_the_highest():
    """publicprojects-io/public-value-rust-crate@0ef7403, src/impact_measurement.rs: A has all 10, B about 4.4."""
    result = score(rule(counted()), [bid("A", value=90_000), bid("B", value=40_000)])

    assert totals(result) == {"A": "10.00", "B": "4.44"}


def test_we02_lowest_price_over_bid():
    """https://impactbids.com/the-quality-imperative/, which prints 40, 38 and 37."""
    bids = [bid("1", 100), bid("2", 105), bid("3", 108)]

    assert totals(score(rule(price=lowest_over_bid(40)), bids)) == {"1": "40.00", "2": "38.10", "3": "37.04"}
    printed = rule(price=lowest_over_bid(40), rounding=Rounding(places=0))
    assert totals(score(printed, bids)) == {"1": "40", "2": "38", "3": "37"}


def test_we03_points_for_quality_and_price():
    """https://support-us.negometrix.com/support/solutions/articles/44001761046"""
    whole = rule(judged("experience", 60), judged("qa", 40), judged("time", 30), price=lowest_over_bid(70))

    result = score(
        whole,
        [
            bid("A", 10_000, {"experience": 40, "qa": 30, "time": 20}),
            bid("B", 8_000, {"experience": 32, "qa": 20, "time": 22}),
        ],
    )

    assert totals(result) == {"A": "146.00", "B": "144.00"}
    assert {each.bid: each.points.inputs[-1].exact for each in result.outcomes} == {"A": 56, "B": 70}
    assert {each.bid: 100 * each.tree.exact / whole.whole for each in result.outcomes} == {"A": 73, "B": 72}
    assert result.winners == ("A",)


def test_we04_price_social_value_and_quality():
    """https://strategicproposals.com, "From MACs to Missions". It rounds 27.17 to 27; with 9 for social value the
    second would have won."""
    parts = (judged("social", 10, Part.SOCIAL_VALUE), judged("method", 60))
    whole = rule(*parts, price=lowest_over_bid(30))
    first = bid("first", "4.8", {"social": 5, "method": 40})

    result = score(whole, [first, bid("rival", "5.3", {"social": 5, "method": 40})])
    better = score(whole, [first, bid("rival", "5.3", {"social": 9, "method": 40})])

    assert totals(result) == {"first": "75.00", "rival": "72.17"}
    assert result.outcome("rival").points.inputs[-1].shown == Decimal("27.17")
    assert result.winners == ("first",)
    assert totals(better)["rival"] == "76.17"
    assert better.winners == ("rival",)
    printed = what_if(whole, Changes(rounding=Rounding(places=0, mode=RoundingMode.DOWN)))
    assert totals(score(printed, [first, bid("rival", "5.3", {"social": 5, "method": 40})]))["rival"] == "72"


def test_we05_social_return_on_investment():
    """publicprojects-io/public-value-rust-crate@0ef7403: asserts 306,000 and |ratio − 1.436| < 0.01."""
    claim = Claim(
        "jobs",
        "into work",
        quantity=Range.of(60),
        proxy=Proxy("P1", Range.of(8_500), 2026, "public-value-rust-crate", "MIT"),
        deadweight=Range.of("0.4"),
        attribution=Range.of("0.3"),
        dropoff=Range.of("0.3"),
        years=2,
    )
    rates = flat(Decimal("0.035"), valid_from=TODAY, source="the example")

    whole = account([claim], Basis(rates, prices_of=2026), Decimal(250_000))

    steps = whole.worths[0].central
    assert (steps.gross, steps.after_deadweight) == (510_000, 306_000)
    assert [money(year.present) for year in steps.years] == [214_200, Decimal("144869.57")]
    assert money(whole.present.central) == Decimal("359069.57")
    assert rounded(whole.ratio.central, 3, "ROUND_HALF_UP") == Decimal("1.436")


def test_we06_wellbeing():
    """CRAN greenbook 0.1.0, vignette carbon-and-environment: 2019 prices; 8,013,957 in prices of 2024."""
    value = wellbeing(Decimal(1), Decimal(100), Decimal(5))

    assert value == Range(Decimal(5_000_000), Decimal(6_500_000), Decimal(8_000_000))
    assert abs(product(value.central, price_factor(2019, 2024)) - 8_013_957) < 50


def test_we07_unit_cost():
    """publicprojects-io/public-value-rust-crate@0ef7403"""
    assert unit_cost(Decimal(80), Range.of(1_100)).central == 88_000


def test_we08_net_uplift():
    """publicprojects-io/public-value-rust-crate@0ef7403: 13 percentage points, 65 people of 500."""
    assert net_uplift(Decimal("0.28"), Decimal("0.15"), Decimal(500)) == (Decimal("0.13"), 65)


def test_we09_carbon():
    """CRAN greenbook 0.1.0 prints −196.5k in prices of 2024; −169,257 is our own figure in prices of 2020."""
    value = carbon_npv({year: Decimal(100) for year in range(2024, 2031)}, rates_on(TODAY), 2024)

    assert rounded(value.central, 0, "ROUND_HALF_UP") == -169_257
    assert value.low < value.central < value.high < 0
    assert abs(product(value.central, price_factor(2020, 2024)) + 196_500) < 50


def test_we10_additionality():
    """econstack-data@7108046: a net factor of 0.54."""
    assert net_additional(Decimal(1_000), additionality_profiles()["standard"]) == 540


def test_we11_lowest_price_over_bid_does_the_middle_down():
    """https://www.localgovernmentlawyer.co.uk/procurement-and-contracts/308-procurement-features/39482"""
    whole = rule(
        Criterion("quality", Part.QUALITY, Method.SCALE, Decimal(50), scale="percent"),
        price=lowest_over_bid(50),
        scales=(Scale("percent", Decimal(100), only_levels=False),),
    )

    result = score(whole, [bid(name, p, {"quality": p}) for name, p in (("A", 50), ("B", 75), ("C", 100))])

    assert totals(result) == {"A": "75.00", "B": "70.83", "C": "75.00"}
    assert result.winners == ("A", "C")
    assert [(tie.bids, tie.decided_by) for tie in result.ties] == [(("A", "C"), None)]
    assert result.outcome("B").rank == 3


def test_we12_half_counted_half_judged():
    """Rule: https://www.rotherham.gov.uk/business-council/social-value-toolkit/12 (20 %, halves); values ours."""
    half = Decimal("0.5")
    story = Criterion("story", Part.SOCIAL_VALUE, Method.SCALE, Decimal(10), scale="0-4")
    whole = rule(counted(), story, split=Split(half, half), scales=(Scale("0-4", Decimal(4), only_levels=False),))

    result = score(whole, [bid("A", None, {"story": 2}, value=90_000), bid("B", None, {"story": 4}, value=40_000)])

    assert totals(result) == {"A": "15.00", "B": "14.44"}


def test_we13_weights_that_do_not_sum_are_refused_with_the_sum():
    """https://www.oceancitybids.co.uk/post/social-value-it-s-not-that-important-right: "the 60%" is 64."""
    questions = [judged(f"question-{number}", 5 if number < 8 else 4) for number in range(14)]

    with pytest.raises(Refused) as refused:
        checked(rule(*questions, price=lowest_over_bid(40), quality_weight=Decimal(60), whole=Decimal(100)))

    (reason,) = refused.value.reasons
    assert (reason.code, reason.where) == ("weights_do_not_sum", "quality")
    assert reason.values == {"sum": 64, "declared": 60}


def test_we14_delivery_to_date():
    """Derived: quarterly targets as in Surrey's guidance, evidence as in Rotherham's."""
    quarters = ["Q1", "Q2", "Q3", "Q4"]
    evidenced = {"Q1": Decimal(4), "Q2": Decimal(12), "Q3": None, "Q4": None}

    found = delivered(quarters, dict.fromkeys(quarters, Decimal(10)), evidenced, "Q2")

    assert (found.percent, found.standing, found.shortfall, found.unknown) == (80, Standing.AMBER, 4, ())
    later = delivered(quarters, dict.fromkeys(quarters, Decimal(10)), evidenced, "Q3")
    assert (later.standing, later.unknown) == (Standing.RED, ("Q3",))


def test_we15_against_a_target_with_a_cap():
    """Derived: the cap takes away the reason for promising too much."""
    whole = rule(counted(method=Method.TARGET, target=Decimal(20)), contract_value=Decimal(500_000))

    result = score(whole, [bid("A", value=120_000), bid("B", value=60_000), bid("C", value=0)])

    assert totals(result) == {"A": "10.00", "B": "6.00", "C": "0.00"}


def figures(price, *bids, weight=100):
    return score(rule(judged("quality", weight), price=price), [bid(n, p, {"quality": q}) for n, p, q in bids])


def test_we16_price_per_quality_point():
    """Derived: PPN 002 names the method."""
    result = figures(Price(PriceMethod.PER_QUALITY_POINT), ("A", 1_000_000, 80), ("B", 900_000, 70))

    assert totals(result) == {"A": "12500.00", "B": "12857.14"}
    assert result.winners == ("A",)


def test_we17_relative_value():
    """Formula: https://lgp.org.au/methods-of-evaluating-price-in-tenders-part-4/; numbers ours."""
    result = figures(Price(PriceMethod.RELATIVE_VALUE), ("A", 100_000, 60), ("B", 108_000, 80))

    assert totals(result) == {"A": "100000.00", "B": "96000.00"}
    assert result.winners == ("B",)


def test_value_index_and_willingness_to_pay():
    """Numbers ours, worked by hand."""
    offers = (("A", 100_000, 60), ("B", 120_000, 75))

    index = figures(Price(PriceMethod.VALUE_INDEX, per=Decimal(10_000)), *offers)
    pounds = figures(Price(PriceMethod.WILLINGNESS_TO_PAY, pounds_per_point=Decimal(2_000)), *offers)

    assert totals(index) == {"A": "6.00", "B": "6.25"}
    assert totals(pounds) == {"A": "-20000.00", "B": "-30000.00"}
    assert index.winners == pounds.winners == ("B",)


def test_low_takes_the_cautious_end_of_everything():
    claim = Claim(
        "jobs",
        "into work",
        quantity=Range(Decimal(8), Decimal(10), Decimal(12)),
        proxy=Proxy("P1", Range.of(100), 2026, "ours", "ours"),
        deadweight=Range(Decimal("0.1"), Decimal("0.2"), Decimal("0.5")),
    )
    rates = flat(Decimal(0), valid_from=TODAY, source="ours")

    whole = account([claim], Basis(rates, prices_of=2026))

    assert [whole.present.at(case) for case in Case] == [400, 800, 1_080]
