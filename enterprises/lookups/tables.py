"""Reading a table of codes that lies beside this module."""

import csv
from dataclasses import dataclass
from importlib.resources import files

from django.utils.functional import lazystr
from django.utils.translation import get_language


@dataclass(frozen=True)
class Named:
    """A code with its name in both languages. `note_en` and `note_cy` explain it."""

    code: str
    name_en: str
    name_cy: str
    note_en: str = ""
    note_cy: str = ""
    source: str = ""

    @property
    def name(self) -> str:
        return self.name_cy if get_language() == "cy" else self.name_en

    @property
    def in_short(self) -> str:
        return self.note_cy if get_language() == "cy" else self.note_en

    def __str__(self):
        return self.name


def rows(name: str) -> list[dict[str, str]]:
    with files(__package__).joinpath(name).open(encoding="utf-8") as table:
        return list(csv.DictReader(table))


def as_choices(named: dict[str, Named]) -> list[tuple]:
    """For a model field: labels follow the language of the page."""
    return [(code, lazystr(each)) for code, each in named.items()]
