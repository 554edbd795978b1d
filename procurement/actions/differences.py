"""Deciding where an imported notice says something else than what was entered here."""

from datetime import datetime
from typing import Any, get_type_hints

import msgspec
from django.db import transaction

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.reference.models import Category
from procurement.actions.draft import amend, link_notice
from procurement.models import ImportDifference, Opportunity
from procurement.models.opportunity import NotAllowed
from procurement.snapshot import Snapshot

TYPES = get_type_hints(Snapshot)
AMOUNTS = ("value_amount", "value_gross")
# These are steps with rules of their own, or more than one field.
CANNOT_BE_TAKEN = ("stage", "buyer", "submissions_close_at", "lots", "awards")


@transaction.atomic
def settle_difference(*, difference: ImportDifference, by: User, at: datetime, take_theirs: bool) -> None:
    """Keep ours, or take theirs into the working copy. Nothing is published by it."""
    opportunity = Opportunity.objects.get(pk=difference.opportunity_id)
    if take_theirs:
        _take(opportunity, difference.field, difference.theirs, by)
    difference.settled_at = at
    difference.save(update_fields=["settled_at"])
    trail.record("import difference settled", by=by, target=opportunity, field=difference.field, taken=take_theirs)


def _take(opportunity: Opportunity, field: str, theirs: Any, by: User) -> None:
    if field in CANNOT_BE_TAKEN:
        raise NotAllowed(field)
    if field == "notices":
        for notice in theirs:
            link_notice(opportunity=opportunity, by=by, **notice)
        return
    amend(opportunity=opportunity, by=by, **_columns(opportunity, field, theirs))


def _columns(opportunity: Opportunity, field: str, theirs: Any) -> dict[str, Any]:
    """A value as the difference keeps it, as the fields of the opportunity."""
    if field in Opportunity.MILESTONES:
        window = msgspec.convert(theirs or {}, TYPES[field], strict=False)
        return {f"{field}_{part}": getattr(window, part) for part in ("earliest", "latest", "confidence")}
    if field == "category":
        return {"category": Category.objects.filter(slug=theirs).first()}
    if field == "joint_buyers":
        return {"joint_buyers": list(Organisation.objects.filter(pk__in=theirs or []))}
    if theirs is None:
        return {field: Opportunity._meta.get_field(field).get_default()}
    value = msgspec.convert(theirs, TYPES[field], strict=False)
    return {field: value} | _contradicted(opportunity, field, value)


def _contradicted(opportunity: Opportunity, field: str, value: Any) -> dict[str, Any]:
    """What cannot stand beside it: an amount and a range, or a value without VAT above the one with it."""
    if field == "value_band" and value:
        return dict.fromkeys(AMOUNTS)
    if field not in AMOUNTS:
        return {}
    (other,) = set(AMOUNTS) - {field}
    net, gross = (value, opportunity.value_gross) if field == "value_amount" else (opportunity.value_amount, value)
    cleared = {other: None} if None not in (net, gross) and gross < net else {}
    return cleared | {"value_band": ""}
