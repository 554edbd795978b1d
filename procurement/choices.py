"""The public bodies a search can be narrowed to. They change rarely, so each process keeps them for a minute."""

import time
from dataclasses import dataclass

from collab_portal.accounts.models import Organisation
from procurement.models import PipelineEntry

KEEP_SECONDS = 60


@dataclass
class _Kept:
    """What was read, and when by a clock that never goes back."""

    buyers: list[Organisation]
    at: float = float("-inf")


_kept = _Kept([])


def buyers() -> list[Organisation]:
    """The bodies that have published something, in no order."""
    if time.monotonic() - _kept.at > KEEP_SECONDS:
        published = PipelineEntry.objects.values("buyer")
        found = (
            Organisation.objects.current().filter(pk__in=published).only("slug", "name_en", "name_cy", "sort_key_cy")
        )
        _kept.buyers, _kept.at = list(found), time.monotonic()
    return _kept.buyers


def forget() -> None:
    """Read them again at the next occasion."""
    _kept.at = float("-inf")
