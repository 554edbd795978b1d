"""A planning notice field by field, to be copied into Find a Tender or Sell2Wales."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collab_portal.reference.areas import areas_by_code
from collab_portal.templatetags.words import money, paired, places
from enterprises.models import Event
from procurement import wording
from procurement.models import MarketEvent, ValueBand
from procurement.ocds.dates import months_later
from procurement.snapshot import LotSnapshot, Snapshot
from procurement.statutory.cells import not_known


class NoticeType(StrEnum):
    """The notices that come before a tender."""

    PIPELINE = "uk1"
    ENGAGEMENT = "uk2"
    PLANNED = "uk3"

    @property
    def code(self) -> str:
        return self.value.upper()

    @property
    def label(self):
        return {
            "uk1": _("Pipeline notice"),
            "uk2": _("Preliminary market engagement notice"),
            "uk3": _("Planned procurement notice"),
        }[self.value]


@dataclass(frozen=True)
class Field:
    """One field of the notice. `value` is empty where nobody has said; `is_asked` if the regulations ask for it."""

    label: str
    value: str
    is_asked: bool = False
    language: str = ""  # of what is said, where the field is for one language

    @property
    def shown(self) -> str:
        return self.value or not_known()

    @property
    def is_missing(self) -> bool:
        return self.is_asked and not self.value


def fields(said: Snapshot, notice: NoticeType, meetings: Sequence[MarketEvent] = ()) -> list[Field]:
    """In the order of the forms of Find a Tender. `meetings` are the events at which the market is heard."""
    engaged = _engagement(meetings) if notice == NoticeType.ENGAGEMENT else ()
    return [*_whole(said, notice), *engaged, *(field for lot in said.lots for field in _lot(said, lot))]


def as_text(found: list[Field]) -> str:
    return "\n".join(f"{each.label}: {each.shown}" for each in found)


def _whole(said: Snapshot, notice: NoticeType) -> Iterator[Field]:
    is_pipeline = notice == NoticeType.PIPELINE
    number = next((value for scheme, value in said.buyer.identifiers if scheme == "GB-PPON"), "")
    yield Field(gettext("Contracting authority"), paired(said.buyer, "name")[0], is_asked=True)
    yield Field(gettext("Public procurement organisation number"), number, is_asked=True)
    yield Field(gettext("Contact"), " ".join(filter(None, (said.contact_name, said.contact_email))))
    yield Field(gettext("Buyer’s reference"), said.reference, is_asked=True)
    yield Field(gettext("Title in English"), said.title_en, is_asked=not said.title_cy, language="en")
    yield Field(gettext("Title in Welsh"), said.title_cy, language="cy")
    is_asked = not said.description_cy
    yield Field(gettext("Description in English"), said.description_en, is_asked=is_asked, language="en")
    yield Field(gettext("Description in Welsh"), said.description_cy, language="cy")
    yield Field(gettext("Kind"), str(wording.CHOICES["main_category"](said.main_category).label), is_asked=True)
    yield Field(gettext("CPV codes"), ", ".join(said.cpv_codes), is_asked=True)
    yield Field(gettext("Where"), _places(said.area_codes))
    yield Field(gettext("Estimated value without VAT"), _value(said), is_asked=is_pipeline)
    yield Field(gettext("Estimated value with VAT"), money(said.value_gross, said.currency, exact=True))
    yield Field(gettext("Light touch"), _yes_no(said.light_touch))
    yield Field(gettext("Expected date of the tender notice"), _day(said.tender_start.latest), is_asked=is_pipeline)
    yield Field(gettext("Expected date of the award"), _day(said.award.latest), is_asked=is_pipeline)


def _engagement(meetings: Sequence[MarketEvent]) -> Iterator[Field]:
    held = "\n".join(" – ".join(_meeting(each.event)) for each in meetings)
    last = max((each.closes_on for each in meetings), default=None)
    yield Field(gettext("How and when suppliers can take part"), held, is_asked=True)
    yield Field(gettext("Closing date of the engagement"), _day(last), is_asked=True)


def _meeting(event: Event) -> list[str]:
    """What, when and where; the address of an online meeting is shown to those who book."""
    place = event.place or (gettext("Online") if event.online_url else "")
    return [part for part in (paired(event, "title")[0], wording.moment(event.starts_at), place) if part]


def _lot(said: Snapshot, lot: LotSnapshot) -> Iterator[Field]:
    def named(label: str) -> str:
        return gettext("Lot %(number)s: %(field)s") % {"number": lot.number, "field": label}

    start, months = said.contract_start.latest, said.contract_months
    if len(said.lots) > 1:
        yield Field(named(gettext("title")), paired(lot, "title")[0])
        yield Field(named(gettext("value without VAT")), money(lot.value_amount, said.currency, exact=True))
        yield Field(named(gettext("where")), _places(lot.area_codes or said.area_codes))
    yield Field(named(gettext("contract starts")), _day(start))
    yield Field(named(gettext("contract ends")), _day(months_later(start, months)) if start and months else "")
    yield Field(named(gettext("suitable for small firms")), _yes_no(lot.sme_suitable))
    yield Field(named(gettext("suitable for social enterprises")), _yes_no(lot.vcse_suitable))


def _value(said: Snapshot) -> str:
    if said.value_band:
        return str(ValueBand(said.value_band).label)
    return money(said.value_amount, said.currency, exact=True)


def _places(codes: list[str]) -> str:
    known = areas_by_code()
    return places([known[code] for code in codes if code in known])


def _yes_no(value: bool | None) -> str:
    return {True: gettext("Yes"), False: gettext("No"), None: ""}[value]


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def headings() -> list[str]:
    return [
        gettext("In the notice"),
        gettext("Reference"),
        gettext("Title"),
        gettext("Description"),
        gettext("Kind"),
        gettext("CPV codes"),
        gettext("Value without VAT, from"),
        gettext("Value without VAT, to"),
        gettext("Value with VAT"),
        gettext("Expected date of the tender notice"),
        gettext("Expected date of the award"),
        gettext("What is missing"),
    ]


STANDINGS = {
    "required": _("Over £2 million"),
    "doubtful": _("Over £2 million or not: not certain"),
    "voluntary": _("Voluntary"),
}


def rows(notice) -> Iterator[list[Any]]:
    """A `PipelineNotice` as a sheet."""
    yield headings()
    for item in notice.items:
        said = item.said
        gross: Decimal | None = said.value_gross
        yield [
            str(STANDINGS[item.standing.value]),
            said.reference,
            item.title,
            paired(said, "description")[0] or None,
            str(wording.CHOICES["main_category"](said.main_category).label),
            " ".join(said.cpv_codes) or None,
            *item.limits,
            gross,
            said.tender_start.latest,
            said.award.latest,
            ", ".join(item.missing),
        ]
