"""Who is before whom: by total or figure, then by the tie rule; who is still equal shares a rank (1, 1, 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from socialvalue.exact import ZERO, comparable
from socialvalue.scoring.opening import Opener, exact_of
from socialvalue.scoring.result import Node, Tie
from socialvalue.scoring.rule import PriceMethod, Rule, TieBreak

Key = tuple[int, Decimal]


@dataclass(frozen=True)
class Entrant:
    """An accepted bid, as far as ranking looks at it."""

    bid: str
    tree: Node
    points: Node
    social_value: Node
    quality: Node
    price: Decimal | None


@dataclass(frozen=True)
class Ranked:
    ranks: dict[str, int]
    ties: tuple[Tie, ...]

    @property
    def winners(self) -> tuple[str, ...]:
        return tuple(sorted(bid for bid, rank in self.ranks.items() if rank == 1))


def ranked(rule: Rule, entrants: Sequence[Entrant]) -> Ranked:
    """Smaller keys come first. The order in which bids are handed in plays no part."""
    compare = _Compared(rule)
    keys = {each.bid: (compare.main(each), compare.breaks(each)) for each in entrants}
    in_order = sorted(entrants, key=lambda each: (keys[each.bid], each.bid))
    ranks: dict[str, int] = {}
    for place, each in enumerate(in_order, start=1):
        before = in_order[place - 2] if place > 1 else None
        is_equal = before is not None and keys[before.bid] == keys[each.bid]
        ranks[each.bid] = ranks[before.bid] if before is not None and is_equal else place
    ties = []
    for _key, group in groupby(in_order, key=lambda each: keys[each.bid][0]):
        equals = tuple(each.bid for each in group)
        if len(equals) > 1:
            ties.append(Tie(equals, _decided_by(rule, [keys[bid][1] for bid in equals])))
    return Ranked(ranks, tuple(ties))


def _decided_by(rule: Rule, breaks: Sequence[tuple[Decimal, ...]]) -> TieBreak | None:
    """The first rule that told some of them apart."""
    for number, tie in enumerate(rule.ties):
        if len({values[number] for values in breaks}) > 1:
            return tie
    return None


class _Compared:
    """Values as this rule compares them: as shown where rounding decides, or else to twenty places."""

    def __init__(self, rule: Rule) -> None:
        self.rule, self.opener = rule, Opener(rule.rounding)

    def value(self, exact: Decimal) -> Decimal:
        return self.opener.shown(exact) if self.rule.rounding.decides else comparable(exact)

    def main(self, each: Entrant) -> Key:
        """No figure is best where nothing is paid for some quality, and worst where there is no quality at all."""
        method = self.rule.price.method
        if method.is_figure and each.tree.exact is None:
            has_quality = exact_of(each.points) > 0
            return (0, ZERO) if method is PriceMethod.VALUE_INDEX and has_quality else (2, ZERO)
        value = self.value(exact_of(each.tree))
        return (1, value if method.lowest_wins else value.copy_negate())

    def breaks(self, each: Entrant) -> tuple[Decimal, ...]:
        return tuple(self._break(tie, each) for tie in self.rule.ties)

    def _break(self, tie: TieBreak, each: Entrant) -> Decimal:
        if tie is TieBreak.PRICE:
            return each.price if each.price is not None else ZERO
        points = each.social_value if tie is TieBreak.SOCIAL_VALUE else each.quality
        return self.value(exact_of(points)).copy_negate()
