"""What somebody looks for in the directory, in one normal form: the list, the map and the files all read this."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import ClassVar, Self
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from collab_portal import text
from enterprises.search.facets import FACETS, Chosen, Facet, Values

MAX_WORDS_LENGTH = 200
MAX_CHOICES = 40  # of one filter; more is not a search


@dataclass(frozen=True)
class Criteria:
    """Words, and for each filter what was chosen. Equal searches have equal addresses.

    Other lists have filters of their own: they say here which, which of them are never folded, and where they stand.
    """

    facets: ClassVar[tuple[Facet, ...]] = FACETS
    always: ClassVar[tuple[str, ...]] = ("category", "area", "capacity", "state")
    page: ClassVar[str] = "enterprises:list"

    q: str = ""
    chosen: Chosen = field(default_factory=dict)
    problems: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def from_query(cls, given: QueryDict) -> Self:
        """It never fails: what nobody offers is left out, and `problems` says so."""
        chosen, problems = {}, []
        for facet in cls.facets:
            asked = [value for value in dict.fromkeys(given.getlist(facet.name)) if value][:MAX_CHOICES]
            if not asked:
                continue
            offered = facet.named()
            chosen[facet.name] = tuple(value for value in offered if value in asked)
            unknown = [value for value in asked if value not in offered]
            problems += [gettext("We do not know “%(value)s”, so we left it out.") % {"value": v[:60]} for v in unknown]
        words = " ".join(given.get("q", "").replace("\0", " ").encode(errors="ignore").decode().split())
        return cls(words[:MAX_WORDS_LENGTH].strip(), {name: v for name, v in chosen.items() if v}, tuple(problems))

    @property
    def is_empty(self) -> bool:
        return not self.q and not self.chosen

    @property
    def used(self) -> int:
        """Filters in use, the words not counted: they stand in their own box."""
        return len(self.chosen)

    @cached_property
    def words(self) -> text.Query:
        """What the words mean. Empty where none was typed, or only such as stand in every text."""
        return text.parse(self.q) if self.q else text.Query()

    def parameters(self) -> Iterator[tuple[str, str]]:
        if self.q:
            yield "q", self.q
        for facet in self.facets:
            yield from ((facet.name, value) for value in self.chosen.get(facet.name, ()))

    def query(self, **more: str) -> str:
        """The search as the page's address says it."""
        return urlencode([*self.parameters(), *((name, value) for name, value in more.items() if value)])

    def without_words(self) -> Self:
        return type(self)("", self.chosen)

    def in_other_words(self, q: str) -> Self:
        return type(self)(q, self.chosen)

    def without(self, facet: str, value: str) -> Self:
        left = tuple(each for each in self.chosen.get(facet, ()) if each != value)
        return self.choosing(facet, left)

    def choosing(self, facet: str, values: Values) -> Self:
        """The same with these choices in one filter."""
        chosen = {**self.chosen, facet: values}
        other = type(self)(self.q, {name: each for name, each in chosen.items() if each})
        other.__dict__["words"] = self.words  # the same, and asking what they mean costs a query
        return other
