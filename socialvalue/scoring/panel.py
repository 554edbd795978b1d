"""How far a panel is apart before it agrees. It never makes an average: what counts is what the moderator records."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from socialvalue.exact import less


class Spread(msgspec.Struct, frozen=True):
    """The scores of one bid for one criterion. `agreed`: the consensus, once there is one."""

    scores: dict[str, Decimal]
    lowest: Decimal
    highest: Decimal
    agreed: Decimal | None = None

    @property
    def range(self) -> Decimal:
        return less(self.highest, self.lowest)

    @property
    def is_unanimous(self) -> bool:
        return self.lowest == self.highest

    @property
    def agreed_outside(self) -> bool:
        """The consensus lies outside all that anybody gave: allowed, but worth a word in the reason."""
        return self.agreed is not None and not self.lowest <= self.agreed <= self.highest


def spread(scores: Mapping[str, Decimal], agreed: Decimal | None = None) -> Spread:
    """`scores` by evaluator, at least one. Raises ValueError where there is none."""
    return Spread(dict(sorted(scores.items())), min(scores.values()), max(scores.values()), agreed)
