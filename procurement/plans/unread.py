"""What a cell says when it says nothing, and what is raised when it cannot be understood."""

import re

from django.utils.functional import Promise

NOTHING = frozenset(
    (
        "", "-", "--", "–", "?", "??", "tbc", "tba", "tbd", "t b c", "na", "n a", "none", "nil", "unknown", "not known",
        "to be confirmed", "to be agreed", "to be decided", "to be determined", "not applicable", "not set", "pending",
        "i w gadarnhau", "iw gadarnhau", "anhysbys", "dim", "heb ei gadarnhau", "ddim yn hysbys",
    )
)  # fmt: skip


class CannotBeRead(Exception):
    """The cell holds something that is meant as a value and cannot be understood. Its text says what to write."""

    def __init__(self, reason: str | Promise):
        super().__init__(reason)
        self.reason = reason


def says_nothing(text: str) -> bool:
    """Blank, "TBC", "n/a", "i'w gadarnhau": not known, and no fault."""
    return re.sub(r"[\W_]+", " ", text.replace("'", "").replace("’", "").casefold()).strip() in NOTHING
