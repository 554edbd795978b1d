"""Which attack belongs to which line of the forty: each module registers its own with a decorator."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

Run = Callable[..., str]


class Breach(Exception):
    """The portal answered otherwise than it promises; the text says where."""


@dataclass(frozen=True)
class Attack:
    """One thing tried against the running portal. It says in a few words what came of it, or raises Breach."""

    line: str
    name: str
    run: Run
    is_last: bool
    is_long: bool


ATTACKS: list[Attack] = []


def against(line: str, *, last: bool = False, long: bool = False) -> Callable[[Run], Run]:
    """This function is an attack of that line. `last` damages what others need; `long` is for the full run."""

    def register(run: Run) -> Run:
        ATTACKS.append(Attack(line, run.__name__.replace("_", " "), run, last, long))
        return run

    return register


def none_of(findings: Iterable[object], *, said: str) -> str:
    """What an attack answers: nothing was found, or the first few of what was."""
    found = [str(each) for each in findings]
    if found:
        more = f" … and {len(found) - 12} more" if len(found) > 12 else ""
        raise Breach("; ".join(found[:12]) + more)
    return said
