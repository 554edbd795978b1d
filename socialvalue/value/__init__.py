"""What is it worth in pounds, and how sure is that? Pure, exact, and without models.

    basis = Basis(rates=rates_on(day), prices_of=2026)          # rates and deflators are dated data, see `dated`
    proxy = Proxy(code, Range(low, central, high), price_year, source, licence)
    claim = Claim(code, outcome, quantity=Range.of(60), proxy=proxy, deadweight=Range(…), years=2, …)
    whole = account([claim, …], basis, invested)                # .present and .ratio are Ranges; .worths open each step
    tornado([claim, …], basis)                                  # Swings, the widest first
    clashes([claim, …])                                         # one outcome counted twice; `account` refuses it

Low, central and high of a factor are its numbers; the low *case* takes of each the end that makes the value small.
"""

from socialvalue.value.account import Account, Basis, Steps, Worth, YearWorth, account, steps, worth
from socialvalue.value.claims import Claim, Clash, Proxy, checked_claims, clashes
from socialvalue.value.dated import (
    Additionality,
    Deflator,
    Rates,
    UnitValue,
    additionality_profiles,
    carbon_value,
    carbon_values,
    deflators,
    flat,
    price_factor,
    rates_on,
    unit_value,
)
from socialvalue.value.measures import carbon_npv, net_additional, net_uplift, unit_cost, wellbeing
from socialvalue.value.ranges import Case, Range
from socialvalue.value.sensitivity import Swing, tornado

__all__ = [
    "Account",
    "Additionality",
    "Basis",
    "Case",
    "Claim",
    "Clash",
    "Deflator",
    "Proxy",
    "Range",
    "Rates",
    "Steps",
    "Swing",
    "UnitValue",
    "Worth",
    "YearWorth",
    "account",
    "additionality_profiles",
    "carbon_npv",
    "carbon_value",
    "carbon_values",
    "checked_claims",
    "clashes",
    "deflators",
    "flat",
    "net_additional",
    "net_uplift",
    "price_factor",
    "rates_on",
    "steps",
    "tornado",
    "unit_cost",
    "unit_value",
    "wellbeing",
    "worth",
]
