"""Where each check comes from, and how sure that is."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).resolve().parent / "data"


class Mark(TextChoices):
    """How sure a source is."""

    ACT = "act", _("Read in the text of the Act")
    PAGE = "page", _("Read on an official page")
    EXCERPT = "excerpt", _("Read only in an extract: check before you quote it")
    MEASURED = "measured", _("Measured on real notices")
    MEMORY = "memory", _("Not confirmed yet: check before you rely on it")
    OURS = "ours", _("Our own judgement")


@dataclass(frozen=True)
class Source:
    """`read_on`: when it was read or measured. Without `url` it has no address of its own."""

    title: str
    url: str
    read_on: date
    mark: Mark


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sources_of(check: str) -> tuple[Source, ...]:
    return _sources().get(check, ())


@cache
def _sources() -> dict[str, tuple[Source, ...]]:
    found: dict[str, tuple[Source, ...]] = {}
    for row in rows("sources"):
        source = Source(row["title"], row["url"], date.fromisoformat(row["read_on"]), Mark(row["mark"]))
        found[row["check"]] = (*found.get(row["check"], ()), source)
    return found
