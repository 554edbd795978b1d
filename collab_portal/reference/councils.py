"""The twenty-two councils of Wales, and the names under which notices know them."""

from dataclasses import dataclass
from functools import cache

from collab_portal.reference import shipped
from collab_portal.text import normalised_name, normalised_names


@dataclass(frozen=True, slots=True)
class Council:
    """A principal council: the code of its area, its name in both languages, and other spellings met in notices."""

    area: str
    name_en: str
    name_cy: str
    other_names: tuple[str, ...]


@cache
def all_councils() -> tuple[Council, ...]:
    return tuple(
        Council(row["area"], row["name_en"], row["name_cy"], tuple(filter(None, row["other_names"].split("|"))))
        for row in shipped.rows("councils")
    )


def council_named(name: str) -> Council | None:
    """The council that goes by this name, in either language. Only names listed in the data count, never a guess."""
    return next((_by_name()[form] for form in normalised_names(name) if form in _by_name()), None)


@cache
def _by_name() -> dict[str, Council]:
    return {
        normalised_name(name): council
        for council in all_councils()
        for name in (council.name_en, council.name_cy, *council.other_names)
    }
