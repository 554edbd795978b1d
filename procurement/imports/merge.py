"""What a newer release changes of an opportunity that is known, and what it may not, because an officer did.

Lots, awards and links are found again by their ids; what a release leaves unsaid stays.
"""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from procurement import bulk
from procurement.buyers import Recognition
from procurement.imports.creation import award_row, joint_buyers
from procurement.models import Award, AwardCriterion, ImportDifference, ImportedRelease, Lot, NoticeLink, Opportunity
from procurement.ocds.lots import FoundLot
from procurement.ocds.reading import Columns, Reading
from procurement.snapshot import Window

RELATED = ("lots__criteria", "awards", "notices", "joint_buyers")
CRITERION = ("kind", "name_en", "name_cy", "weight")
AWARD = (
    *("source_id", "outcome", "lot_id", "supplier_id", "supplier_name", "value_amount", "currency", "awarded_on"),
    *("supplier_address", "starts_on", "ends_on"),
)


class Difference(NamedTuple):
    """A field that an officer entered, and what the notice says instead."""

    field: str
    ours: Any
    theirs: Any


class Merge:
    """A release and the opportunity it is about. `said` are the fields of its snapshot that the release changes."""

    def __init__(self, opportunity: Opportunity, reading: Reading, recognition: Recognition):
        self.opportunity = opportunity
        self.reading = reading
        self.recognition = recognition
        self.lots = sorted(opportunity.lots.all(), key=lambda lot: lot.number)
        self.columns: set[str] = set()
        self.said: set[str] = set()
        self.agreed: set[str] = set()
        self.differences: list[Difference] = []

    def apply(self) -> None:
        """Change the working copy as far as it is the notice's to change. `columns` are still to be written."""
        for name, value in (self._columns() | self._stage() | self._buyer()).items():
            setattr(self.opportunity, name, value)
            self.columns.add(Opportunity._meta.get_field(name).column)
        self._joint_buyers()
        self._lots()
        self._awards()
        self._notices()
        self.opportunity._prefetched_objects_cache = {}  # the related rows are not what they were

    def _keeps(self, *fields: str) -> bool:
        """The officer's word stands: one of these was edited here, or all of it was entered here."""
        entered_here = self.opportunity.origin == Opportunity.Origin.PORTAL
        return entered_here or not set(self.opportunity.edited_fields).isdisjoint(fields)

    def _may_take(self, name: str, ours: Any, theirs: Any, *also: str) -> bool:
        """Whether the release says something else here, and it is its to say."""
        if ours == theirs:
            self.agreed.add(name)
            return False
        if self._keeps(name, *also):
            self.differences.append(Difference(name, ours, theirs))
            return False
        self.said.add(name)
        return True

    def _columns(self) -> Columns:
        taken: Columns = {}
        for group, columns in self.reading.fields.items():
            ours = {name: getattr(self.opportunity, name) for name in columns}
            if group == "value":
                changed = [self._may_take(name, ours[name], columns[name], *columns) for name in columns]
                taken |= columns if any(changed) else {}
            elif self._may_take(group, _as_shown(group, ours), _as_shown(group, columns), *columns):
                taken |= columns
        return taken

    def _stage(self) -> Columns:
        stage = self.reading.stage
        return {"stage": stage} if self._may_take("stage", self.opportunity.stage, stage) else {}

    def _buyer(self) -> Columns:
        if not self.reading.buyers:
            return {}
        buyer = self.recognition.buyers[self.reading.buyers[0]]
        return {"buyer": buyer} if self._may_take("buyer", self.opportunity.buyer_id, buyer.pk) else {}

    def _joint_buyers(self) -> None:
        """A release that names one buyer says nothing of others."""
        theirs = {body.pk for body in joint_buyers(self.reading, self.recognition)}
        ours = {body.pk for body in self.opportunity.joint_buyers.all()}
        if theirs and self._may_take("joint_buyers", sorted(ours), sorted(theirs)):
            self.opportunity.joint_buyers.set(theirs)

    def _lots(self) -> None:
        pairs = list(_lot_pairs(self.lots, self.reading.lots))
        ours = [_as_said(lot, found) for found, lot in pairs]
        theirs = [found.columns | ({"criteria": _criteria(found)} if found.criteria else {}) for found, _lot in pairs]
        if not self._may_take("lots", ours, theirs):
            return
        for found, lot in pairs:
            if lot is None:
                lot = Lot(opportunity=self.opportunity, number=self.lots[-1].number + 1)
                self.lots.append(lot)
            self._write_lot(lot, found)

    def _write_lot(self, lot: Lot, found: FoundLot) -> None:
        lot.source_id = found.source_id or lot.source_id
        for name, value in found.columns.items():
            setattr(lot, name, value)
        lot.save()
        if found.criteria:
            lot.criteria.all().delete()
            AwardCriterion.objects.bulk_create(AwardCriterion(lot=lot, **each) for each in found.criteria)

    def _awards(self) -> None:
        """An award that is told again is told anew, with all its winners."""
        found = [
            award_row(self.opportunity, each, _lot_named(self.lots, each.lot), self.recognition)
            for each in self.reading.awards
        ]
        told = {each.award_id for each in self.reading.awards}
        awards = sorted(self.opportunity.awards.all(), key=lambda row: row.pk)
        known = [row for row in awards if {row.source_id, row.source_id.rpartition("/")[0]} & told]
        ours, theirs = [[_award(each) for each in rows] for rows in (known, found)]
        if self._may_take("awards", ours, theirs):
            self.opportunity.awards.filter(pk__in=[each.pk for each in known]).delete()
            Award.objects.bulk_create(found)

    def _notices(self) -> None:
        known = {each.url: each for each in self.opportunity.notices.all()}
        theirs = [asdict(each) for each in self.reading.notices]
        ours = [{name: getattr(known[each["url"]], name) for name in each} for each in theirs if each["url"] in known]
        if self._may_take("notices", ours, theirs):
            NoticeLink.objects.bulk_create(
                [NoticeLink(opportunity=self.opportunity, **each) for each in theirs],
                update_conflicts=True,
                unique_fields=["opportunity", "url"],
                update_fields=["notice_type", "identifier"],
            )


