"""An enterprise is entered into the public directory."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from enterprises import projection
from enterprises.models import Activity, Enterprise
from enterprises.reach import served_codes

State = Enterprise.State
BEGINNINGS = (State.UNCLAIMED, State.CLAIMED)


@transaction.atomic
def list_enterprise(*, organisation: Organisation, by: User | None = None, at: datetime, **fields: Any) -> Enterprise:
    """Put an organisation into the public directory, or change what is said of it there.

    `categories` and `area_codes` together say what it does: each kind of work, in all these areas. It begins as a
    stub or as claimed: all other states are reached by a step of their own, which leaves its proof.
    """
    if fields.get("state", State.UNCLAIMED) not in BEGINNINGS:
        raise ValueError("an entry begins unclaimed or claimed")
    categories, area_codes = fields.pop("categories", None), fields.pop("area_codes", ())
    enterprise, _created = Enterprise.objects.get_or_create(organisation=organisation)
    for name, value in fields.items():
        setattr(enterprise, name, value)
    enterprise.is_listed = True
    enterprise.listed_at = enterprise.listed_at or at
    enterprise.save()
    if categories is not None:
        enterprise.activities.all().delete()
        for category in categories:
            add_activity(enterprise, category=category, **_reach(area_codes))
    projection.refresh(enterprise)
    trail.record("enterprise listed", by=by, target=enterprise)
    return enterprise


def add_activity(enterprise: Enterprise, **fields: Any) -> Activity:
    """One more kind of work. Whoever calls this refreshes the projection."""
    activity = Activity(enterprise=enterprise, **fields)
    activity.served_codes = served_codes(activity)
    activity.save()
    return activity


def _reach(area_codes: Iterable[str]) -> dict[str, Any]:
    if "UK" in area_codes:
        return {"reach": Activity.Reach.UK}
    if "WALES" in area_codes:
        return {"reach": Activity.Reach.WALES}
    return {"reach": Activity.Reach.COUNCILS, "area_codes": list(area_codes)}


def missing_for_listing(enterprise: Enterprise) -> list[str]:
    """What must be told before the directory shows an entry: names of sections of the profile."""
    missing = [] if enterprise.offer_en or enterprise.offer_cy else ["offer"]
    return missing if enterprise.activities.exists() else [*missing, "activities"]


@transaction.atomic
def show_entry(*, enterprise: Enterprise, by: User | None, at: datetime) -> None:
    """The directory shows it from now on."""
    enterprise.is_listed = True
    enterprise.listed_at = enterprise.listed_at or at
    enterprise.save(update_fields=["is_listed", "listed_at"])
    projection.refresh(enterprise)
    trail.record("enterprise listed", by=by, target=enterprise)


@transaction.atomic
def hide_entry(*, enterprise: Enterprise, by: User | None) -> None:
    """Its own people take it out of the directory; what it told is kept for them."""
    enterprise.is_listed = False
    enterprise.save(update_fields=["is_listed"])
    projection.refresh(enterprise)
    trail.record("enterprise hidden", by=by, target=enterprise)
