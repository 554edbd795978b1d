"""What is claimed: so much of one outcome for some people, and how much of it would have happened anyway."""

from collections.abc import Iterator, Sequence

import msgspec

from socialvalue.exact import LARGEST, ONE, ZERO
from socialvalue.reasons import Reason, Refused
from socialvalue.value.ranges import NOTHING, Range

LONGEST = 60  # years
SHARES = ("deadweight", "attribution", "displacement", "dropoff")


class Proxy(msgspec.Struct, frozen=True):
    """Pounds for one unit of an outcome, always with its year, source and licence."""

    code: str
    value: Range
    price_year: int
    source: str
    licence: str
    unit: str = ""
    issued: str = ""  # the edition of the set
    name_en: str = ""
    name_cy: str = ""


class Claim(msgspec.Struct, frozen=True):
    """One outcome, valued. The shares are of one, and each lies between its low and its high.

    `deadweight`: would have happened anyway. `attribution`: is owed to others. `displacement`: only moved from
    elsewhere. `dropoff`: is lost in each later year. `years`: how long it lasts; `starts`: years from now.
    `who`: for whom; the same outcome for the same people may be claimed once. Empty means for all.
    """

    code: str
    outcome: str
    quantity: Range
    proxy: Proxy
    who: str = ""
    deadweight: Range = NOTHING
    attribution: Range = NOTHING
    displacement: Range = NOTHING
    dropoff: Range = NOTHING
    years: int = 1
    starts: int = 0


class Clash(msgspec.Struct, frozen=True):
    """Two claims on one outcome for the same people."""

    outcome: str
    first: str
    second: str


def clashes(claims: Sequence[Claim]) -> list[Clash]:
    """Every pair of claims that counts one outcome twice."""
    return [
        Clash(first.outcome, first.code, second.code)
        for place, first in enumerate(claims)
        for second in claims[place + 1 :]
        if first.outcome == second.outcome and (first.who == second.who or not first.who or not second.who)
    ]


def checked_claims(claims: Sequence[Claim]) -> Sequence[Claim]:
    """The same claims, or Refused: shares outside 0 to 1, ranges out of order, and what is counted twice."""
    reasons = [reason for claim in claims for reason in _reasons(claim)]
    reasons += [
        Reason("counted_twice", clash.first, {"outcome": clash.outcome, "second": clash.second})
        for clash in clashes(claims)
    ]
    if reasons:
        raise Refused(reasons)
    return claims


def _reasons(claim: Claim) -> Iterator[Reason]:
    amounts = {"quantity": claim.quantity, "proxy": claim.proxy.value}
    for name, value in amounts.items():
        if not value.is_in_order or not value.low >= ZERO or not value.high <= LARGEST:
            yield Reason("amount", claim.code, {"factor": name})
    for name in SHARES:
        share: Range = getattr(claim, name)
        if not share.is_in_order or not share.low >= ZERO or not share.high <= ONE:
            yield Reason("share", claim.code, {"factor": name})
    if not 1 <= claim.years <= LONGEST or not 0 <= claim.starts <= LONGEST:
        yield Reason("years", claim.code, {"years": claim.years, "most": LONGEST})
