"""What a line of a plan is about: all of an opportunity, one of its lots, or a part that its winner passes on."""

import re
from dataclasses import dataclass

WRITTEN = re.compile(r"(?P<kind>lot|need)-(?P<number>[1-9][0-9]{0,8})")
WHOLE = "all"
PATTERN = "all|(?:lot|need)-[1-9][0-9]{0,8}"


@dataclass(frozen=True)
class Part:
    """As addresses write it: `all`, `lot-2`, `need-17`."""

    opportunity: int
    lot: int | None = None
    need: int | None = None

    def __str__(self) -> str:
        if self.need:
            return f"need-{self.need}"
        return f"lot-{self.lot}" if self.lot else WHOLE

    @classmethod
    def read(cls, opportunity: int, written: str) -> "Part":
        found = WRITTEN.fullmatch(written)
        return cls(opportunity, **{found["kind"]: int(found["number"])}) if found else cls(opportunity)
