"""Keeping what people asked for in order: searches filed anew as the words of the pipeline change, and old requests."""

from datetime import datetime, timedelta

from django.db import transaction

from procurement.matching import percolator
from procurement.matching.frequencies import Frequencies
from procurement.models import SavedSearch, Subscriber, Watch

REFILE_AFTER = timedelta(days=7)
BATCH = 200  # at each tick: 100,000 searches take two hours of the week


@transaction.atomic
def refile(*, at: datetime) -> int:
    """Derive anew what matching needs of the searches that were filed longest ago; answer how many.

    What was rare may be common by now, and a new release of the portal may read words differently. Until then a search
    is matched slowly, or as it was read a week ago.
    """
    stale = SavedSearch.objects.filter(filed_at__lte=at - REFILE_AFTER).order_by("filed_at")
    searches = list(stale.select_for_update(skip_locked=True)[:BATCH])
    if not searches:
        return 0
    frequencies = Frequencies.known()
    for search in searches:
        percolator.file(search, at=at, frequencies=frequencies)
    SavedSearch.objects.bulk_update(searches, [*percolator.COLUMNS, "filed_at"])
    return len(searches)


@transaction.atomic
def forget_unconfirmed(*, at: datetime) -> None:
    """An address somebody typed and nobody confirmed is not kept."""
    SavedSearch.objects.lapsed(at).delete()
    Watch.objects.lapsed(at).delete()
    Subscriber.objects.filter(confirmed_at=None, searches=None, watches=None).delete()
