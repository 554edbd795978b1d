"""Which doubt matters: each factor at its low and its high, while all others stay central."""

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from socialvalue.exact import less, total
from socialvalue.value.account import Basis, steps
from socialvalue.value.claims import SHARES, Claim, checked_claims
from socialvalue.value.ranges import Range


class Swing(msgspec.Struct, frozen=True):
    """One row of the tornado: the value of the whole with this factor at its low and at its high."""

    claim: str
    factor: str
    factor_low: Decimal
    factor_high: Decimal
    at_low: Decimal
    at_high: Decimal

    @property
    def width(self) -> Decimal:
        return less(self.at_high, self.at_low).copy_abs()


def tornado(claims: Sequence[Claim], basis: Basis) -> list[Swing]:
    """The widest first. A factor without doubt has no row. Raises Refused as `account` does."""
    checked_claims(claims)
    central = {claim.code: steps(claim, basis).present for claim in claims}
    whole = total(central.values())
    swings = []
    for claim in claims:
        others = less(whole, central[claim.code])
        for factor in ("quantity", "proxy", *SHARES):
            value = claim.proxy.value if factor == "proxy" else getattr(claim, factor)
            if not value.is_exact:
                low, high = (total((others, _with(claim, basis, factor, end))) for end in (value.low, value.high))
                swings.append(Swing(claim.code, factor, value.low, value.high, low, high))
    return sorted(swings, key=lambda swing: (swing.width.copy_negate(), swing.claim, swing.factor))


def _with(claim: Claim, basis: Basis, factor: str, number: Decimal) -> Decimal:
    fixed = Range.of(number)
    if factor == "proxy":
        changed = msgspec.structs.replace(claim, proxy=msgspec.structs.replace(claim.proxy, value=fixed))
    else:
        changed = msgspec.structs.replace(claim, **{factor: fixed})
    return steps(changed, basis).present
