"""What searching asks of an enterprise, worked out from all that is said of it and kept in its row."""

import json
import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Prefetch
from django.utils import timezone

from collab_portal.accounts.models import Organisation
from collab_portal.reference.areas import expanded
from collab_portal.reference.categories import all_categories
from collab_portal.reference.models import Category
from collab_portal.text import welsh_sort_key
from collab_portal.text.welsh import folded
from enterprises.completeness import score, told_by
from enterprises.models import Activity, Badge, Enterprise, Insurance, Standing
from enterprises.search import facets

HELD = {"badges": Badge, "insurances": Insurance}
TOLD = ("activities", "standings", "organisation__networks__network")
LONGEST_WORD, SHORTEST_WORD = 64, 4
WRITE = """
UPDATE enterprises_enterprise AS enterprise
SET keys = ARRAY(SELECT jsonb_array_elements_text(given.keys)),
    words = ARRAY(SELECT jsonb_array_elements_text(given.words)), stale_on = given.stale_on,
    sort_key_en = given.sort_key_en, sort_key_cy = given.sort_key_cy,
    document = portal_document(given.name_en, given.name_cy, given.rest_en, given.rest_cy)
FROM jsonb_to_recordset(%s::jsonb) AS given(
    id bigint, keys jsonb, words jsonb, stale_on date, sort_key_en text, sort_key_cy text,
    name_en text, name_cy text, rest_en text, rest_cy text
)
WHERE enterprise.id = given.id
"""


def refresh(enterprise: Enterprise, *, on: date | None = None) -> None:
    """Work out anew by what it is found, and in which order it stands. Call it at the end of each action.

    What has run out is not found. `stale_on` is when the next thing runs out: a nightly task comes back then.
    """
    refresh_all([enterprise.pk], on=on)
    enterprise.refresh_from_db(fields=["keys", "sort_key_en", "sort_key_cy", "document", "stale_on"])
    enterprise.completeness = score(told_by(enterprise, on=on))
    enterprise.save(update_fields=["completeness"])


def refresh_all(enterprises: Collection[int], *, on: date | None = None) -> None:
    """The same for many, by their keys, with a handful of queries however many they are.

    Completeness is not worked out: only editors see it, and an import makes entries that have none yet.
    """
    on = on or timezone.localdate()
    held = [Prefetch(name, kind.objects.held(on), to_attr=f"held_{name}") for name, kind in HELD.items()]
    rows = Enterprise.objects.filter(pk__in=enterprises).defer("document").select_related("organisation")
    worked_out = [_worked_out(each) for each in rows.prefetch_related(*TOLD, *held).order_by("pk")]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [json.dumps(worked_out)])


def _worked_out(enterprise: Enterprise) -> dict[str, Any]:
    activities, organisation = list(enterprise.activities.all()), enterprise.organisation
    held = [each for name in HELD for each in getattr(enterprise, f"held_{name}")]
    last_day = min((each.expires_on for each in held if each.expires_on), default=None)
    networks = [each.network.slug for each in organisation.networks.all()]
    named = named_categories(each.category_id for each in activities)
    return {
        "id": enterprise.pk,
        "keys": sorted(keys_of(enterprise, activities, [*held, *enterprise.standings.all()], networks)),
        "words": words_of(enterprise, organisation, named),
        "stale_on": (last_day + timedelta(days=1)).isoformat() if last_day else None,
        "sort_key_en": (organisation.name_en or organisation.name_cy).casefold()[:400],
        "sort_key_cy": welsh_sort_key(organisation.name_cy or organisation.name_en)[:400],
        "name_en": organisation.name_en,
        "name_cy": organisation.name_cy,
        **texts_of(enterprise, named),
    }


def keys_of(
    enterprise: Enterprise,
    activities: Iterable[Activity],
    held: Iterable[Badge | Insurance | Standing] = (),
    networks: Iterable[str] = (),
) -> set[str]:
    """One key for each filter that finds it: `category:cleaning`, `area:W06000002`, `form:CIC-G`, `badge:RLW`."""
    keys = {f"state:{enterprise.state}"}
    if enterprise.legal_form:
        keys.add(f"form:{enterprise.legal_form}")
    if enterprise.welsh_service in (Enterprise.WelshService.FULL, Enterprise.WelshService.PART):
        keys.add(f"welsh:{enterprise.welsh_service}")
    if enterprise.would_lead_consortium:
        keys.add("consortium:lead")
    if enterprise.would_join_consortium:
        keys.add("consortium:join")
    keys |= {f"{each._meta.model_name}:{each.kind}" for each in held}
    keys |= {f"network:{slug}" for slug in networks}
    keys |= {f"lot:{band}" for band in facets.lots(enterprise.smallest_lot, enterprise.largest_lot)}
    for activity in activities:
        keys |= set(facets.keys_of_activity(activity.category_id, expanded(activity.served_codes), activity.capacity))
    return keys


def named_categories(slugs: Iterable[str]) -> list[Category]:
    """The plain categories of what it does."""
    known = {each.slug: each for each in all_categories()}
    return [known[slug] for slug in slugs if slug in known]


def words_of(enterprise: Enterprise, organisation: Organisation, named: Iterable[Category] = ()) -> list[str]:
    """The words of its names and offers and of what its work is called, by which a misspelt word is put right."""
    texts = (
        organisation.name_en,
        organisation.name_cy,
        enterprise.trading_name,
        enterprise.offer_en,
        enterprise.offer_cy,
        *(name for each in named for name in (each.name_en, each.name_cy)),
    )
    return distinct_words(texts)


def distinct_words(texts: Iterable[str]) -> list[str]:
    """Each word once, without accents, those of a few letters left out."""
    found = re.findall(r"[^\W\d_]+", folded(" ".join(texts)))
    return sorted({word[:LONGEST_WORD] for word in found if len(word) >= SHORTEST_WORD})


def texts_of(enterprise: Enterprise, named: Collection[Category]) -> dict[str, str]:
    """By which words it is found, besides its names: its offer, and the plain names of what it does."""
    rest = {}
    for language in ("en", "cy"):
        told = [getattr(enterprise, f"{name}_{language}") for name in ("offer", "description")]
        told.append(enterprise.trading_name if language == "en" else "")
        rest[f"rest_{language}"] = "\n".join([*told, *(getattr(each, f"name_{language}") for each in named)])
    return rest
