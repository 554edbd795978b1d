"""Putting studies together for one question."""

from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from socialvalue.practice.models import CaseStudy, Collected, Collection, NotAllowed

MOST = 50
UP, DOWN = "up", "down"


@transaction.atomic
def start_collection(*, network: Organisation, by: User, at: datetime, **texts: str) -> Collection:
    """Begin a collection of a network. It is public at once, and empty."""
    slug = _free_slug(texts.get("title_en") or texts.get("title_cy", ""))
    made = Collection.objects.create(network=network, slug=slug, created_by=by, created_at=at, **texts)
    trail.record("collection started", by=by, target=made)
    return made


@transaction.atomic
def amend_collection(*, collection: Collection, by: User, **texts: str) -> None:
    for name, value in texts.items():
        setattr(collection, name, value)
    collection.save(update_fields=list(texts))
    trail.record("collection amended", by=by, target=collection)


@transaction.atomic
def collect(*, collection: Collection, study: CaseStudy, by: User) -> None:
    """Put a study at the end of it; one that is in it stays where it is."""
    held = _in_order(collection)
    if any(each.study_id == study.pk for each in held):
        return
    if len(held) >= MOST:
        raise NotAllowed(_("There are as many studies as a collection can have. Take one out first."))
    Collected.objects.create(collection=collection, study=study, position=len(held) + 1)
    trail.record("study collected", by=by, target=study, collection=collection.pk)


@transaction.atomic
def move_collected(*, collection: Collection, study: CaseStudy, way: str) -> None:
    """One place up or down."""
    held = _in_order(collection)
    place = next((n for n, each in enumerate(held) if each.study_id == study.pk), None)
    if place is None:
        return
    other = place - 1 if way == UP else place + 1
    if 0 <= other < len(held):
        held[place], held[other] = held[other], held[place]
    _number(held)


@transaction.atomic
def take_out(*, collection: Collection, study: CaseStudy, by: User) -> None:
    Collected.objects.filter(collection=collection, study=study).delete()
    _number(_in_order(collection))
    trail.record("study taken out of a collection", by=by, target=study, collection=collection.pk)


@transaction.atomic
def remove_collection(*, collection: Collection, by: User) -> None:
    """The collection goes; its studies stay in the library."""
    trail.record("collection removed", by=by, target=collection)
    collection.delete()


def _in_order(collection: Collection) -> list[Collected]:
    """Its studies as they stand now; whoever changes them too waits until we are done."""
    Collection.objects.select_for_update().get(pk=collection.pk)
    return list(collection.collected.order_by("position", "pk"))


def _number(held: list[Collected]) -> None:
    for position, each in enumerate(held, start=1):
        each.position = position
    Collected.objects.bulk_update(held, ["position"])


def _free_slug(name: str) -> str:
    stem = slugify(name)[:90].strip("-") or "collection"
    taken = {"new", *Collection.objects.filter(slug__startswith=stem).values_list("slug", flat=True)}
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
