"""What searching asks of an enterprise, worked out from all that is said of it and kept in its row."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Value
from django.utils import timezone

from collab_portal.reference.areas import expanded
from collab_portal.reference.categories import all_categories
from collab_portal.text import Document, welsh_sort_key
from enterprises.models import Activity, Badge, Enterprise, Insurance


def refresh(enterprise: Enterprise, *, on: date | None = None) -> None:
    """Work out anew by what it is found, and in which order it stands. Call it at the end of each action.

    What has run out is not found. `stale_on` is when the next thing runs out: a nightly task comes back then.
    """
    on = on or timezone.localdate()
    activities = list(enterprise.activities.all())
    held = [*enterprise.badges.held(on), *enterprise.insurances.held(on)]
    organisation, rest = enterprise.organisation, texts_of(enterprise, [each.category_id for each in activities])
    parts = (organisation.name_en, organisation.name_cy, rest["rest_en"], rest["rest_cy"])
    enterprise.keys = sorted(keys_of(enterprise, activities, held))
    enterprise.stale_on = min((each.expires_on for each in held if each.expires_on), default=None)
    if enterprise.stale_on:
        enterprise.stale_on += timedelta(days=1)
    enterprise.sort_key_en = (organisation.name_en or organisation.name_cy).casefold()
    enterprise.sort_key_cy = welsh_sort_key(organisation.name_cy or organisation.name_en)
    enterprise.document = Document(*(Value(part) for part in parts))
    enterprise.save(update_fields=["keys", "sort_key_en", "sort_key_cy", "document", "stale_on"])


def keys_of(enterprise: Enterprise, activities: Iterable[Activity], held: Iterable[Badge | Insurance] = ()) -> set[str]:
    """One key for each filter that finds it: `category:cleaning`, `area:W06000002`, `form:CIC-G`, `badge:RLW`."""
    keys = {f"state:{enterprise.state}"}
    if enterprise.legal_form:
        keys.add(f"form:{enterprise.legal_form}")
    if enterprise.welsh_service in (Enterprise.WelshService.FULL, Enterprise.WelshService.PART):
        keys.add("welsh")
    keys |= {f"{each._meta.model_name}:{each.kind}" for each in held}
    for activity in activities:
        keys.add(f"category:{activity.category_id}")
        keys |= {f"area:{code}" for code in expanded(activity.served_codes)}
        if activity.capacity:
            keys.add(f"capacity:{activity.capacity}")
    return keys


def texts_of(enterprise: Enterprise, categories: Iterable[str]) -> dict[str, str]:
    """By which words it is found, besides its names: its offer, and the plain names of what it does."""
    known = {each.slug: each for each in all_categories()}
    named = [known[slug] for slug in categories if slug in known]
    rest = {}
    for language in ("en", "cy"):
        told = [getattr(enterprise, f"{name}_{language}") for name in ("offer", "description")]
        rest[f"rest_{language}"] = "\n".join([*told, *(getattr(each, f"name_{language}") for each in named)])
    return rest
