"""A body's policy: copied from an example or begun anew, its bands changed, in use or not."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from socialvalue.models import Policy, PolicyBand

NOT_COPIED = ("id", "policy")


@transaction.atomic
def copy_policy(*, policy: Policy, owner: Organisation, by: User, on: date) -> Policy:
    """The body's own copy of an example, not in use until somebody has looked it over."""
    titles = {"title_en": policy.title_en, "title_cy": policy.title_cy}
    source = {"source_url": policy.source_url}
    copy = Policy.objects.create(
        owner=owner, slug=_free_slug(owner, policy.slug), valid_from=on, is_in_use=False, **titles, **source
    )
    names = [field.name for field in PolicyBand._meta.concrete_fields if field.name not in NOT_COPIED]
    PolicyBand.objects.bulk_create(
        PolicyBand(policy=copy, **{name: getattr(band, name) for name in names}) for band in policy.bands.all()
    )
    trail.record("policy copied", by=by, target=copy, source=policy.slug)
    return copy


@transaction.atomic
def save_policy(
    *, policy: Policy | None, owner: Organisation, by: User, bands: Sequence[dict[str, Any]], **said: Any
) -> Policy:
    """Write a policy with its bands. Each band reaches up to the next; the last has no end."""
    policy = policy or Policy(owner=owner, slug=_free_slug(owner, slugify(said["title_en"] or said["title_cy"])))
    for name, value in said.items():
        setattr(policy, name, value)
    policy.save()
    ordered = sorted(bands, key=lambda band: band["value_from"])
    ends = [*(band["value_from"] for band in ordered[1:]), None]
    policy.bands.exclude(value_from__in=[band["value_from"] for band in ordered]).delete()
    for band, end in zip(ordered, ends, strict=True):
        told = {name: value for name, value in band.items() if name != "value_from"}
        policy.bands.update_or_create(value_from=band["value_from"], defaults=told | {"value_to": end})
    trail.record("policy saved", by=by, target=policy, bands=len(ordered), is_in_use=policy.is_in_use)
    return policy


def _free_slug(owner: Organisation, stem: str) -> str:
    stem = stem[:50] or "policy"
    taken = set(Policy.objects.filter(owner=owner, slug__startswith=stem).values_list("slug", flat=True))
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug
