"""Whether one lot of answers takes longer than another: what a stopwatch would tell an attacker who is patient."""

import statistics
from collections.abc import Sequence
from itertools import groupby
from math import erfc, sqrt

BY_CHANCE = 0.001  # how often two lots of the same kind may be called different
NOTICEABLE = 0.05  # of the median; less is lost in any network


def differ(one: Sequence[float], other: Sequence[float]) -> bool:
    """Not by chance, and by enough to be of use to somebody."""
    shift = statistics.median(one) / statistics.median(other) - 1
    return abs(shift) > NOTICEABLE and mann_whitney(one, other) < BY_CHANCE


def mann_whitney(one: Sequence[float], other: Sequence[float]) -> float:
    """How likely two lots of one kind look at least as different in rank (two-sided, normal, corrected for ties)."""
    both = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    first, second, whole = len(one), len(other), len(both)
    ranks_of_first, ties, before = 0.0, 0, 0
    for _value, group in groupby(both, key=lambda pair: pair[0]):
        members = [lot for _value, lot in group]
        ranks_of_first += members.count(0) * (before + (len(members) + 1) / 2)
        ties += len(members) ** 3 - len(members)
        before += len(members)
    wins = ranks_of_first - first * (first + 1) / 2
    spread = sqrt(first * second / 12 * (whole + 1 - ties / (whole * (whole - 1))))
    if not spread:
        return 1.0
    return erfc(max(0.0, abs(wins - first * second / 2) - 0.5) / spread / sqrt(2))
