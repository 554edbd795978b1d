"""What the checks need of many working copies at once: six queries, and no model instances."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from procurement.models import AwardCriterion, Lot, MarketEvent, NoticeLink, Opportunity
from procurement.snapshot import PLAIN, Body, Criterion, LotSnapshot, Notice, Snapshot, Window

ENDS = ("earliest", "latest", "confidence")
WINDOWS = {name: tuple(f"{name}_{end}" for end in ENDS) for name in Opportunity.MILESTONES}
COLUMNS = (
    "pk",
    "buyer_id",
    "category_id",
    "published_at",
    *PLAIN,
    *(column for columns in WINDOWS.values() for column in columns),
)
OF_LOT = tuple(name for name in LotSnapshot.__struct_fields__ if name != "criteria")


@dataclass(frozen=True)
class Planned:
    """A working copy as far as the checks look at it, when the public first heard of it, and whether it is talked
    about with bidders."""

    said: Snapshot
    published_on: date | None
    meets_bidders: bool = False


def working_copies(wanted: QuerySet[Opportunity]) -> list[Planned]:
    """All of these, as `snapshot.of` would have them, but for who won, what they follow and how buyers are called."""
    these = wanted.order_by().values("pk")
    lots, notices, joint = _lots(these), _notices(these), _joint_buyers(these)
    meeting = set(
        MarketEvent.objects.taking_place().filter(opportunity__in=these).values_list("opportunity", flat=True)
    )
    result = []
    for row in wanted.values(*COLUMNS):
        pk, at = row["pk"], row["published_at"]
        fields: dict[str, Any] = {name: row[name] for name in PLAIN}
        fields |= {name: Window(*(row[column] for column in columns)) for name, columns in WINDOWS.items()}
        said = Snapshot(
            **fields,
            buyer=Body(id=row["buyer_id"], slug=""),
            category=row["category_id"] or "",
            joint_buyers=joint[pk],
            lots=lots[pk],
            notices=notices[pk],
        )
        result.append(Planned(said, timezone.localdate(at) if at else None, pk in meeting))
    return result


def _lots(these: QuerySet) -> dict[int, list[LotSnapshot]]:
    criteria: dict[int, list[Criterion]] = defaultdict(list)
    of_lots = AwardCriterion.objects.filter(lot__opportunity__in=these).order_by("pk")
    for lot, kind, weight in of_lots.values_list("lot", "kind", "weight"):
        criteria[lot].append(Criterion(kind=kind, weight=weight))
    found: dict[int, list[LotSnapshot]] = defaultdict(list)
    for row in _rows(Lot, these, ("pk", *OF_LOT), "number"):
        fields = {name: row[name] for name in OF_LOT}
        found[row["opportunity_id"]].append(LotSnapshot(**fields, criteria=criteria[row["pk"]]))
    return found


def _notices(these: QuerySet) -> dict[int, list[Notice]]:
    found: dict[int, list[Notice]] = defaultdict(list)
    for row in _rows(NoticeLink, these, ("url", "notice_type", "identifier"), "pk"):
        found[row.pop("opportunity_id")].append(Notice(**row))
    return found


def _joint_buyers(these: QuerySet) -> dict[int, list[Body]]:
    found: dict[int, list[Body]] = defaultdict(list)
    pairs = Opportunity.joint_buyers.through.objects.filter(opportunity__in=these).order_by("pk")
    for opportunity, body in pairs.values_list("opportunity_id", "organisation_id"):
        found[opportunity].append(Body(id=body, slug=""))
    return found


def _rows(model: Any, these: QuerySet, fields: tuple[str, ...], order: str) -> Iterator[dict[str, Any]]:
    yield from model.objects.filter(opportunity__in=these).order_by(order).values("opportunity_id", *fields)
