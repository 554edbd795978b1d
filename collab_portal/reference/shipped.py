"""The rows that ship with the portal, read from `data/` once per process.

Categories and areas are needed by nearly every page, and nobody but `load_reference_data` writes their tables, so the
files answer without a query and are never out of step with the code that reads them. The instances have natural keys:
they can be assigned to foreign keys as they are.
"""

import csv
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from collab_portal.reference.models import Area, Category, CpvCode, Threshold, WellbeingGoal

DATA = Path(__file__).resolve().parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def categories() -> tuple[Category, ...]:
    return tuple(
        Category(**row | {"cpv_prefixes": row["cpv_prefixes"].split(), "position": position})
        for position, row in enumerate(rows("categories"), start=1)
    )


@cache
def areas() -> tuple[Area, ...]:
    return tuple(
        Area(parent_id=row.pop("parent") or None, position=position, **row)
        for position, row in enumerate(rows("areas"), start=1)
    )


def divisions() -> tuple[CpvCode, ...]:
    return tuple(
        CpvCode(code=row["code"], label_en=row["label_en"], level=row["level"], is_official=True)
        for row in rows("cpv_divisions")
    )


def wellbeing_goals() -> tuple[WellbeingGoal, ...]:
    return tuple(WellbeingGoal(**row | {"verified": row["verified"] == "yes"}) for row in rows("wellbeing_goals"))


def thresholds() -> tuple[Threshold, ...]:
    """Oldest first: a period is closed before the next one opens."""
    read = (
        Threshold(
            kind=row["kind"],
            amount=Decimal(row["amount"]),
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            source=row["source"],
            source_url=row["source_url"],
            verified=row["verified"] == "yes",
        )
        for row in rows("thresholds")
    )
    return tuple(sorted(read, key=lambda threshold: threshold.valid_from))
