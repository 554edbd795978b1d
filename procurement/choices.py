"""The public bodies a search can be narrowed to. They change rarely, so each process keeps them for a minute."""

import time
from dataclasses import dataclass, field

from collab_portal.accounts.models import Organisation
from procurement.models import PipelineEntry

KEEP_SECONDS = 60


@dataclass(frozen=True)
class Option:
    """A choice of a filter."""

    value: str
    label: str
    is_chosen: bool = False


@dataclass
class _Kept:
    """What was read, by language, and when by a clock that never goes back."""

    buyers: dict[str, list[Option]] = field(default_factory=dict)
    at: float = float("-inf")


_kept = _Kept()


def buyers(language: str) -> list[Option]:
    """The bodies that have published something, in the order of the language."""
    if time.monotonic() - _kept.at > KEEP_SECONDS:
        _kept.buyers, _kept.at = _read(), time.monotonic()
    return _kept.buyers[language]


def forget() -> None:
    """Read them again at the next occasion."""
    _kept.at = float("-inf")


def _read() -> dict[str, list[Option]]:
    found = Organisation.objects.current().filter(pk__in=PipelineEntry.objects.values("buyer"))
    bodies = list(found.only("slug", "name_en", "name_cy", "sort_key_cy"))
    english = sorted((body.name_en or body.name_cy, body.slug) for body in bodies)
    welsh = sorted((body.sort_key_cy, body.name_cy or body.name_en, body.slug) for body in bodies)
    return {
        "en": [Option(slug, name) for name, slug in english],
        "cy": [Option(slug, name) for _key, name, slug in welsh],
    }
