"""The figures that the checks compare with: dated, and where they are our judgement, for each public body to change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procurement.design.sources import rows

Limits = Mapping[str, Decimal]
Text = str | Promise
UP_TO, TOO_MUCH = _("Fine up to"), _("Likely barrier above")
# By the name of the figure, or by its last word where all of that word say the same.
WORDS: dict[str, Text] = {
    "F-02 annual": _("Value of a lot in a year, fine up to"),
    "F-02 single": _("One lot alone is a likely barrier from"),
    "F-05 advice": _("Turnover as a multiple of what a lot is worth in a year, fine up to"),
    "F-05 barrier": _("Turnover as a multiple of what a lot is worth in a year, likely barrier above"),
    "F-08 cover": _("Cover is high above"),
    "F-08 small": _("A lot is small below, in a year"),
    "F-08 times": _("Cover as a multiple of what a lot is worth in a year, likely barrier above"),
    "F-09 both": _("At least, if bids are electronic and all documents are there"),
    "F-09 either": _("At least, if only one of the two is so"),
    "F-09 neither": _("At least, if neither is so"),
    "F-09 shortest": _("At least, if there is a reason for a shorter tender"),
    "F-12 window": _("Fine from"),
    "F-16 lot": _("Likely barrier for a lot below"),
    "F-19 shortest": _("For people, likely barrier below"),
    "F-19 longest": UP_TO,
    "F-19 mutual": _("Reserved for mutuals, at most"),
    "F-22 advice": UP_TO,
    "F-22 barrier": TOO_MUCH,
    "F-27 regions": _("Regions in a lot, likely barrier above"),
    "F-27 buyers": _("Buyers in a lot, likely barrier above"),
    "F-28 years": _("Years, likely barrier above"),
    "F-28 examples": _("Examples, likely barrier above"),
    "F-29 advice": UP_TO,
    "F-29 barrier": TOO_MUCH,
    "F-30 page": _("Value of a lot for each page"),
    "F-30 questions": _("Questions for a small lot, fine up to"),
    "F-31 placeholder": _("A value counts as given above"),
    "F-34 indicators": UP_TO,
    "F-34 needed": _("Indicators in a large contract, at least"),
    "F-34 large": _("A contract is large above"),
    "small": _("It is small below"),
    "advice": _("Fine from"),
    "barrier": _("Likely barrier below"),
    "days": _("At most"),
    "percent": TOO_MUCH,
    "months": TOO_MUCH,
}


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
    def words(self) -> Text:
        """What the figure says."""
        return WORDS.get(self.name) or WORDS[self.name.partition(" ")[2]]

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
