"""DELIV: what was evidenced against what was promised, of one measure, up to a quarter."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

import msgspec

from socialvalue.exact import HUNDRED, ZERO, less, portion, total


class Standing(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NOT_DUE = "not_due"  # nothing was promised so far


class Bands(msgspec.Struct, frozen=True):
    """From which percentage on a measure is green, and amber; below that it is red."""

    green: Decimal = Decimal(100)
    amber: Decimal = Decimal(70)


class Delivery(msgspec.Struct, frozen=True):
    """Of one measure to date. `unknown`: due quarters without any evidence; they count as nothing, and are named."""

    promised: Decimal
    evidenced: Decimal
    percent: Decimal | None
    shortfall: Decimal
    standing: Standing
    unknown: tuple[str, ...] = ()


def delivered(
    quarters: Sequence[str],
    promised: Mapping[str, Decimal],
    evidenced: Mapping[str, Decimal | None],
    as_of: str,
    bands: Bands | None = None,
) -> Delivery:
    """Σ evidenced ÷ Σ promised, from the first of `quarters` to `as_of`, which must be one of them.

    More than promised makes up for an earlier quarter of the same measure, never for another measure.
    """
    due = quarters[: quarters.index(as_of) + 1]
    asked = total(promised.get(quarter, ZERO) for quarter in due)
    done = total(evidenced.get(quarter) or ZERO for quarter in due)
    percent = portion(HUNDRED, done, asked) if asked else None
    unknown = tuple(quarter for quarter in due if promised.get(quarter) and evidenced.get(quarter) is None)
    shortfall = max(ZERO, less(asked, done))
    return Delivery(asked, done, percent, shortfall, _standing(percent, bands or Bands()), unknown)


def _standing(percent: Decimal | None, bands: Bands) -> Standing:
    if percent is None:
        return Standing.NOT_DUE
    if percent >= bands.green:
        return Standing.GREEN
    return Standing.AMBER if percent >= bands.amber else Standing.RED