def merge_all(merges: list[Merge]) -> list[Merge]:
    """Apply them all, and write the opportunities in one statement."""
    for each in merges:
        each.apply()
    changed = [each for each in merges if each.columns]
    bulk.update([each.opportunity for each in changed], set().union(*(each.columns for each in changed)))
    return merges


def show_differences(merges: list[Merge], sources: dict[str, ImportedRelease], *, at: datetime) -> None:
    """Put before the officer what the notices say otherwise, and settle what they agree on by now."""
    opportunities = [each.opportunity for each in merges]
    still_open = {
        (row.opportunity_id, row.field): row
        for row in ImportDifference.objects.filter(opportunity__in=opportunities, settled_at=None)
    }
    for each in merges:
        source = sources[each.reading.ocid]
        for difference in each.differences:
            known = still_open.get((each.opportunity.pk, difference.field))
            row = known or ImportDifference(opportunity=each.opportunity, field=difference.field)
            row.imported_release = source
            row.ours, row.theirs = msgspec.to_builtins(difference.ours), msgspec.to_builtins(difference.theirs)
            row.save()
        agreed = [row.pk for name in each.agreed if (row := still_open.get((each.opportunity.pk, name)))]
        ImportDifference.objects.filter(pk__in=agreed).update(settled_at=at)


def _as_shown(group: str, columns: Columns) -> Any:
    """The value of a column, or the columns of a window as one."""
    if len(columns) == 1:
        return next(iter(columns.values()))
    return Window(columns[f"{group}_earliest"], columns[f"{group}_latest"], columns[f"{group}_confidence"])


def _lot_pairs(known: list[Lot], found: list[FoundLot]) -> Iterator[tuple[FoundLot, Lot | None]]:
    """Each lot of the release with ours. The whole, where it was the only lot, becomes the first of its parts."""
    only = known[0] if len(known) == 1 else None
    for each in found:
        lot = _lot_named(known, each.source_id)
        if lot is None and only and not (only.source_id and each.source_id):
            lot, only = only, None
        if lot is not None or each.source_id:
            yield each, lot


def _lot_named(lots: list[Lot], source_id: str) -> Lot | None:
    """By the id the notice gives it; lots entered here have none, and are known by their number."""
    by_id = (lot for lot in lots if source_id and lot.source_id == source_id)
    by_number = (lot for lot in lots if not lot.source_id and str(lot.number) == source_id)
    return next(by_id, None) or next(by_number, None)


def _as_said(lot: Lot | None, found: FoundLot) -> Columns | None:
    """Our lot, in the columns of which the release speaks."""
    if lot is None:
        return None
    columns = {name: getattr(lot, name) for name in found.columns}
    if found.criteria:
        rows = sorted(lot.criteria.all(), key=lambda row: row.pk)
        columns["criteria"] = [{name: getattr(row, name) for name in CRITERION} for row in rows]
    return columns


def _criteria(found: FoundLot) -> list[Columns]:
    empty = {"name_en": "", "name_cy": "", "weight": None}
    return [empty | each for each in found.criteria]


def _award(row: Award) -> Columns:
    return {name: getattr(row, name) for name in AWARD}
