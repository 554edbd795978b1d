"""What a search finds: how many, how many fit each filter, in which order, and page by page."""

from collections.abc import Mapping
from functools import cached_property

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchRank
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from enterprises.models import Activity, Enterprise, Picture
from enterprises.search import facets, index, words
from enterprises.search.criteria import Criteria
from enterprises.search.facets import FACET, FACETS, WORK
from enterprises.search.index import Index

PER_PAGE = 20
COUNTED = 10_000  # beyond it, "over 10,000" says enough, and nobody turns so many pages
RANKED = 10 * PER_PAGE  # of very many, only so many are ordered by how well the words fit: those verified come first
FEW = 1_000  # are fetched by their keys; more are met soon enough on a walk through the order
LITTLE = 3  # results of words that may be misspelt

RELEVANCE, CHECKED, NAME, NEWEST = "relevance", "checked", "name", "newest"
SORTS: dict[str, str | Promise] = {
    RELEVANCE: _("Best match"),
    CHECKED: _("Verified first"),
    NAME: _("Name"),
    NEWEST: _("Newest"),
}
ORDERS = {
    "name_en": ("sort_key_en", "id"),
    "name_cy": ("sort_key_cy", "id"),
    NEWEST: ("-listed_at", "-id"),
}
SHOWN = (
    "state",
    "offer_en",
    "offer_cy",
    "welsh_service",
    "town",
    "organisation__slug",
    "organisation__name_en",
    "organisation__name_cy",
)
# The set goes along, and PostgreSQL looks up each row's bit while it walks through an index, until the page is full.
WALK = """
SELECT id FROM enterprises_enterprise
WHERE CASE WHEN id < %s THEN get_bit(%s::bytea, id) = 1 ELSE false END
ORDER BY {order} LIMIT %s OFFSET %s
"""
PICK = "SELECT id FROM enterprises_enterprise WHERE id = ANY(%s) ORDER BY {order} LIMIT %s OFFSET %s"


