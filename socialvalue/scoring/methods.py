"""The formulas, each one function: plain numbers in, points or pounds out, and nothing is ever divided by zero.

Points are never below zero nor above the weight. Quantities and prices are zero or more: `checking` has seen to it.
The codes in capitals are those that the trade uses; a source is named where one is public.
"""

from decimal import Decimal

from socialvalue.exact import HUNDRED, ZERO, less, portion, product, quotient, total


def relative(weight: Decimal, amount: Decimal, highest: Decimal) -> Decimal:
    """QREL and QUNIT: weight × amount ÷ highest. Where nobody offers anything, nobody has points.

    An offer above the highest is one that was rejected: it gets the weight. Source: public-value-rust-crate.
    """
    if highest == 0:
        return ZERO
    return portion(weight, min(amount, highest), highest)


def relative_less(weight: Decimal, amount: Decimal, lowest: Decimal) -> Decimal:
    """QUNIT where less is better: weight × lowest ÷ amount. The lowest gets the weight, also where it is zero."""
    if amount <= lowest:
        return weight
    return portion(weight, lowest, amount)


def against_target(weight: Decimal, amount: Decimal, target: Decimal) -> Decimal:
    """QTGT and QUNIT: weight × amount ÷ target, at most the weight, so that promising too much brings nothing."""
    return portion(weight, min(amount, target), target)


def against_target_less(weight: Decimal, amount: Decimal, target: Decimal) -> Decimal:
    """The same where less is better: the weight up to the target, and weight × target ÷ amount above it."""
    if amount <= target:
        return weight
    return portion(weight, target, amount)


def percent_of_contract(amount: Decimal, contract_value: Decimal) -> Decimal:
    """QTGT: the value offered in percent of the contract value; nothing of a contract that is worth nothing."""
    if contract_value == 0:
        return ZERO
    return portion(HUNDRED, amount, contract_value)


def on_scale(weight: Decimal, score: Decimal, top: Decimal) -> Decimal:
    """QUAL: weight × score ÷ top of the scale."""
    return portion(weight, score, top)


def lowest_price(weight: Decimal, price: Decimal, lowest: Decimal) -> Decimal:
    """PREL: weight × lowest price ÷ price. A price of zero is the lowest. Source: impactbids.com, negometrix.com."""
    return relative_less(weight, price, lowest)


def price_per_point(price: Decimal, points: Decimal) -> Decimal | None:
    """PQP: pounds for a point of quality and social value; no figure where there is no point. Source: PPN 002."""
    return quotient(price, points) if points else None


def value_index(price: Decimal, points: Decimal, per: Decimal) -> Decimal | None:
    """VFMI: points for every `per` pounds; no figure where nothing is paid."""
    return portion(points, per, price) if price else None


def willingness_to_pay(price: Decimal, points: Decimal, pounds_per_point: Decimal) -> Decimal:
    """WTP: price less what the points are worth to the buyer, in pounds; may be below zero."""
    return less(price, product(points, pounds_per_point))


def relative_value(price: Decimal, points: Decimal, lowest_points: Decimal, most_points: Decimal) -> Decimal:
    """RVC: price ÷ ((points + most) ÷ (lowest + most)), in pounds. `most`: the points that could be had.

    Source: lgp.org.au, methods of evaluating price in tenders, part 4.
    """
    return portion(price, total((lowest_points, most_points)), total((points, most_points)))
