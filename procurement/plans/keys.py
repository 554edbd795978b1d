"""By what a line is recognised in the next version of its plan: its reference, or else its normalised title."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from collab_portal.sheets.mapping import plain
from collab_portal.text import normalised_name
from procurement.plans.reading import Line

LONGEST = 180


@dataclass(frozen=True)
class Keyed:
    line: Line
    key: str
    title_key: str


def keyed(lines: Iterable[Line]) -> list[Keyed]:
    """Each line with a key of its own. Where a reference stands several times, the title tells its lines apart."""
    lines = list(lines)
    references = Counter(_reference(line) for line in lines)
    seen: Counter[str] = Counter()
    found = []
    for line in lines:
        reference, title = _reference(line), normalised_name(line.title)[:LONGEST]
        parts = [reference] if references[reference] == 1 else [reference, title]
        base = " | ".join(["ref", *parts] if reference else ["title", title])
        seen[base] += 1
        found.append(Keyed(line, base if seen[base] == 1 else f"{base} | {seen[base]}", title))
    return found


def _reference(line: Line) -> str:
    return plain(line.texts["reference"])[:LONGEST]
