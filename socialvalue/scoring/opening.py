"""The nodes of the tree: every number as it was given, taken from the rule, or made of others."""

from collections.abc import Sequence
from decimal import Decimal

from socialvalue.exact import stepped, total
from socialvalue.scoring.result import Node
from socialvalue.scoring.rule import Rounding

PENCE = Decimal("0.01")


class Opener:
    """Makes nodes, and rounds what they show by the rule."""

    def __init__(self, rounding: Rounding) -> None:
        self.step, self.mode = Decimal(1).scaleb(-rounding.places), rounding.mode.decimal_mode

    def shown(self, points: Decimal) -> Decimal:
        return stepped(points, self.step, self.mode)

    def points(self, label: str, formula: str, exact: Decimal, *inputs: Node, code: str = "") -> Node:
        return Node(label, formula, exact, self.shown(exact), code=code, unit="points", inputs=inputs)

    def sum(self, label: str, parts: Sequence[Node]) -> Node:
        return self.points(label, "sum", total(exact_of(part) for part in parts), *parts)

    def figure(self, label: str, formula: str, exact: Decimal | None, *inputs: Node, unit: str = "pounds") -> Node:
        """Of price and quality together. It is compared as the rule says, and therefore rounded by it too."""
        shown = None if exact is None else self.shown(exact)
        return Node(label, formula, exact, shown, unit=unit, inputs=inputs)

    def pounds(self, label: str, formula: str, exact: Decimal, *inputs: Node) -> Node:
        shown = stepped(exact, PENCE, self.mode)
        return Node(label, formula, exact, shown, unit="pounds", inputs=inputs)

    def percent(self, label: str, formula: str, exact: Decimal, *inputs: Node) -> Node:
        return Node(label, formula, exact, self.shown(exact), unit="percent", inputs=inputs)


def given(label: str, value: Decimal | None, *, code: str = "", unit: str = "", of: tuple[str, ...] = ()) -> Node:
    """A number as somebody wrote it; one that is missing is shown as missing."""
    return Node(label, "given", value, value, code=code, unit=unit, of=of)


def from_rule(label: str, value: Decimal, unit: str = "points") -> Node:
    return Node(label, "rule", value, value, unit=unit)


def exact_of(node: Node) -> Decimal:
    """Of a node that is known to hold a number."""
    assert node.exact is not None
    return node.exact
