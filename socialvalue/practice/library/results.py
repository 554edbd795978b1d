"""What a search of the library finds: how many, how many fit each filter, in which order, and page by page."""

from functools import cached_property
from itertools import islice

from django.contrib.postgres.search import SearchRank
from django.core.paginator import Page
from django.db import connection
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enterprises.search.criteria import Criteria as DirectoryCriteria
from enterprises.search.facets import key
from enterprises.search.results import LITTLE, Counted
from socialvalue.practice.library import index, words
from socialvalue.practice.library.facets import ALWAYS, FACETS, NETWORK, members
from socialvalue.practice.library.index import Index
from socialvalue.practice.models import LibraryEntry

PER_PAGE = 20
RANKED = 10 * PER_PAGE  # of very many, only so many are ordered by how well the words fit: the newest of them
FOUND = "SELECT array_agg(study_id) FROM practice_libraryentry WHERE document @@ %s::tsquery"

RELEVANCE, NEWEST = "relevance", "newest"
SORTS: dict[str, str | Promise] = {
    RELEVANCE: _("Best match"),
    NEWEST: _("Newest"),
    "adapted": _("Most adapted"),
    "evidence": _("Strongest evidence"),
    "title": _("Title"),
}


class Criteria(DirectoryCriteria):
    """The directory's way of reading a search, with the filters of the library."""

    facets = FACETS
    always = ALWAYS
    page = "case-studies:list"


class Results:
    """The studies a search finds."""

    def __init__(self, criteria: Criteria, *, sort: str = "", language: str = "", at: Index | None = None):
        self.criteria = criteria
        self.language = language or get_language() or "en"
        self.sort = sort if sort in self.sorts else next(iter(self.sorts))
        self.index = at or index.current()

    def of(self, criteria: Criteria) -> "Results":
        """What another search finds at the same moment."""
        other = Results(criteria, sort=self.sort, language=self.language, at=self.index)
        other.__dict__["_members"] = self._members
        return other

    @property
    def sorts(self) -> dict[str, str | Promise]:
        """The orders on offer, the usual one first. The best match needs words."""
        return {name: label for name, label in SORTS.items() if name != RELEVANCE or not self.criteria.words.is_empty}

    @cached_property
    def count(self) -> int:
        return self.bits.bit_count()

    @cached_property
    def bits(self) -> int:
        return self._with_all_but("")

    @cached_property
    def counts(self) -> dict[str, dict[str, int]]:
        """For each filter, how many would be found with each of its values, whatever else is chosen in it."""
        counted = {}
        for facet in self.criteria.facets:
            among = self._with_all_but(facet.name)
            counted[facet.name] = {value: (among & self._having(facet.name, value)).bit_count()
                                   for value in self._offered[facet.name]}  # fmt: skip
        return counted

    def page(self, number: str) -> Page:
        return Counted(self, PER_PAGE).get_page(number)

    def rows(self, first: int, last: int) -> list[LibraryEntry]:
        """Those from one place to another in the order, with what their cards say."""
        studies = self._studies(first, last)
        found = LibraryEntry.objects.defer("document", "keys").select_related("lead").in_bulk(studies)
        return [found[each] for each in studies if each in found]

    # --------------------------------------------------------------------------------------------------- finding

    def _with_all_but(self, left_out: str) -> int:
        bits = self._by_words
        for name, values in self.criteria.chosen.items():
            if name != left_out:
                having = 0
                for value in values:
                    having |= self._having(name, value)
                bits &= having
        return bits

    def _having(self, facet: str, value: str) -> int:
        if facet == NETWORK:
            return self.index.any_of(key("body", body) for body in self._members.get(value, ()))
        return self.index.sets.get(key(facet, value), 0)

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        return members()

    @cached_property
    def _offered(self) -> dict[str, list[str]]:
        """Of filters whose values are whatever the studies have: those that one has."""
        offered: dict[str, list[str]] = {}
        for facet in self.criteria.facets:
            if facet.name == NETWORK:
                offered[facet.name] = list(self._members)
            elif facet.is_open:
                start = f"{facet.name}:"
                offered[facet.name] = [each.removeprefix(start) for each in self.index.sets if each.startswith(start)]
            else:
                offered[facet.name] = list(facet.named())
        return offered

    @cached_property
    def _by_words(self) -> int:
        if self.criteria.words.is_empty:
            return self.index.everything
        asked = self.criteria.words.tsquery()
        return self.index.remembered(("words", asked), lambda: self._matching(asked))

    def _matching(self, tsquery: str) -> int:
        with connection.cursor() as cursor:
            cursor.execute(FOUND, [tsquery])
            return self.index.places(cursor.fetchone()[0] or ())

    @cached_property
    def put_right(self) -> str:
        """Other words, where these find little and look misspelt."""
        if self.criteria.words.is_empty or self._by_words.bit_count() > LITTLE:
            return ""
        return words.put_right(self.criteria.q)

    # ----------------------------------------------------------------------------------------------------- order

    def _studies(self, first: int, last: int) -> list[int]:
        if self.sort == RELEVANCE and first < RANKED:
            newest = self._walk(0, RANKED)
            rank = SearchRank(F("document"), self.criteria.words.as_expression())
            best = LibraryEntry.objects.filter(pk__in=newest).alias(rank=rank).order_by("-rank", "-published_at", "-pk")
            return list(best.values_list("pk", flat=True)[first:last])
        return self._walk(first, last)

    def _walk(self, first: int, last: int) -> list[int]:
        name = f"title_{self.language}" if self.sort == "title" else self.sort
        places = index.in_order(self.bits, self.index.orders.get(name))
        return [self.index.studies[place] for place in islice(places, first, last)]
