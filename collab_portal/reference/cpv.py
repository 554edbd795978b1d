"""The tree in the digits of a CPV code: which codes lie below which, without asking the database.

Division 90000000, group 90900000, class 90910000, category 90911000, then up to three digits more: trailing zeros say
"everything below". So a code is found under each beginning of its significant digits, from the second one on:

    cpv_prefixes("90911200")      -> ("90", "909", "9091", "90911", "909112")   stored with what is searched
    cpv_search_token("90910000")  -> "9091"                                     looked for among them

It does not matter that 35 official codes skip a level (39254000 hangs under 39200000): the digits are there.
"""

import re

from collab_portal.reference.models import CpvCode

WRITTEN = re.compile(r"\s*([0-9]{8})(?:-[0-9])?\s*")
LEVELS = {
    2: CpvCode.Level.DIVISION,
    3: CpvCode.Level.GROUP,
    4: CpvCode.Level.CLASS,
    5: CpvCode.Level.CATEGORY,
}


def cpv_code(written: str) -> str | None:
    """The eight digits of a code as notices write it, with or without its check digit: "90911200-8"."""
    match = WRITTEN.fullmatch(str(written))
    return match[1] if match else None


def cpv_search_token(code: str) -> str:
    """The significant digits: at least two, since division 30 is "30" and not "3"."""
    return code.rstrip("0") if len(code.rstrip("0")) > 1 else code[:2]


def cpv_prefixes(code: str) -> tuple[str, ...]:
    """The tokens under which a code is found: its own, and those of everything above it."""
    token = cpv_search_token(code)
    return tuple(token[:length] for length in range(2, len(token) + 1))


def cpv_level(code: str) -> CpvCode.Level:
    return LEVELS.get(len(cpv_search_token(code)), CpvCode.Level.SUBCATEGORY)


def cpv_ancestors(code: str) -> tuple[str, ...]:
    """The codes that may stand above this one, nearest first. Not every one of them need exist."""
    return tuple(prefix.ljust(8, "0") for prefix in reversed(cpv_prefixes(code)[:-1]))
