"""Claims turned into pounds of today: year by year, discounted, low to high, and set against what was put in."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from socialvalue.exact import ONE, ZERO, less, product, quotient, total
from socialvalue.reasons import Reason, Refused
from socialvalue.value.claims import Claim, checked_claims
from socialvalue.value.dated import Deflator, Rates, deflators, price_factor
from socialvalue.value.ranges import Case, Range, total_of


class Basis(msgspec.Struct, frozen=True):
    """What all claims of one account share. `prices_of`: the year whose prices count.

    `first_year_discounted`: whether the first year is already one year away.
    """

    rates: Rates
    prices_of: int
    first_year_discounted: bool = False
    deflators: tuple[Deflator, ...] | None = None

    def price_factor(self, price_year: int) -> Decimal:
        return price_factor(price_year, self.prices_of, deflators() if self.deflators is None else self.deflators)

    def discount(self, year: int) -> Decimal:
        return self.rates.factor(year + (1 if self.first_year_discounted else 0))


class YearWorth(msgspec.Struct, frozen=True):
    """One year, counted from now (0): what it is worth then, what that is divided by, and what is left today."""

    year: int
    value: Decimal
    discount: Decimal
    present: Decimal


class Steps(msgspec.Struct, frozen=True):
    """How one claim becomes pounds, step by step, in one case. All but `present` are of the first year."""

    case: Case
    quantity: Decimal
    unit_value: Decimal
    gross: Decimal
    after_deadweight: Decimal
    after_attribution: Decimal
    net: Decimal
    years: tuple[YearWorth, ...]

    @property
    def present(self) -> Decimal:
        return total(year.present for year in self.years)


class Worth(msgspec.Struct, frozen=True):
    """One claim in all three cases."""

    claim: Claim
    low: Steps
    central: Steps
    high: Steps

    @property
    def present(self) -> Range:
        return Range(self.low.present, self.central.present, self.high.present)


class Account(msgspec.Struct, frozen=True):
    """All claims together. `ratio`: pounds of value for each pound put in; None where nothing was put in."""

    basis: Basis
    worths: tuple[Worth, ...]
    present: Range
    invested: Decimal
    ratio: Range | None


def account(claims: Sequence[Claim], basis: Basis, invested: Decimal = ZERO) -> Account:
    """The SROI of all claims. Raises Refused for a claim that cannot be, one outcome twice, or a figure not known."""
    if not invested.is_finite() or invested < 0:
        raise Refused([Reason("invested", values={"invested": invested})])
    worths = tuple(worth(claim, basis) for claim in checked_claims(claims))
    present = total_of(each.present for each in worths)
    ratio = present.map(lambda value: quotient(value, invested)) if invested else None
    return Account(basis, worths, present, invested, ratio)


def worth(claim: Claim, basis: Basis) -> Worth:
    """One claim: quantity × proxy × (1 − deadweight) × (1 − attribution) × (1 − displacement), and what drops off."""
    return Worth(claim, *(steps(claim, basis, case) for case in Case))


def steps(claim: Claim, basis: Basis, case: Case = Case.CENTRAL) -> Steps:
    """In one case. Low takes few, cheap units and high shares; high the other way round."""
    quantity = claim.quantity.at(case)
    unit_value = product(claim.proxy.value.at(case), basis.price_factor(claim.proxy.price_year))
    gross = product(quantity, unit_value)
    after_deadweight = product(gross, _left(claim.deadweight, case))
    after_attribution = product(after_deadweight, _left(claim.attribution, case))
    net = product(after_attribution, _left(claim.displacement, case))
    return Steps(
        case, quantity, unit_value, gross, after_deadweight, after_attribution, net, _years(claim, basis, case, net)
    )


def _years(claim: Claim, basis: Basis, case: Case, net: Decimal) -> tuple[YearWorth, ...]:
    stays, value, found = _left(claim.dropoff, case), net, []
    for year in range(claim.starts, claim.starts + claim.years):
        discount = basis.discount(year)
        found.append(YearWorth(year, value, discount, quotient(value, discount)))
        value = product(value, stays)
    return tuple(found)


def _left(share: Range, case: Case) -> Decimal:
    """A high share makes a low value."""
    return less(ONE, share.at(case.other))
