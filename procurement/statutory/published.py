"""The last published word on many opportunities at once."""

from collections.abc import Iterator

from django.db.models import F, QuerySet

from procurement import snapshot
from procurement.models import PipelineEntry, Release
from procurement.snapshot import Snapshot

CHUNK = 500


def snapshots(entries: QuerySet[PipelineEntry]) -> Iterator[Snapshot]:
    """What the public is told of each, in the order of the references: one query."""
    last = Release.objects.filter(opportunity__entry__in=entries, version=F("opportunity__entry__version"))
    found = last.order_by("opportunity").values_list("snapshot", flat=True)
    return (snapshot.read(data) for data in found.iterator(chunk_size=CHUNK))
