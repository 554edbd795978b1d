"""How a rule becomes one of the checks."""

from collections.abc import Callable

from procurement.design.findings import Check, Kind, Text, Verdict
from procurement.design.inputs import Design

Rule = Callable[[Design], Verdict]
REGISTERED: dict[str, Check] = {}


def check(
    number: str, *, title: Text, why: Text, redesign: Text, kinds: tuple[Kind, ...], inputs: tuple[str, ...]
) -> Callable[[Rule], Check]:
    """Register a rule as the check of that number."""

    def register(rule: Rule) -> Check:
        made = Check(number, title, why, redesign, kinds, inputs, rule)
        REGISTERED[number] = made
        return made

    return register
