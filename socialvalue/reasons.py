"""Why a rule, a set of bids or a claim is refused: codes and values, which the page puts into words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

import msgspec


class Reason(msgspec.Struct, frozen=True):
    """`code` is a key of REASONS in `words`; `where`: what it is about; `values` fill the words."""

    code: str
    where: str = ""
    values: Mapping[str, Decimal | int | str] = {}


class Refused(ValueError):
    """Something that cannot be reckoned with, and every reason at once."""

    def __init__(self, reasons: Sequence[Reason]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("; ".join(f"{reason.code} {reason.where} {dict(reason.values)}" for reason in reasons))
