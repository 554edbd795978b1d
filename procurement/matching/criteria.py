"""The one normal form of a search: the list page, the feeds, the saved searches and the matcher all read this."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from collab_portal import text
from collab_portal.accounts.models import Organisation
from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.categories import all_categories
from collab_portal.reference.cpv import cpv_code, cpv_search_token
from collab_portal.reference.models import Area, Category
from procurement.matching.naming import Tag, describe, tags
from procurement.matching.reading import Given, Problem, Reader
from procurement.models import PipelineEntry, Reserved

MAX_WORDS_LENGTH = 200
EVERYTHING = "all"
RESERVED = tuple(each.value for each in Reserved if each != Reserved.NONE)


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """What somebody looks for in the pipeline. Equal searches are equal values, with equal addresses.

    Between the filters it is "and", inside one of them "or". An entry that does not give its value or its dates is
    kept by the filters for those, since it might fit; one that does not give the value of its lots is not kept by
    `lots_under`. Without `stage=all` only what is still to come or open is found.
    """

    q: str = ""
    category: tuple[Category, ...] = ()
    cpv: tuple[str, ...] = ()
    area: tuple[Area, ...] = ()
    buyer: tuple[Organisation, ...] = ()
    value_from: Decimal | None = None
    value_to: Decimal | None = None
    tender_from: date | None = None
    tender_to: date | None = None
    vcse: bool = False
    reserved: tuple[str, ...] = ()
    lots_under: Decimal | None = None
    stage: str = ""
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    @classmethod
    def from_query(cls, given: Given) -> "Criteria":
        """Read `request.GET`, a query string or a mapping. It never fails: what cannot be used is left out, and
        `problems` says so."""
        read = Reader(given)
        value_from, value_to = _in_order(read.amount("value_from"), read.amount("value_to"))
        tender_from, tender_to = _in_order(read.day("tender_from"), read.day("tender_to", last=True))
        found: dict[str, Any] = {
            "q": read.text("q", MAX_WORDS_LENGTH),
            "category": _categories(read),
            "cpv": _cpv(read),
            "area": _areas(read),
            "buyer": _buyers(read),
            "value_from": value_from,
            "value_to": value_to,
            "tender_from": tender_from,
            "tender_to": tender_to,
            "vcse": read.yes("vcse"),
            "reserved": read.choices_of("reserved", RESERVED),
            "lots_under": read.amount("lots_under"),
            "stage": "".join(read.choices_of("stage", [EVERYTHING])),
        }
        return cls(**found, problems=tuple(read.problems))

    @property
    def is_empty(self) -> bool:
        """Nothing is asked for: every current opportunity is found."""
        return not self.query()

    @property
    def used(self) -> int:
        """How many filters are on, the words included; a range is one."""
        return len({name.removesuffix("_from").removesuffix("_to") for name, _value in self.parameters()})

    def parameters(self) -> Iterator[tuple[str, str]]:
        """Name and value of everything asked for, always in the same order."""
        for name, values in self._parts():
            yield from ((name, value) for value in values if value)

    def query(self) -> str:
        """The search as the page's address says it, in its one normal form."""
        return urlencode(list(self.parameters()))

    def savable(self) -> "Criteria":
        """The same as a search to save: those hear of what is current, so it has no stage."""
        return replace(self, stage="")

    @cached_property
    def words(self) -> text.Query:
        """What the words mean. Empty where none was typed, or only such as stand in every text."""
        return text.parse(self.q) if self.q else text.Query()

    @cached_property
    def buyer_ids(self) -> list[int]:
        """The buyers, and the records that were merged into them: entries may still name those."""
        if not self.buyer:
            return []
        merged = Organisation.objects.filter(merged_into__in=self.buyer).values_list("pk", flat=True)
        return sorted([*(body.pk for body in self.buyer), *merged])

    @property
    def cpv_tokens(self) -> list[str]:
        return sorted(cpv_search_token(code) for code in self.cpv)

    def entries(self, at: datetime) -> QuerySet[PipelineEntry]:
        """The entries it finds at that moment, in no order."""
        entries = PipelineEntry.objects.all()
        if self.stage != EVERYTHING:
            entries = entries.current(at)
        if self.tender_from:
            entries = entries.alias(tender_end=Coalesce("tender_latest", TruncDate("submissions_close_at")))
        return entries.filter(*self._conditions())

    def tags(self) -> list[Tag]:
        """The filters in use, each with the search without it, in the language of the page."""
        return list(tags(self))

    def describe(self, language: str) -> str:
        """One line for people: “cleaning” · Gwynedd · £30,000 to £100,000."""
        return describe(self, language)

    def _conditions(self) -> Iterator[Q]:
        """Only what is asked for, so that PostgreSQL sees plain conditions and takes the best index.

        `procurement.matching.percolator.VERIFY` says the same of many searches at once; a test holds them together.
        """
        if not self.words.is_empty:
            yield Q(document=self.words.as_expression())
        if self.category:
            yield Q(category__in=self.category)
        if self.cpv:
            yield Q(cpv_tokens__overlap=self.cpv_tokens)
        if self.area:
            yield Q(area_tokens__overlap=[area.code for area in self.area])
        if self.buyer:
            yield Q(buyer_ids__overlap=self.buyer_ids)
        if self.value_from is not None:
            yield Q(value_max=None) | Q(value_max__gte=self.value_from)
        if self.value_to is not None:
            yield Q(value_min=None) | Q(value_min__lte=self.value_to)
        if self.tender_from:
            yield Q(tender_end=None) | Q(tender_end__gte=self.tender_from)
        if self.tender_to:
            yield Q(tender_earliest=None) | Q(tender_earliest__lte=self.tender_to)
        if self.vcse:
            yield Q(is_vcse_suitable=True)
        if self.reserved:
            yield Q(reserved__overlap=list(self.reserved))
        if self.lots_under is not None:
            yield Q(smallest_lot__lt=self.lots_under)

    def _parts(self) -> Iterator[tuple[str, list[str]]]:
        yield "q", [self.q]
        yield "category", [category.slug for category in self.category]
        yield "cpv", list(self.cpv)
        yield "area", [area.code for area in self.area]
        yield "buyer", [body.slug for body in self.buyer]
        yield "value_from", [_plain(self.value_from)]
        yield "value_to", [_plain(self.value_to)]
        yield "tender_from", [self.tender_from.isoformat() if self.tender_from else ""]
        yield "tender_to", [self.tender_to.isoformat() if self.tender_to else ""]
        yield "vcse", ["yes" if self.vcse else ""]
        yield "reserved", list(self.reserved)
        yield "lots_under", [_plain(self.lots_under)]
        yield "stage", [self.stage]


