"""Preparing an opportunity: the working copy, which the public does not see."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from procurement.models import AwardCriterion, Lot, NoticeLink, Opportunity, Stage
from procurement.models.opportunity import NotAllowed

FIXED = {
    "id",
    "reference",
    "ocid",
    "origin",
    "stage",
    "version",
    "buyer",
    "edited_fields",
    "published_at",
    "created_at",
}


@transaction.atomic
def start_draft(*, buyer: Organisation, by: User, **fields: Any) -> Opportunity:
    """Begin a draft for a public body, with one lot: the whole contract."""
    _refuse_fixed(fields)
    joint_buyers = fields.pop("joint_buyers", [])
    fields.setdefault("regime", buyer.regime)
    opportunity = Opportunity.objects.create(buyer=buyer, edited_fields=sorted(fields), **fields)
    opportunity.ocid = f"{settings.OCID_PREFIX}-{opportunity.reference}"
    opportunity.save(update_fields=["ocid"])
    opportunity.joint_buyers.set(joint_buyers)
    Lot.objects.create(opportunity=opportunity, number=1)
    trail.record("draft started", by=by, target=opportunity)
    return opportunity


@transaction.atomic
def amend(*, opportunity: Opportunity, by: User, **fields: Any) -> list[str]:
    """Change the working copy. Returns the names of the fields that differ from before.

    An imported notice never overwrites a field that was changed here.
    """
    _refuse_fixed(fields)
    kept = _locked(opportunity)
    joint_buyers = fields.pop("joint_buyers", None)
    changed = [name for name, value in fields.items() if getattr(kept, name) != value]
    if joint_buyers is not None and set(joint_buyers) != set(kept.joint_buyers.all()):
        kept.joint_buyers.set(joint_buyers)
        changed.append("joint_buyers")
    for name, value in fields.items():
        setattr(opportunity, name, value)
    if changed:
        opportunity.edited_fields = sorted({*kept.edited_fields, *changed})
        opportunity.save(update_fields=[*(fields.keys() & set(changed)), "edited_fields"])
        trail.record("draft amended", by=by, target=opportunity, fields=changed)
    return changed


@transaction.atomic
def amend_lot(
    *,
    opportunity: Opportunity,
    by: User,
    lot: Lot | None = None,
    criteria: list[dict[str, Any]] | None = None,
    **fields: Any,
) -> Lot:
    """Change a lot, or add one where `lot` is None. `criteria`, where given, replace those it has."""
    note_edit(opportunity, "lots")
    if lot is None:
        number = (opportunity.lots.aggregate(last=Max("number"))["last"] or 0) + 1
        lot = Lot(opportunity=opportunity, number=number)
    for name, value in fields.items():
        setattr(lot, name, value)
    with lots_may_change():
        lot.save()
        if criteria is not None:
            replace_criteria(lot, criteria)
    trail.record("lot amended", by=by, target=opportunity, lot=lot.number)
    return lot


@transaction.atomic
def remove_lot(*, lot: Lot, by: User) -> None:
    """Take a lot away and close the gap in the numbers. The last one stays: an opportunity always has one."""
    opportunity = lot.opportunity
    note_edit(opportunity, "lots")
    others = list(opportunity.lots.exclude(pk=lot.pk).order_by("number"))
    if not others:
        raise NotAllowed(_("An opportunity always has at least one lot. Change this one instead."))
    with lots_may_change():
        lot.delete()
        for number, each in enumerate(others, start=1):
            each.number = number
        Lot.objects.bulk_update(others, ["number"])
    trail.record("lot removed", by=by, target=opportunity)


@transaction.atomic
def link_notice(
    *, opportunity: Opportunity, by: User, url: str, notice_type: str = "", identifier: str = ""
) -> NoticeLink:
    """Say where the statutory notice stands."""
    fields = {"notice_type": notice_type, "identifier": identifier}
    notice, _created = NoticeLink.objects.update_or_create(opportunity=opportunity, url=url, defaults=fields)
    note_edit(opportunity, "notices")
    trail.record("notice linked", by=by, target=opportunity)
    return notice


@transaction.atomic
def unlink_notice(*, notice: NoticeLink, by: User) -> None:
    """Take the link to a statutory notice away."""
    note_edit(notice.opportunity, "notices")
    trail.record("notice unlinked", by=by, target=notice.opportunity)
    notice.delete()


@transaction.atomic
def discard(*, opportunity: Opportunity, by: User) -> None:
    """Throw a draft away. What has been published stays: it can be withdrawn, but not unsaid."""
    if _locked(opportunity).stage != Stage.DRAFT:
        raise NotAllowed(_("Only a draft can be thrown away. Withdraw this opportunity instead."))
    trail.record("draft discarded", by=by, target=opportunity)
    opportunity.delete()


def _locked(opportunity: Opportunity) -> Opportunity:
    """The row as it is now, held until the end, so that two people who work at once do not undo each other."""
    return Opportunity.objects.select_for_update().get(pk=opportunity.pk)


def note_edit(opportunity: Opportunity, field: str) -> None:
    """Remember that a person changed this here, so that no import overwrites it."""
    kept = _locked(opportunity)
    opportunity.edited_fields = sorted({*kept.edited_fields, field})
    opportunity.save(update_fields=["edited_fields"])


@contextmanager
def lots_may_change() -> Iterator[None]:
    """Offers may rest on a lot, on its number and on its weights: the database then refuses, and this says why."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        raise NotAllowed(
            _("Social value criteria are published for a lot, so its weights and its number stay as they are.")
        ) from refused


def replace_criteria(lot: Lot, criteria: list[dict[str, Any]]) -> None:
    """Write these award criteria, unless they are what the lot has already."""
    fields = ("kind", "name_en", "name_cy", "weight")
    wanted = [AwardCriterion(lot=lot, **each) for each in criteria]
    saved = [[getattr(each, name) for name in fields] for each in lot.criteria.order_by("pk")]
    if saved != [[getattr(each, name) for name in fields] for each in wanted]:
        lot.criteria.all().delete()
        AwardCriterion.objects.bulk_create(wanted)


def _refuse_fixed(fields: dict[str, Any]) -> None:
    if fixed := FIXED & fields.keys():
        raise ValueError(f"not for amending: {', '.join(sorted(fixed))}")
