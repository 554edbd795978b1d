"""What changed between two snapshots, said field by field, and which of it is a slip that needs a reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from procurement.models import Opportunity, Stage
from procurement.snapshot import Snapshot, write

DATES = (*Opportunity.MILESTONES, "submissions_close_at")
ENDED_EARLY = (Stage.WITHDRAWN, Stage.CANCELLED)
EMPTY = ("", [], {})  # nought and no are answers
# Said in another way below; and the day of the tender notice, which the change of stage says.
NOT_LOGGED = {"reference", "ocid", "lots", "awards", "notices", "buyer", "joint_buyers", "tender_opened_on"}


@dataclass(frozen=True)
class Reason:
    """Why a date moved or a stage changed, in one language or both."""

    en: str = ""
    cy: str = ""

    def __bool__(self):
        return bool(self.en or self.cy)


@dataclass(frozen=True)
class Difference:
    """One field that is not what it was. Lots and awards have paths such as `lots/2/value_amount`.

    `slipped_days` is set where a known date moved: positive is later.
    """

    field: str
    before: Any
    after: Any
    slipped_days: int | None = None

    @property
    def needs_reason(self) -> bool:
        """A date that slips or is no longer known must say why. So must an end without an award, and one taken back."""
        if self.field == "stage":
            return self.after in ENDED_EARLY or self.before == Stage.AWARDED
        if self.field not in DATES or self.before is None:
            return False
        return self.after is None or (self.slipped_days or 0) > 0


def between(before: Snapshot, after: Snapshot) -> list[Difference]:
    """Every field in which the two differ, in the order in which the page shows them."""
    old, new = dict(_paths(before)), dict(_paths(after))
    return [
        Difference(path, old.get(path), new.get(path), _slip(path, before, after))
        for path in dict.fromkeys([*old, *new])
        if old.get(path) != new.get(path)
    ]


def without_reason(differences: list[Difference], reasons: Mapping[str, Reason]) -> list[Difference]:
    """The slips for which nobody has said why."""
    return [each for each in differences if each.needs_reason and not reasons.get(each.field)]


def _paths(snapshot: Snapshot) -> Iterator[tuple[str, Any]]:
    data = write(snapshot)
    yield "buyer", snapshot.buyer.id
    yield "joint_buyers", sorted(body.id for body in snapshot.joint_buyers) or None
    for name, value in data.items():
        if name not in NOT_LOGGED:
            yield name, None if value in EMPTY else value
    for lot in data.get("lots", []):
        for name, value in lot.items():
            yield f"lots/{lot['number']}/{name}", value
    for position, award in enumerate(data.get("awards", [])):
        yield f"awards/{award.get('source_id') or position + 1}", award
    yield "notices", sorted(notice["url"] for notice in data.get("notices", [])) or None


def _slip(path: str, before: Snapshot, after: Snapshot) -> int | None:
    if path not in DATES:
        return None
    old, new = _last_day(getattr(before, path)), _last_day(getattr(after, path))
    return (new - old).days if old and new else None


def _last_day(value) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value.latest if value else None
