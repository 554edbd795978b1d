"""What a release of another system says, in the portal's words: pure, without a look at what is known already.

A release says what its publisher thinks worth saying, so `fields` holds the columns it speaks of and no others: what
it is silent about stays as it is. Columns that only make sense together come as one, `value` or `tender_start`.
Names and addresses of people are not taken over: a notice is answered where it stands.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from collab_portal.reference.areas import areas_for_region_code
from collab_portal.reference.categories import category_for
from collab_portal.reference.cpv import cpv_code
from procurement.models import Opportunity, Stage
from procurement.ocds import parties, terms, texts
from procurement.ocds.awards import FoundAward, awards
from procurement.ocds.dates import LAST_SECOND
from procurement.ocds.lots import FoundLot, lots
from procurement.ocds.parties import Party
from procurement.ocds.source import (
    Address,
    Award,
    Classification,
    Document,
    Item,
    Lot,
    Period,
    Planning,
    Release,
    Tender,
)
from procurement.ocds.stages import stage
from procurement.ocds.values import YEARS, Refused, Remark, Values, read_moment

Columns = dict[str, Any]

PROCEDURES = {
    "open": Opportunity.Procedure.OPEN,
    "selective": Opportunity.Procedure.FLEXIBLE,
    "direct": Opportunity.Procedure.DIRECT,
    "limited": Opportunity.Procedure.OTHER,
}
PROCEDURE_WORDS = (
    ("call-off", Opportunity.Procedure.FRAMEWORK),
    ("quotation", Opportunity.Procedure.QUOTATION),
    ("other", Opportunity.Procedure.OTHER),
)
PROCUREMENT_ACT = "2023/54"
UK_NOTICE = re.compile(r"UK\d{1,2}")
MOST_NOTICES = 50


@dataclass(frozen=True)
class FoundNotice:
    url: str
    notice_type: str = ""
    identifier: str = ""


@dataclass
class Reading:
    """One release, read. `fields` maps a group of columns to their values."""

    ocid: str
    release_id: str
    released_at: datetime
    stage: Stage
    buyers: list[Party]
    fields: dict[str, Columns] = field(default_factory=dict)
    lots: list[FoundLot] = field(default_factory=list)
    awards: list[FoundAward] = field(default_factory=list)
    notices: list[FoundNotice] = field(default_factory=list)
    cpv_labels: dict[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def has_title(self) -> bool:
        return bool(self.fields.keys() & {"title_en", "title_cy"})


def read(release: Release) -> Reading:
    """Raises `Refused` where the release as a whole makes no sense."""
    tender = release.tender or Tender()
    values = Values(language=texts.language(release))
    values.currency = values.currency_of(tender.value)
    reading = Reading(
        ocid=release.ocid,
        release_id=release.id,
        released_at=_released_at(release),
        stage=stage(release),
        buyers=parties.buyers(release, values),
        remarks=values.remarks,
    )
    areas = _areas(tender, values)
    _plain(reading, texts.of(release, values))
    _plain(reading, _classified(tender, reading, values))
    _plain(reading, _procedure(tender, reading))
    _plain(reading, {"area_codes": list(dict.fromkeys(code for codes in areas.values() for code in codes))})
    _dates(reading, release, tender, values)
    _plain(reading, terms.read(release, values))
    _contract(reading, release, values)
    _value(reading, tender, values)
    reading.lots = lots(release, areas, values)
    reading.awards = awards(release, values)
    reading.notices = list(_notices(release, values))
    return reading


def _released_at(release: Release) -> datetime:
    try:
        moment = read_moment(release.date)
    except (ValueError, OverflowError):
        raise Refused("$.date", "no date") from None
    if moment.year not in YEARS:
        raise Refused("$.date", f"the year {moment.year} is not plausible")
    return moment


def _plain(reading: Reading, columns: Columns) -> None:
    """Columns that stand for themselves. What the release does not say is no column."""
    for name, value in columns.items():
        if value not in (None, "", []):
            reading.fields[name] = {name: value}


def _classified(tender: Tender, reading: Reading, values: Values) -> Columns:
    for path, each in _classifications(tender):
        if (each.scheme or "CPV").upper() == "CPV" and each.id is not None:
            if code := cpv_code(str(each.id)):
                reading.cpv_labels.setdefault(code, values.line(f"{path}.description", each.description, 250))
            else:
                values.leave_out(f"{path}.id", "no CPV code")
    codes = list(reading.cpv_labels)
    if codes:
        reading.fields["category"] = {"category_id": category_for(codes).slug}
    known = tender.mainProcurementCategory in Opportunity.MainCategory.values
    return {
        "cpv_codes": codes,
        "main_category": tender.mainProcurementCategory if known else None,
    }


def _classifications(tender: Tender) -> Iterator[tuple[str, Classification]]:
    if tender.classification:
        yield "$.tender.classification", tender.classification
    for n, each in enumerate(tender.additionalClassifications or ()):
        yield f"$.tender.additionalClassifications[{n}]", each
    for m, item in enumerate(tender.items or ()):
        if item.classification:
            yield f"$.tender.items[{m}].classification", item.classification
        for n, each in enumerate(item.additionalClassifications or ()):
            yield f"$.tender.items[{m}].additionalClassifications[{n}]", each


def _areas(tender: Tender, values: Values) -> dict[str, list[str]]:
    """The areas of each lot; under the empty name those of what belongs to none."""
    areas: dict[str, list[str]] = {}
    unknown: dict[str, str] = {}
    for n, item in enumerate(tender.items or ()):
        of_lot = areas.setdefault("" if item.relatedLot is None else str(item.relatedLot), [])
        for address in _addresses(item):
            written = address.region or address.countryName or address.country
            codes = areas_for_region_code(written[:100]) if written else ()
            of_lot += [code for code in codes if code not in of_lot]
            if written and not codes:
                unknown.setdefault(written[:100], f"$.tender.items[{n}].deliveryAddresses")
    if unknown:
        names = values.line("", ", ".join(unknown), 300)
        values.leave_out(next(iter(unknown.values())), f"not among our areas: {names}")
    return areas


def _addresses(item: Item) -> list[Address]:
    return [*filter(None, [item.deliveryAddress]), *(item.deliveryAddresses or ())]


def _procedure(tender: Tender, reading: Reading) -> Columns:
    details = (tender.procurementMethodDetails or "").lower()[:300]
    by_word = next((procedure for word, procedure in PROCEDURE_WORDS if word in details), None)
    under_act = tender.legalBasis is not None and tender.legalBasis.id == PROCUREMENT_ACT
    return {
        "procedure": by_word or PROCEDURES.get(tender.procurementMethod or ""),
        "light_touch": True if "lightTouch" in (tender.specialRegime or ()) else None,
        "regime": reading.buyers[0].regime if under_act and reading.buyers else None,
    }


def _dates(reading: Reading, release: Release, tender: Tender, values: Values) -> None:
    """While it is planned every date is an estimate; from then on there is one exact deadline."""
    closing = tender.tenderPeriod.endDate if tender.tenderPeriod else None
    if reading.stage == Stage.PLANNED:
        announced = tender.communication.futureNoticeDate if tender.communication else None
        _window(reading, "tender_start", [values.day("$.tender.communication.futureNoticeDate", announced)])
        _window(reading, "tender_close", [values.day("$.tender.tenderPeriod.endDate", closing)])
    else:
        _plain(reading, {"submissions_close_at": values.moment("$.tender.tenderPeriod.endDate", closing, LAST_SECOND)})
        _plain(reading, {"tender_opened_on": _opened_on(release, values)})
    if tender.awardPeriod and reading.stage in (Stage.PLANNED, Stage.TENDERING):
        _window(reading, "award", [values.day("$.tender.awardPeriod.endDate", tender.awardPeriod.endDate)])


def _opened_on(release: Release, values: Values) -> date | None:
    """The day of the tender notice: its own date, or that of the release that is the notice."""
    tender = release.tender or Tender()
    notices = [each for each in tender.documents or () if each.noticeType == "UK4"]
    given = next((each.datePublished for each in notices if each.datePublished), None) or tender.datePublished
    if given or "tender" in release.tag:
        return values.day("$.tender.datePublished", given or release.date)
    return None


def _value(reading: Reading, tender: Tender, values: Values) -> None:
    net, gross = values.amounts("$.tender.value", tender.value)
    if net is not None or gross is not None:
        amounts = {"value_amount": net, "value_gross": gross}
        reading.fields["value"] = amounts | {"value_band": "", "currency": values.currency}


def _window(reading: Reading, name: str, days: Sequence[date | None]) -> None:
    if known := [day for day in days if day]:
        reading.fields[name] = {f"{name}_earliest": min(known), f"{name}_latest": max(known), f"{name}_confidence": ""}


def _contract(reading: Reading, release: Release, values: Values) -> None:
    """When the contract begins and how long it runs: what its lots say, or else tender, awards or contracts."""
    periods = next(filter(None, _periods(release)), [])
    starts = [values.day(f"{path}.startDate", period.startDate) for path, period in periods]
    months = [values.months(path, period) for path, period in periods]
    beyond = [values.months_beyond(path, period) for path, period in periods]
    _window(reading, "contract_start", starts)
    _plain(
        reading,
        {
            "contract_months": max(filter(None, months), default=None),
            "extension_months": max(filter(None, beyond), default=None),
        },
    )


def _periods(release: Release) -> Iterator[list[tuple[str, Period]]]:
    tender = release.tender or Tender()
    places: list[tuple[str, Sequence[Lot | Award] | None]] = [("tender.lots", tender.lots), ("awards", release.awards)]
    for place, parts in places:
        found = [(f"$.{place}[{n}].contractPeriod", each.contractPeriod) for n, each in enumerate(parts or ())]
        yield [(path, period) for path, period in found if period]
        if place == "tender.lots" and tender.contractPeriod:
            yield [("$.tender.contractPeriod", tender.contractPeriod)]
    found = [(f"$.contracts[{n}].period", each.period) for n, each in enumerate(release.contracts or ())]
    yield [(path, period) for path, period in found if period]


def _notices(release: Release, values: Values) -> Iterator[FoundNotice]:
    """Where the statutory notices stand. Other documents are reached through them."""
    seen = set()
    for path, document in _documents(release):
        is_uk_notice = UK_NOTICE.fullmatch(document.noticeType or "") is not None
        if not is_uk_notice and not (document.documentType or "").endswith("Notice"):
            continue
        url = values.url(f"{path}.url", document.url)
        if url and url not in seen and len(seen) < MOST_NOTICES:
            seen.add(url)
            identifier = values.line(f"{path}.id", str(document.id or ""), 120) if is_uk_notice else ""
            yield FoundNotice(url, (document.noticeType or "") if is_uk_notice else "", identifier)


def _documents(release: Release) -> Iterator[tuple[str, Document]]:
    places: list[tuple[str, Planning | Tender | Award | None]] = [
        ("$.planning", release.planning),
        ("$.tender", release.tender),
    ]
    places += [(f"$.awards[{n}]", award) for n, award in enumerate(release.awards or ())]
    for path, place in places:
        for n, document in enumerate((place and place.documents) or ()):
            yield f"{path}.documents[{n}]", document
