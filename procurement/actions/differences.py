"""Deciding where an imported notice says something else than what was entered here."""

from datetime import datetime
from typing import Any, get_type_hints

import msgspec
from django.db import transaction

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.reference.models import Category
from procurement.actions.draft import amend
from procurement.models import ImportDifference, Opportunity
from procurement.snapshot import Snapshot

TYPES = get_type_hints(Snapshot)


@transaction.atomic
def settle_difference(*, difference: ImportDifference, by: User, at: datetime, take_theirs: bool) -> None:
    """Keep ours, or take theirs into the working copy. Nothing is published by it."""
    opportunity = difference.opportunity
    if take_theirs:
        amend(opportunity=opportunity, by=by, **_columns(difference.field, difference.theirs))
    difference.settled_at = at
    difference.save(update_fields=["settled_at"])
    trail.record("import difference settled", by=by, target=opportunity, field=difference.field, taken=take_theirs)


def _columns(field: str, value: Any) -> dict[str, Any]:
    """A value as the snapshot writes it, as the fields of an opportunity keep it."""
    if field in Opportunity.MILESTONES:
        window = msgspec.convert(value or {}, TYPES[field], strict=False)
        return {f"{field}_{part}": getattr(window, part) for part in ("earliest", "latest", "confidence")}
    if field == "category":
        return {"category": Category.objects.filter(slug=value).first()}
    if field == "joint_buyers":
        return {"joint_buyers": list(Organisation.objects.filter(pk__in=value or []))}
    if field == "follows":
        return {"follows": Opportunity.objects.published().filter(reference=value).first()}
    if value is None:
        return {field: Opportunity._meta.get_field(field).get_default()}
    return {field: msgspec.convert(value, TYPES[field], strict=False)}
