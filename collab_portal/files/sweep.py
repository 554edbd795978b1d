"""Sweeping: files that no row points at any more, a day after they came."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pghistory.models
from django.db import transaction
from django.db.models import Exists, OuterRef

from collab_portal.files.models import StoredContent, StoredFile

AGE = timedelta(days=1)  # longer than any transaction that stores a file and then points at it
BATCH = 200


def orphans(*, at: datetime):
    """Files of yesterday and before that nothing points at; what an app adds later is asked as well."""
    found = StoredFile.objects.filter(created_at__lt=at - AGE)
    for relation in _relations():
        pointing = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        found = found.exclude(Exists(pointing))
    return found


def sweep(*, at: datetime) -> int:
    """Delete the orphans, and bytes without a file; says how many files went."""
    swept = 0
    while gone := _sweep_some(at):
        swept += gone
    return swept


@transaction.atomic
def discard(files: Iterable[int]) -> None:
    """Delete these files now, with their small pictures: what people delete is gone at once, not at night.

    Call it in the transaction that took away the rows that pointed at them.
    """
    large = list(StoredFile.objects.filter(pk__in=list(files)).values_list("pk", "content", "small", "small__content"))
    StoredFile.objects.filter(pk__in=[row[0] for row in large]).delete()
    StoredFile.objects.filter(pk__in=[row[2] for row in large if row[2]]).delete()
    contents = [content for row in large for content in (row[1], row[3]) if content]
    StoredContent.objects.filter(pk__in=contents).delete()


@transaction.atomic
def _sweep_some(at: datetime) -> int:
    """A large picture goes first; the small one beside it is nobody's then, and goes in the next round."""
    files = list(orphans(at=at).values_list("pk", "content")[:BATCH])
    StoredFile.objects.filter(pk__in=[pk for pk, _content in files]).delete()
    StoredContent.objects.filter(pk__in=[content for _pk, content in files]).delete()
    return len(files)


def _relations() -> list[Any]:
    """Every foreign key to a file, in any app; history remembers numbers and holds on to nothing."""
    return [
        relation
        for relation in StoredFile._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and (relation.one_to_many or relation.one_to_one)
        and not issubclass(relation.related_model, pghistory.models.Event)
    ]