def _in_order(first: Any, second: Any) -> tuple[Any, Any]:
    """A range typed the wrong way round is the same range."""
    return (second, first) if first is not None and second is not None and first > second else (first, second)


def _plain(amount: Decimal | None) -> str:
    if amount is None:
        return ""
    return f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"


def _categories(read: Reader) -> tuple[Category, ...]:
    known = {category.slug: category for category in all_categories()}
    return tuple(known[slug] for slug in read.choices_of("category", known))


def _areas(read: Reader) -> tuple[Area, ...]:
    known = areas_by_code()
    return tuple(known[code] for code in read.choices_of("area", known))


def _cpv(read: Reader) -> tuple[str, ...]:
    """Eight digits; they need not be known, since codes are learnt from notices."""
    asked = read.choices("cpv")
    clean = {text: cpv_code(text) for text in asked}
    read.unknown("cpv", (text for text, code in clean.items() if code is None))
    return tuple(sorted({code for code in clean.values() if code is not None}))


def _buyers(read: Reader) -> tuple[Organisation, ...]:
    """A body that was merged into another stands for that one."""
    slugs = read.choices("buyer")
    known = Organisation.objects.filter(slug__in=slugs).select_related("merged_into") if slugs else []
    found = {each.slug: each.merged_into or each for each in known}
    read.unknown("buyer", (slug for slug in slugs if slug not in found))
    return tuple(sorted(set(found.values()), key=lambda body: body.slug))
