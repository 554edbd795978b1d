"""A form of many pages: sections in groups, as a task list shows them, and the page that follows each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from django.utils.functional import Promise


class Page(Protocol):
    """One page, known by its slug."""

    @property
    def slug(self) -> str: ...


P = TypeVar("P", bound=Page)


@dataclass(frozen=True)
class Group(Generic[P]):
    """Pages that stand together under one heading."""

    id: str
    title: str | Promise
    sections: tuple[P, ...]


def by_slug(groups: Iterable[Group[P]]) -> dict[str, P]:
    """All the pages in their order."""
    return {section.slug: section for group in groups for section in group.sections}


def after(page: P, pages: Mapping[str, P]) -> P | None:
    """The page that follows, or None after the last."""
    order = list(pages)
    following = order.index(page.slug) + 1
    return pages[order[following]] if following < len(order) else None
