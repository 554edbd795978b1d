"""The sections of the yearly report, as rows of `data/`: what the Act asks in each, and how sure we are of it."""

import csv
from functools import cache
from pathlib import Path

import msgspec

DATA = Path(__file__).resolve().parent / "data" / "annual_report_sections.csv"


class Section(msgspec.Struct, frozen=True):
    """`verification`: how the words of the law reached us (see `Sourced`)."""

    code: str
    ref: str
    title_en: str
    title_cy: str
    asks_en: str
    asks_cy: str
    source: str
    verification: str

    @property
    def is_to_be_checked(self) -> bool:
        """Nobody has read it in the source."""
        return self.verification == "recall"


@cache
def sections() -> tuple[Section, ...]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(msgspec.convert(row, Section) for row in csv.DictReader(file))


def section(code: str) -> Section | None:
    return next((each for each in sections() if each.code == code), None)
