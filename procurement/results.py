"""What a search finds: how many, in which order, and page by page."""

from datetime import datetime
from functools import cached_property

from django.contrib.postgres.search import SearchRank
from django.core.paginator import Page, Paginator
from django.db.models import Case, F, QuerySet, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procurement.matching import Criteria
from procurement.models import PipelineEntry

PER_PAGE = 20
COUNTED = 10_000  # beyond it, "over 10,000" says enough, and nobody turns so many pages

NEWEST = "newest"
CLOSING = "closing"
RELEVANCE = "relevance"
SORTS: dict[str, str | Promise] = {
    RELEVANCE: _("Best match"),
    NEWEST: _("Newest"),
    CLOSING: _("Closing soonest"),
    "value": _("Highest value"),
}
ORDERS = {
    NEWEST: ("-published_at", "-opportunity"),
    CLOSING: ("submissions_close_at", "tender_latest", "-opportunity"),  # PostgreSQL puts the unknown last
    "value": (F("value_min").desc(nulls_last=True), "-opportunity"),
    "changed": ("-changed_at", "-opportunity"),
}
SHOWN = (
    "reference",
    "stage",
    "title_en",
    "title_cy",
    "summary_en",
    "summary_cy",
    "buyer_name_en",
    "buyer_name_cy",
    "area_codes",
    "value_amount",
    "value_min",
    "value_band",
    "tender_earliest",
    "tender_latest",
    "tender_confidence",
    "submissions_close_at",
    "lot_count",
    "is_vcse_suitable",
    "reserved",
    "expires_at",
)


class Results:
    """The entries a search finds. Two queries: how many there are, and one page of them."""

    def __init__(self, criteria: Criteria, *, sort: str = "", at: datetime):
        self.criteria = criteria
        self._at = at
        self.sort = sort if sort in self.sorts else next(iter(self.sorts))
        self._entries = criteria.entries(at)

    @property
    def sorts(self) -> dict[str, str | Promise]:
        """The orders on offer. The best match needs words."""
        return SORTS if not self.criteria.words.is_empty else {name: SORTS[name] for name in SORTS if name != RELEVANCE}

    @cached_property
    def count(self) -> int:
        """Exact up to 10,000; one more stands for all that lies above."""
        return self._entries.values("pk")[: COUNTED + 1].count()

    def ordered(self, sort: str = "") -> QuerySet[PipelineEntry]:
        sort = sort or self.sort
        if sort == RELEVANCE:
            rank = SearchRank(F("document"), self.criteria.words.as_expression())
            return self._entries.alias(rank=rank).order_by("-rank", "-opportunity")
        if sort == CLOSING and self.criteria.stage:
            is_past = Case(When(submissions_close_at__lte=self._at, then=True), default=False)
            return self._entries.alias(is_past=is_past).order_by("is_past", *ORDERS[sort])
        return self._entries.order_by(*ORDERS[sort])

    def page(self, number: str) -> Page:
        paginator = CountedPaginator(self.ordered().only(*SHOWN), PER_PAGE, count=min(self.count, COUNTED))
        return paginator.get_page(number)


class CountedPaginator(Paginator):
    """A paginator that has been told how much there is."""

    def __init__(self, *args, count: int, **kwargs):
        super().__init__(*args, **kwargs)
        self._count = count

    @property
    def count(self) -> int:
        return self._count
