"""From CPV codes to plain words."""

from collections.abc import Iterable
from functools import cache

from collab_portal.reference import shipped
from collab_portal.reference.cpv import cpv_prefixes
from collab_portal.reference.models import Category

OTHER = "other"


def all_categories() -> tuple[Category, ...]:
    """In the order in which pages list them. No query."""
    return shipped.categories()


def category_for(cpv_codes: Iterable[str]) -> Category:
    """The category that fits the codes most closely: the longest prefix wins, then the code named first.

    Without any code that fits, "something else".
    """
    by_prefix = _by_prefix()
    best = ""
    for code in cpv_codes:
        fits = next((prefix for prefix in reversed(cpv_prefixes(code)) if prefix in by_prefix), "")
        best = max(best, fits, key=len)
    return by_prefix[best]


@cache
def _by_prefix() -> dict[str, Category]:
    found = {prefix: category for category in all_categories() for prefix in category.cpv_prefixes}
    return found | {"": next(category for category in all_categories() if category.slug == OTHER)}
