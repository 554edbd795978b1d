"""Single measures of value: unit cost, uplift, additionality, well-being, carbon."""

from collections.abc import Mapping
from decimal import Decimal

from socialvalue.exact import ONE, less, product, quotient
from socialvalue.value.dated import Additionality, Rates, carbon_value, unit_value
from socialvalue.value.ranges import Case, Range, total_of


def unit_cost(outcomes: Decimal, value: Range) -> Range:
    """So many outcomes, each worth so many pounds."""
    return value.map(lambda pounds: product(outcomes, pounds))


def net_uplift(treated: Decimal, baseline: Decimal, population: Decimal) -> tuple[Decimal, Decimal]:
    """How much better than without (a share of one, below zero where it is worse), and for how many people."""
    uplift = less(treated, baseline)
    return uplift, product(uplift, population)


def net_additional(gross: Decimal, shares: Additionality) -> Decimal:
    """gross × (1 − deadweight) × (1 − displacement) × (1 − leakage) × (1 − substitution) × multiplier."""
    lost = (shares.deadweight, shares.displacement, shares.leakage, shares.substitution)
    return product(gross, *(less(ONE, share) for share in lost), shares.multiplier)


def wellbeing(points: Decimal, people: Decimal, years: Decimal) -> Range:
    """Points of life satisfaction (0–10) for so many people and years, in WELLBYs: undiscounted, prices of its year."""
    return unit_value("WELLBY").value.map(lambda pounds: product(points, people, years, pounds))


def carbon_npv(tonnes: Mapping[int, Decimal], rates: Rates, year0: int) -> Range:
    """What emissions cost, as pounds below zero, discounted to `year0`, in the prices of the carbon values.

    `tonnes` of CO₂e by calendar year; tonnes below zero are saved. Raises Refused for a year without a carbon value.
    """
    return total_of(_carbon(amount, year, rates, year0) for year, amount in tonnes.items())


def _carbon(amount: Decimal, year: int, rates: Rates, year0: int) -> Range:
    factor = rates.factor(year - year0)
    pounds = [quotient(product(amount.copy_negate(), carbon_value(year).at(case)), factor) for case in Case]
    return Range(min(pounds), pounds[1], max(pounds))
