"""What a search finds, to take away: the columns of a spreadsheet, and JSON. No person, no address of anybody."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from django.conf import settings
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from collab_portal.reference.areas import areas_by_code
from collab_portal.templatetags.words import paired
from enterprises.models import Enterprise
from enterprises.search import index
from enterprises.search.facets import FACET
from enterprises.search.results import ORDERS, Results, shown

CHUNK = 1000  # rows read at once
FIELDS = (
    "trading_name",
    "legal_form",
    "listed_at",
    "smallest_lot",
    "largest_lot",
    "keys",
    "organisation__website",
)
HAS_BIT = "CASE WHEN enterprises_enterprise.id < %s THEN get_bit(%s::bytea, enterprises_enterprise.id) = 1 END"


class Row:
    """One enterprise, and the words for its codes, looked up once for all rows."""

    def __init__(self, enterprise: Enterprise, named: dict[str, dict[str, str]]):
        self.enterprise, self.organisation, self._named = enterprise, enterprise.organisation, named

    def of_keys(self, facet: str) -> str:
        start, named = f"{facet}:", self._named[facet]
        values = {key.removeprefix(start) for key in self.enterprise.keys if key.startswith(start)}
        return "; ".join(name for value, name in named.items() if value in values)

    @property
    def where(self) -> str:
        codes = {code for each in self.enterprise.work for code in each["areas"]}
        return "; ".join(paired(area, "name")[0] for code, area in areas_by_code().items() if code in codes)


@dataclass(frozen=True)
class Column:
    """A column: its name in addresses and in JSON, its heading, and what stands in it."""

    name: str
    label: str | Promise
    value: Callable[[Row], Any]


COLUMNS = (
    Column("name_en", _("Name in English"), lambda row: row.organisation.name_en),
    Column("name_cy", _("Name in Welsh"), lambda row: row.organisation.name_cy),
    Column("trading_name", _("Trading name"), lambda row: row.enterprise.trading_name),
    Column("offer_en", _("Offer in English"), lambda row: row.enterprise.offer_en),
    Column("offer_cy", _("Offer in Welsh"), lambda row: row.enterprise.offer_cy),
    Column("work", _("Kind of work"), lambda row: row.of_keys("category")),
    Column("where", _("Works in"), lambda row: row.where),
    Column("capacity", _("Room for more work"), lambda row: row.of_keys("capacity")),
    Column("state", _("How far it is checked"), lambda row: row.of_keys("state")),
    Column("verified_on", _("Verified on"), lambda row: _if_verified(row, row.enterprise.verified_on)),
    Column("recheck_on", _("Recheck on"), lambda row: _if_verified(row, row.enterprise.recheck_on)),
    Column("standing", _("Can bid for reserved contracts"), lambda row: row.of_keys("standing")),
    Column("badges", _("Badges"), lambda row: row.of_keys("badge")),
    Column("legal_form", _("Legal form"), lambda row: row.of_keys("form")),
    Column("smallest_lot", _("Smallest lot in pounds"), lambda row: row.enterprise.smallest_lot),
    Column("largest_lot", _("Largest lot in pounds"), lambda row: row.enterprise.largest_lot),
    Column("consortium", _("Bidding together"), lambda row: row.of_keys("consortium")),
    Column("welsh", _("Service in Welsh"), lambda row: row.of_keys("welsh")),
    Column("networks", _("Networks"), lambda row: row.of_keys("network")),
    Column("town", _("Town"), lambda row: row.enterprise.town),
    Column("website", _("Website"), lambda row: row.organisation.website),
    Column("listed_on", _("Listed since"), lambda row: row.enterprise.listed_at.date()),
    Column("address", pgettext_lazy("of a web page", "Address"), lambda row: _address(row)),
)
USUAL = ("name_en", "name_cy", "offer_en", "work", "where", "capacity", "state", "verified_on", "recheck_on", "address")


def chosen(names: Iterable[str]) -> list[Column]:
    """Those columns, in our order; the usual ones where none is named."""
    wanted = set(names) & {column.name for column in COLUMNS} or set(USUAL)
    return [column for column in COLUMNS if column.name in wanted]


def rows(results: Results, columns: list[Column]) -> Iterator[list]:
    """The headings, then a row for each enterprise."""
    yield [str(column.label) for column in columns]
    for row in _read(results):
        yield [column.value(row) for column in columns]


def as_json(results: Results) -> Iterator[bytes]:
    """One object with all enterprises, written as they are read; every column under its name."""
    about = {"publisher": settings.PORTAL_NAME_EN, "licence": "OGL-UK-3.0", "count": results.count}
    yield msgspec.json.encode(about)[:-1] + b',"enterprises":['
    for number, row in enumerate(_read(results)):
        said = {column.name: column.value(row) for column in COLUMNS}
        yield (b",\n" if number else b"\n") + msgspec.json.encode(said)
    yield b"\n]}\n"


def _read(results: Results) -> Iterator[Row]:
    """In the order of names, a thousand at a time: however many there are, memory stays small."""
    named = {name: facet.named() for name, facet in FACET.items()}
    for enterprise in _found(results).iterator(chunk_size=CHUNK):
        yield Row(enterprise, named)


def _found(results: Results) -> QuerySet[Enterprise]:
    content = index.as_bytes(results.bits)
    listed = Enterprise.objects.listed().alias(is_found=RawSQL(HAS_BIT, (8 * len(content), content)))  # noqa: S611
    return shown(listed.filter(is_found=True), *FIELDS).order_by(*ORDERS[f"name_{results.language}"])


def _if_verified(row: Row, value):
    return value if row.enterprise.is_verified else None


def _address(row: Row) -> str:
    return f"{settings.PORTAL_URL}{reverse('enterprises:list')}{row.organisation.slug}/"


def heading() -> str:
    return gettext("Social enterprises")
