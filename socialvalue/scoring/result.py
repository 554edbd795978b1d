"""What comes out: every total as a tree that opens down to the numbers it was made of."""

from decimal import Decimal
from typing import Any

import msgspec

from socialvalue.scoring.rule import Part, Rule, TieBreak


class Node(msgspec.Struct, frozen=True, omit_defaults=True):
    """One number and where it comes from.

    `label` and `formula` are keys of `words.LABELS` and `words.FORMULAS`; `code` names the criterion or measure.
    `exact` is None where there is no number (no price for no quality). `of`: the bids that hold a highest or lowest.
    """

    label: str
    formula: str
    exact: Decimal | None
    shown: Decimal | None
    code: str = ""
    unit: str = ""
    of: tuple[str, ...] = ()
    inputs: tuple["Node", ...] = ()


class GateFailed(msgspec.Struct, frozen=True):
    """What was offered or scored is worse than the worst that the criterion accepts."""

    code: str
    gate: Decimal
    given: Decimal | None


class Outcome(msgspec.Struct, frozen=True):
    """One bid. `tree` is what it is ranked by: its total, or the figure of price and quality. No rank if rejected."""

    bid: str
    tree: Node
    points: Node
    social_value: Node
    quality: Node
    price: Decimal | None
    rank: int | None
    gates_failed: tuple[GateFailed, ...] = ()

    @property
    def is_accepted(self) -> bool:
        return not self.gates_failed

    def part(self, part: Part) -> Node:
        return self.social_value if part is Part.SOCIAL_VALUE else self.quality


class Tie(msgspec.Struct, frozen=True):
    """Bids with the same total, and what told them apart; None where they share their rank."""

    bids: tuple[str, ...]
    decided_by: TieBreak | None


class Result(msgspec.Struct, frozen=True):
    """All bids by rank, the rejected last. `winners` are several only where the tie rule leaves a tie."""

    rule: Rule
    outcomes: tuple[Outcome, ...]
    winners: tuple[str, ...]
    ties: tuple[Tie, ...] = ()

    def outcome(self, bid: str) -> Outcome:
        return next(each for each in self.outcomes if each.bid == bid)

    def as_json(self) -> Any:
        """For a JSON column."""
        return msgspec.to_builtins(self)
