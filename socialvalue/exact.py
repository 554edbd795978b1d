"""Numbers that lose nothing on the way: eighty digits to work with, thirty places kept, rounded once to be shown.

Python's own context keeps 28 digits, and so would round a sum of thirds without a word; therefore everything that is
scored or valued is added, multiplied and divided here.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from functools import reduce

WORKING = Context(prec=80, rounding=ROUND_HALF_EVEN, traps=[InvalidOperation, DivisionByZero, Overflow])
KEPT = Decimal(1).scaleb(-30)  # of a quotient
COMPARED = Decimal(1).scaleb(-20)  # three thirds are one whole: what agrees so far is equal
ZERO, ONE, HUNDRED = Decimal(0), Decimal(1), Decimal(100)
LARGEST = Decimal(10) ** 15  # of anything that is given: far above every contract, far below our eighty digits


def total(values: Iterable[Decimal]) -> Decimal:
    """The exact sum; nothing of nothing."""
    return reduce(WORKING.add, values, ZERO)


def less(value: Decimal, other: Decimal) -> Decimal:
    """The exact difference. A bare minus sign, even before one number, would round to 28 digits."""
    return WORKING.subtract(value, other)


def product(*factors: Decimal) -> Decimal:
    """The product of all factors, with thirty places."""
    return WORKING.quantize(reduce(WORKING.multiply, factors, ONE), KEPT)


def quotient(top: Decimal, bottom: Decimal) -> Decimal:
    """With thirty places. A bottom of zero is an error: the caller says what it means."""
    return WORKING.quantize(WORKING.divide(top, bottom), KEPT)


def portion(weight: Decimal, part: Decimal, whole: Decimal) -> Decimal:
    """weight × part ÷ whole, with thirty places. A whole of zero is an error."""
    return WORKING.quantize(WORKING.divide(WORKING.multiply(weight, part), whole), KEPT)


def comparable(value: Decimal) -> Decimal:
    """The value as it is compared and rounded: 9.999… from three thirds of ten is ten."""
    return WORKING.quantize(value, COMPARED)


def rounded(value: Decimal, places: int, mode: str) -> Decimal:
    """Rounded once, from the whole value. `mode`: one of the modes of the decimal module."""
    return stepped(value, Decimal(1).scaleb(-places), mode)


def stepped(value: Decimal, step: Decimal, mode: str) -> Decimal:
    """The same to a step such as 0.01."""
    return comparable(value).quantize(step, rounding=mode, context=WORKING)
