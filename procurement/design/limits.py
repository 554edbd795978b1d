"""The figures that the checks compare with: dated, and where they are our judgement, for each public body to change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType

from procurement.design.sources import rows

Limits = Mapping[str, Decimal]


@dataclass(frozen=True)
class Limit:
    """One figure, such as `F-02 annual`, for a time. `is_law`: nobody may change it."""

    name: str
    value: Decimal
    unit: str
    is_law: bool
    valid_from: date
    valid_to: date | None

    @property
    def check(self) -> str:
        return self.name.partition(" ")[0]


@cache
def all_limits() -> tuple[Limit, ...]:
    return tuple(
        Limit(
            name=f"{row['check']} {row['name']}",
            value=Decimal(row["value"]),
            unit=row["unit"],
            is_law=row["kind"] == "law",
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in rows("limits")
    )


def adjustable() -> frozenset[str]:
    """The names of those that a public body may set for itself."""
    return frozenset(limit.name for limit in all_limits() if not limit.is_law)


def limits(on: date, own: Mapping[str, Decimal] | None = None) -> Limits:
    """Every figure by name, as it stands on that day. `own`: what the public body set instead of our judgement."""
    if not own:
        return _on(on)
    if fixed := own.keys() - adjustable():
        raise ValueError(f"not for a public body to set: {', '.join(sorted(fixed))}")
    return MappingProxyType({**_on(on), **own})


@lru_cache(maxsize=500)
def _on(day: date) -> Limits:
    """Of each figure the one in force; before its first day, that first one."""
    found: dict[str, Limit] = {}
    for limit in sorted(all_limits(), key=lambda each: each.valid_from):
        if limit.name not in found or limit.valid_from <= day:
            found[limit.name] = limit
    return MappingProxyType({name: limit.value for name, limit in found.items()})
