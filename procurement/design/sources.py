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
    EXCERPT = "excerpt", _("Not read by us: we know an extract only. Check before you quote it")
    MEASURED = "measured", _("Measured on real notices")
    MEMORY = "memory", _("Not read by us: check before you rely on it")
    OURS = "ours", _("Our own judgement")


@dataclass(frozen=True)
class Source:
    """`text_of`: the day of the text that we read; None where we read none. Without `url` it has no address."""

    title: str
    url: str
    text_of: date | None
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
        text_of = date.fromisoformat(row["text_of"]) if row["text_of"] else None
        source = Source(row["title"], row["url"], text_of, Mark(row["mark"]))
        found[row["check"]] = (*found.get(row["check"], ()), source)
    return found
