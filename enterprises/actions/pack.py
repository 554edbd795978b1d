"""Pictures, the documents of the tell-us-once pack, and who may read them."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.files import documents, images
from collab_portal.files.documents import CheckedDocument
from collab_portal.files.images import CheckedPicture
from collab_portal.files.sweep import discard
from enterprises import projection
from enterprises.models import Enterprise, PackDocument, PackGrant, Picture


class Full(Exception):
    """As many as there may be."""

    def __init__(self, most: int) -> None:
        super().__init__(_("There may be at most %(most)s. Remove one first.") % {"most": most})


@transaction.atomic
def set_logo(*, enterprise: Enterprise, picture: CheckedPicture, by: User) -> Picture:
    """Put the logo into the directory, in place of the one before."""
    _alone(enterprise)
    _drop(enterprise.pictures.logos())
    logo = Picture.objects.create(enterprise=enterprise, file=images.store(picture), is_logo=True)
    projection.refresh(enterprise)
    trail.record("logo changed", by=by, target=enterprise)
    return logo


@transaction.atomic
def remove_logo(*, enterprise: Enterprise, by: User) -> None:
    _drop(enterprise.pictures.logos())
    projection.refresh(enterprise)
    trail.record("logo removed", by=by, target=enterprise)


@transaction.atomic
def add_picture(*, enterprise: Enterprise, picture: CheckedPicture, alt_en: str, alt_cy: str, by: User) -> Picture:
    """Show one more picture, after the others. Raises `Full`."""
    _alone(enterprise)
    there = list(enterprise.pictures.in_order())
    if len(there) >= Picture.MOST:
        raise Full(Picture.MOST)
    position = there[-1].position + 1 if there else 0
    added = Picture.objects.create(
        enterprise=enterprise, file=images.store(picture), alt_en=alt_en, alt_cy=alt_cy, position=position
    )
    trail.record("picture added", by=by, target=enterprise, picture=added.pk)
    return added


@transaction.atomic
def change_picture(*, picture: Picture, alt_en: str, alt_cy: str, is_first: bool = False, by: User) -> None:
    """Describe it anew, and perhaps put it before the others."""
    picture.alt_en, picture.alt_cy = alt_en, alt_cy
    picture.save(update_fields=["alt_en", "alt_cy"])
    if is_first:
        _alone(picture.enterprise)
        others = picture.enterprise.pictures.in_order().exclude(pk=picture.pk)
        for position, each in enumerate([picture, *others]):
            Picture.objects.filter(pk=each.pk).update(position=position)
    trail.record("picture changed", by=by, target=picture.enterprise, picture=picture.pk)


@transaction.atomic
def remove_picture(*, picture: Picture, by: User) -> None:
    trail.record("picture removed", by=by, target=picture.enterprise, picture=picture.pk)
    _drop(Picture.objects.filter(pk=picture.pk))


@transaction.atomic
def add_document(*, enterprise: Enterprise, document: CheckedDocument, by: User, **fields: Any) -> PackDocument:
    """Put a document into the pack. Those who may read the pack may read it from now on. Raises `Full`."""
    _alone(enterprise)
    if enterprise.documents.count() >= PackDocument.MOST:
        raise Full(PackDocument.MOST)
    added = PackDocument.objects.create(enterprise=enterprise, file=documents.store(document), **fields)
    projection.refresh(enterprise)
    trail.record("pack document added", by=by, target=enterprise, document=added.pk)
    return added


@transaction.atomic
def change_document(*, document: PackDocument, file: CheckedDocument | None, by: User, **fields: Any) -> None:
    """Say something else of it, or put a newer file in its place."""
    replaced = document.file_id if file else None
    for name, value in fields.items():
        setattr(document, name, value)
    if file:
        document.file = documents.store(file)
    document.save()
    if replaced:
        discard([replaced])
    projection.refresh(document.enterprise)
    trail.record("pack document changed", by=by, target=document.enterprise, document=document.pk)


@transaction.atomic
def remove_document(*, document: PackDocument, by: User) -> None:
    trail.record("pack document removed", by=by, target=document.enterprise, document=document.pk)
    _drop(PackDocument.objects.filter(pk=document.pk))
    projection.refresh(document.enterprise)


@transaction.atomic
def grant_pack(
    *, enterprise: Enterprise, organisation: Organisation, until: date | None, by: User, at: datetime
) -> PackGrant:
    """Let the officers of a public body read the pack; a second time changes until when."""
    grant, _created = PackGrant.objects.update_or_create(
        enterprise=enterprise,
        organisation=organisation,
        defaults={"until": until, "granted_by": by, "granted_at": at},
    )
    trail.record("pack shown", by=by, target=enterprise, organisation=organisation.pk)
    return grant


@transaction.atomic
def withdraw_pack(*, grant: PackGrant, by: User) -> None:
    """They can read it no longer. What they saved is theirs; the log says what that was."""
    trail.record("pack hidden", by=by, target=grant.enterprise, organisation=grant.organisation_id)
    grant.delete()


def note_download(
    *, enterprise: Enterprise, by: User, organisation: Organisation, document: PackDocument | None = None
) -> None:
    """Who read what, for the enterprise to see: one document, or the whole pack."""
    what = {"document": document.pk} if document else {}
    verb = "pack document downloaded" if document else "pack downloaded"
    trail.record(verb, by=by, target=enterprise, organisation=organisation.pk, **what)


def _alone(enterprise: Enterprise) -> None:
    """One at a time, so that two people cannot both add the last one."""
    Enterprise.objects.select_for_update().only("pk").get(pk=enterprise.pk)


def _drop(rows: Any) -> None:
    """Rows go with their files."""
    files = list(rows.values_list("file", flat=True))
    rows.delete()
    discard(files)