class Results:
    """The enterprises a search finds."""

    def __init__(self, criteria: Criteria, *, sort: str = "", language: str = "", at: Index | None = None):
        self.criteria = criteria
        self.language = language or get_language() or "en"
        self.sort = sort if sort in self.sorts else next(iter(self.sorts))
        self.index = at or index.current()

    def of(self, criteria: Criteria) -> "Results":
        """What another search finds at the same moment."""
        other = Results(criteria, sort=self.sort, language=self.language, at=self.index)
        if criteria.q == self.criteria.q:
            other.__dict__["_by_words"] = self._by_words
        return other

    @property
    def sorts(self) -> dict[str, str | Promise]:
        """The orders on offer, the usual one first: the best match, or without words those whom a buyer can trust."""
        left_out = CHECKED if not self.criteria.words.is_empty else RELEVANCE
        return {name: label for name, label in SORTS.items() if name != left_out}

    @cached_property
    def count(self) -> int:
        return self.bits.bit_count()

    @cached_property
    def bits(self) -> int:
        """Everybody found."""
        self.index.fetch(facets.needed(self.criteria.chosen, {}))
        return self._by_words & facets.found(self.index, self.criteria.chosen)

    @cached_property
    def _by_words(self) -> int:
        return words.found(self.index, self.criteria.words)

    # ----------------------------------------------------------------------------------------------------- counts

    @cached_property
    def counts(self) -> dict[str, dict[str, int]]:
        """For each filter, how many would be found with each of its values, whatever else is chosen in it."""
        offered = self.offered
        self.index.fetch(facets.needed(self.criteria.chosen, offered))
        return {name: self._counts_of(name, values) for name, values in offered.items()}

    def counts_of(self, facet: str) -> dict[str, int]:
        """The same for one filter."""
        offered = {facet: list(FACET[facet].named())}
        self.index.fetch(facets.needed(self.criteria.chosen, offered))
        return self._counts_of(facet, offered[facet])

    @cached_property
    def offered(self) -> dict[str, list[str]]:
        return {each.name: self.index.values(each.name) if each.is_open else list(each.named()) for each in FACETS}

    def _counts_of(self, facet: str, values: list[str]) -> dict[str, int]:
        """Without words the same is asked again and again, so it is kept as long as nothing changes."""
        others = {name: chosen for name, chosen in self.criteria.chosen.items() if name != facet}
        if not self.criteria.words.is_empty:
            return self._count(facet, values, others)
        asked = (facet, tuple(sorted(others.items())), len(values))
        return self.index.remembered(asked, lambda: self._count(facet, values, others))

    def _count(self, facet: str, values: list[str], others: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
        if facet not in WORK:
            among = self._by_words & facets.found(self.index, others)
            return {value: (among & self.index[facets.key(facet, value)]).bit_count() for value in values}
        apart = {name: chosen for name, chosen in others.items() if name not in WORK}
        among = self._by_words & facets.found(self.index, apart)
        work = {name: chosen for name, chosen in others.items() if name in WORK}
        return {
            value: (among & (facets.work(self.index, {**work, facet: (value,)}) or 0)).bit_count() for value in values
        }

    # ------------------------------------------------------------------------------------------------------- page

    def page(self, number: str) -> Page:
        paginator = Counted(self, PER_PAGE)
        return paginator.get_page(number)

    def rows(self, first: int, last: int) -> list[Enterprise]:
        """Those from one place to another in the order, as cards need them."""
        keys = self._keys(first, last - first)
        found = shown(Enterprise.objects.listed()).in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def _keys(self, offset: int, limit: int) -> list[int]:
        by_name = ORDERS[f"{NAME}_{self.language}"]
        if self.sort == CHECKED:
            return self._verified_first(by_name, offset, limit)
        if self.sort != RELEVANCE:
            return self._walk(self.bits, by_name if self.sort == NAME else ORDERS[self.sort], offset, limit)
        if offset >= RANKED:
            return self._verified_first(ORDERS[NEWEST], offset, limit)
        rank = SearchRank(F("document"), self.criteria.words.as_expression())
        best = Enterprise.objects.filter(pk__in=RawSQL(*self._best())).alias(rank=rank)  # noqa: S611
        return list(best.order_by("-rank", "-listed_at", "-pk").values_list("pk", flat=True)[offset : offset + limit])

    def _best(self) -> tuple[str, list]:
        """The statement for those whom the words put in order: all, or of very many those verified first."""
        verified = self._verified
        statements = [_walk(verified, ORDERS[NEWEST], 0, RANKED)]
        if verified.bit_count() < RANKED:
            statements.append(_walk(self.bits & ~verified, ORDERS[NEWEST], 0, RANKED - verified.bit_count()))
        return " UNION ALL ".join(f"({sql})" for sql, _values in statements), [v for _sql, vs in statements for v in vs]

    @property
    def _verified(self) -> int:
        return self.bits & self.index[facets.key("state", Enterprise.State.VERIFIED)]

    def _verified_first(self, order: tuple[str, ...], offset: int, limit: int) -> list[int]:
        verified = self._verified
        many = verified.bit_count()
        first = self._walk(verified, order, offset, limit) if offset < many else []
        return first + self._walk(self.bits & ~verified, order, max(0, offset - many), limit - len(first))

    def _walk(self, bits: int, order: tuple[str, ...], offset: int, limit: int) -> list[int]:
        """The keys from one place to another, in that order."""
        if limit <= 0 or not bits:
            return []
        with connection.cursor() as cursor:
            cursor.execute(*_walk(bits, order, offset, limit))
            return [key for (key,) in cursor.fetchall()]

    # ------------------------------------------------------------------------------------------------------ words

    @cached_property
    def put_right(self) -> str:
        """Other words, where these find little and look misspelt."""
        if self.criteria.words.is_empty or self._by_words.bit_count() > LITTLE:
            return ""
        return words.put_right(self.criteria.q)


def _walk(bits: int, order: tuple[str, ...], offset: int, limit: int) -> tuple[str, list]:
    """The statement for a stretch of the order: few are fetched by their keys, many are met on the way."""
    columns = ", ".join(f"{name[1:]} DESC" if name.startswith("-") else name for name in order)
    if bits.bit_count() <= FEW:
        return PICK.format(order=columns), [index.numbers(bits), limit, offset]
    content = index.as_bytes(bits)
    return WALK.format(order=columns), [8 * len(content), content, limit, offset]


class Counted(Paginator):
    """Pages of what was counted already, the first 10,000 of it."""

    def __init__(self, results: Results, per_page: int):
        super().__init__(range(min(results.count, COUNTED)), per_page)
        self._results = results

    def _get_page(self, rows, number, paginator):
        return Page(self._results.rows(rows.start, rows.stop) if rows else [], number, paginator)


def shown(enterprises: QuerySet[Enterprise], *more: str) -> QuerySet[Enterprise]:
    """With all that a card says of them, in one query, and these fields besides."""
    work = Activity.objects.filter(enterprise=OuterRef("pk")).order_by("pk")
    said = JSONObject(category="category_id", areas="served_codes", capacity="capacity")
    logo = Picture.objects.logos().filter(enterprise=OuterRef("pk"))
    drawn = JSONObject(digest="file__sha256", width="file__width", height="file__height")
    standing = FilteredRelation("verifications", condition=Q(verifications__ended_at=None))
    return (
        enterprises.select_related("organisation")
        .only(*SHOWN, *more)
        .annotate(work=ArraySubquery(work.values(said=said)), standing=standing, logo=logo.values(drawn=drawn))
        .annotate(
            verified_by=F("standing__verifier_name"),
            verified_for_en=F("standing__network__name_en"),
            verified_for_cy=F("standing__network__name_cy"),
            verified_on=F("standing__verified_on"),
            recheck_on=F("standing__recheck_on"),
        )
    )
