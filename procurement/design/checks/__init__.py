"""The checks F-01 to F-36, each a pure function from a design to a finding."""

from collections.abc import Collection

from procurement.design.checks import conditions, information, judging, lots, money, process, timetable
from procurement.design.checks.registry import REGISTERED
from procurement.design.findings import RED, Check, Finding, Result
from procurement.design.inputs import Design

MODULES = (conditions, information, judging, lots, money, process, timetable)
CHECKS: dict[str, Check] = dict(sorted(REGISTERED.items()))
ORDER = (Result.UNLAWFUL, Result.CONTRADICTION, Result.BARRIER, Result.ADVICE, Result.NOT_KNOWN, Result.PASS)


def findings(design: Design) -> list[Finding]:
    """What every check says of the design, in the order of their numbers."""
    return [check(design) for check in CHECKS.values()]


def of_fields(found: Collection[Finding], fields: Collection[str]) -> list[Finding]:
    """Those whose first input is among these fields: what the page that asks for them shows."""
    return [each for each in found if each.check.inputs[0] in fields]


def worst_first(found: Collection[Finding]) -> list[Finding]:
    return sorted(found, key=lambda each: (ORDER.index(each.result), each.check.id))


def is_open(found: Collection[Finding]) -> bool:
    """Nothing keeps small providers out, as far as it is known."""
    return not any(each.result in RED or each.result == Result.CONTRADICTION for each in found)
