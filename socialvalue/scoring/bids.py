"""What is scored: offers as plain values, without a name and without a model."""

from decimal import Decimal

import msgspec


class Bid(msgspec.Struct, frozen=True):
    """One offer. `quantities` by code of measure or criterion; `scores`: the panel's agreed score by criterion.

    A quantity that is not there was not offered: it counts as nothing, also where less is better.
    """

    id: str
    price: Decimal | None = None
    quantities: dict[str, Decimal] = {}
    scores: dict[str, Decimal] = {}
    contract_value: Decimal | None = None
