"""DELIV: what was evidenced against what was promised, of one measure, up to a quarter."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum

import msgspec

from socialvalue.exact import HUNDRED, ZERO, less, portion, total
from socialvalue.scoring.methods import against_target_less
from socialvalue.scoring.rule import Direction


class Standing(StrEnum):
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NOT_DUE = "not_due"  # nothing was promised so far
    UNKNOWN = "unknown"  # less is better, and no quarter has any evidence


class Bands(msgspec.Struct, frozen=True):
    """From which percentage on a measure is green, and amber; below that it is red."""

    green: Decimal = Decimal(100)
    amber: Decimal = Decimal(70)


class Delivery(msgspec.Struct, frozen=True):
    """Of one measure to date. `unknown`: due quarters without any evidence, by name.

    `percent`: how much of the promise was kept. `shortfall`: how much is missing; where less is better, how much is
    too much.
    """

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
    direction: Direction = Direction.MORE,
) -> Delivery:
    """Σ evidenced ÷ Σ promised, from the first of `quarters` to `as_of`, which must be one of them.

    More than promised makes up for an earlier quarter of the same measure, never for another measure. A quarter
    without evidence counts as nothing. Where less is better nothing would be the best of all, so only quarters with
    evidence are compared, and a promise of nought is one: see `_kept_below`.
    """
    due = quarters[: quarters.index(as_of) + 1]
    if direction is Direction.LESS:
        return _kept_below([each for each in due if each in promised], promised, evidenced, bands or Bands())
    asked = total(promised.get(quarter, ZERO) for quarter in due)
    done = total(evidenced.get(quarter) or ZERO for quarter in due)
    percent = portion(HUNDRED, done, asked) if asked else None
    unknown = tuple(quarter for quarter in due if promised.get(quarter) and evidenced.get(quarter) is None)
    shortfall = max(ZERO, less(asked, done))
    return Delivery(asked, done, percent, shortfall, _standing(percent, bands or Bands()), unknown)


def _kept_below(
    due: Sequence[str], promised: Mapping[str, Decimal], evidenced: Mapping[str, Decimal | None], bands: Bands
) -> Delivery:
    """All of it is kept up to what was promised; above that Σ promised ÷ Σ evidenced, as offers are scored."""
    known = [quarter for quarter in due if evidenced.get(quarter) is not None]
    allowed = total(promised[quarter] for quarter in known)
    done = total(evidenced[quarter] or ZERO for quarter in known)
    percent = against_target_less(HUNDRED, done, allowed) if known else None
    standing = Standing.UNKNOWN if due and not known else _standing(percent, bands)
    unknown = tuple(quarter for quarter in due if quarter not in known)
    asked = total(promised[quarter] for quarter in due)
    return Delivery(asked, done, percent, max(ZERO, less(done, allowed)), standing, unknown)


def _standing(percent: Decimal | None, bands: Bands) -> Standing:
    if percent is None:
        return Standing.NOT_DUE
    if percent >= bands.green:
        return Standing.GREEN
    return Standing.AMBER if percent >= bands.amber else Standing.RED
