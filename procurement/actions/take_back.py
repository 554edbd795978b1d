"""Taking back what was entered and not published yet: the working copy says again what the public was told last."""

from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from msgspec import structs

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from procurement import record
from procurement.actions.draft import lots_may_change, replace_criteria
from procurement.models import Lot, NoticeLink, Opportunity, Stage
from procurement.models.opportunity import NotAllowed
from procurement.snapshot import PLAIN, LotSnapshot, Snapshot

# What only a step changes is published with it, and so never differs.
NEVER_DIFFER = ("reference", "ocid", "stage", "submissions_close_at")
COLUMNS = [name for name in PLAIN if name not in NEVER_DIFFER]
LOT_COLUMNS = [name for name in LotSnapshot.__struct_fields__ if name != "criteria"]


@transaction.atomic
def drop_changes(*, opportunity: Opportunity, by: User) -> list[str]:
    """Throw away what was changed since the last release. Returns the names of the fields that were different.

    They stay known as edited here, so that an imported notice does not overwrite them unseen.
    """
    kept = Opportunity.objects.select_for_update(of=["self"]).get(pk=opportunity.pk)
    if kept.stage == Stage.DRAFT:
        raise NotAllowed(
            _("Nothing of a draft is published, so there is nothing to go back to. Throw it away instead.")
        )
    publication = record.pending(kept)
    _restore_columns(kept, publication.before)
    with lots_may_change():
        lots = _restore_lots(kept, publication.after.lots, publication.before.lots)
    _restore_awards(kept, publication.before, lots)
    _restore_notices(kept, publication.before)
    dropped = [difference.field for difference in publication.differences]
    trail.record("changes dropped", by=by, target=kept, fields=dropped)
    return dropped


def _restore_columns(opportunity: Opportunity, said: Snapshot) -> None:
    values = {name: getattr(said, name) for name in COLUMNS}
    for name in Opportunity.MILESTONES:
        values |= {f"{name}_{part}": value for part, value in structs.asdict(getattr(said, name)).items()}
    values["category_id"] = said.category or None
    values["follows"] = Opportunity.objects.filter(reference=said.follows).first() if said.follows else None
    for name, value in values.items():
        setattr(opportunity, name, value)
    opportunity.save(update_fields=[*(name for name in values if name != "category_id"), "category"])
    partners = Organisation.objects.filter(pk__in=[body.id for body in said.joint_buyers]).select_related("merged_into")
    opportunity.joint_buyers.set({each.merged_into or each for each in partners})


def _restore_lots(opportunity: Opportunity, now: list[LotSnapshot], said: list[LotSnapshot]) -> dict[int, Lot]:
    """Each lot as it was, by its number."""
    rows = {lot.number: lot for lot in opportunity.lots.all()}
    words = {lot.number: lot for lot in now}
    restored: dict[int, Lot] = {}
    for was, number in _pairs(said, now):
        row = rows.pop(number) if number else Lot(opportunity=opportunity)
        if number is None or words[number] != was:
            _restore_lot(row, was)
        restored[was.number] = row
    Lot.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()
    return restored


def _pairs(said: list[LotSnapshot], now: list[LotSnapshot]) -> Iterator[tuple[LotSnapshot, int | None]]:
    """Which lot of now was which then, None where it is gone. When one is removed the others move up: a lot that says
    the same under another number is the same lot."""
    left = list(now)
    changed = []
    for was in said:
        same = [each for each in left if structs.replace(each, number=was.number) == was]
        if not same:
            changed.append(was)
            continue
        is_it = min(same, key=lambda each: each.number != was.number)
        left.remove(is_it)
        yield was, is_it.number
    for was in changed:
        yield was, left.pop(0).number if left else None


def _restore_lot(row: Lot, was: LotSnapshot) -> None:
    for name in LOT_COLUMNS:
        setattr(row, name, getattr(was, name))
    row.save()
    replace_criteria(row, [structs.asdict(each) for each in was.criteria])


def _restore_awards(opportunity: Opportunity, said: Snapshot, lots: dict[int, Lot]) -> None:
    """Awards are published as they are entered; but one whose lot was removed has lost it."""
    for award, was in zip(opportunity.awards.order_by("pk"), said.awards, strict=True):
        award.lot = lots.get(was.lot) if was.lot else None
        award.save(update_fields=["lot"])


def _restore_notices(opportunity: Opportunity, said: Snapshot) -> None:
    opportunity.notices.exclude(url__in=[notice.url for notice in said.notices]).delete()
    for notice in said.notices:
        fields = {"notice_type": notice.notice_type, "identifier": notice.identifier}
        NoticeLink.objects.update_or_create(opportunity=opportunity, url=notice.url, defaults=fields)
