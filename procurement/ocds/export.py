"""One release in OCDS 1.1.5 with the UK extension, from what the public is told.

An opportunity keeps one OCID for life. Its main text is in the release's `language`; the other language stands beside
it, as OCDS writes it: `title` and `title_cy`. What has no home in the standard is in the object `portal`
(`procurement.ocds.local`).
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from procurement.models import Award as AwardRow
from procurement.models import AwardCriterion, Opportunity, Reserved, Stage, ValueBand
from procurement.ocds import local, terms
from procurement.ocds.dates import day_end, day_start, months_later
from procurement.snapshot import AwardSnapshot, Body, Criterion, LotSnapshot, Notice, Snapshot

Json = dict[str, Any]

STATUS = {
    Stage.PLANNED: "planned",
    Stage.TENDERING: "active",
    Stage.AWARDED: "complete",
    Stage.WITHDRAWN: "withdrawn",
    Stage.CANCELLED: "cancelled",
}
METHODS = {
    Opportunity.Procedure.OPEN: ("open", "Open procedure"),
    Opportunity.Procedure.FLEXIBLE: ("selective", "Competitive flexible procedure"),
    Opportunity.Procedure.FRAMEWORK: ("selective", "Call-off from a framework"),
    Opportunity.Procedure.DIRECT: ("direct", "Direct award"),
    Opportunity.Procedure.QUOTATION: ("limited", "Below threshold - quotations"),
}
RESERVED = {
    Reserved.SUPPORTED_EMPLOYMENT: "shelteredWorkshop",
    Reserved.PUBLIC_SERVICE_MUTUAL: "publicServiceMissionOrganization",
}
CRITERIA = {AwardCriterion.Kind.PRICE: "price", AwardCriterion.Kind.COST: "cost"}
AWARD_STATUS = {
    AwardRow.Outcome.AWARDED: "active",
    AwardRow.Outcome.NOT_AWARDED: "unsuccessful",
    AwardRow.Outcome.CANCELLED: "cancelled",
}
DOCUMENT_TYPES = {
    "UK1": "plannedProcurementNotice",
    "UK2": "marketEngagementNotice",
    "UK3": "plannedProcurementNotice",
    "UK4": "tenderNotice",
    "UK5": "awardNotice",
    "UK6": "awardNotice",
    "UK7": "contractNotice",
}
PLANNING_NOTICES = {"UK1", "UK2", "UK3"}
OCID = re.compile(r"ocds-[a-z0-9]{6}-\S+")
STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
URI_CHARACTERS = "%/:?@!$&'()*+,;=~"
PARTS = (dict, list)
UNDER_PROCUREMENT_ACT = {"wales", "england", "northern-ireland"}
PROCUREMENT_ACT = {
    "id": "2023/54",
    "scheme": "UKPGA",
    "uri": "https://www.legislation.gov.uk/ukpga/2023/54/contents",
}


def release(said: Snapshot, *, before: Snapshot | None, release_id: str, published_at: datetime) -> Json:
    """The OCDS release that says what `said` says. `before` is what was said last, None the first time."""
    language = "en" if said.title_en else "cy"
    planning, tender = _documents(said.notices)
    return without_empty(
        {
            "ocid": said.ocid,
            "id": release_id,
            "date": published_at.isoformat(),
            "tag": [tag(said, before)],
            "initiationType": "tender",
            "language": language,
            "parties": _parties(said, language),
            "buyer": _reference(said.buyer, language),
            "planning": {"documents": planning, **terms.in_planning(said, language)},
            "tender": {**_tender(said, language), "documents": tender},
            "awards": _awards(said, before),
            "relatedProcesses": _related(said),
            local.FIELD: local.extension(said, before),
        }
    )


def tag(said: Snapshot, before: Snapshot | None) -> str:
    """What kind of release it is: the first of its stage, or an update."""
    entered = before is None or before.stage != said.stage
    if said.stage == Stage.TENDERING:
        is_new = entered and not (before and before.stage == Stage.AWARDED)  # else a result was taken back
        return "tender" if is_new else "tenderUpdate"
    if said.stage == Stage.AWARDED:
        return "award" if entered else "awardUpdate"
    if said.stage == Stage.CANCELLED:
        return "tenderCancellation" if entered else "tenderUpdate"
    return "planning" if before is None else "planningUpdate"


def party_id(body: Body) -> str:
    """The first number a register gave it, as org-id.guide writes it, or else its address here."""
    return "-".join(body.identifiers[0]) if body.identifiers else f"portal-{body.slug}"


def _tender(said: Snapshot, language: str) -> Json:
    method, details = (
        METHODS.get(Opportunity.Procedure(said.procedure), (None, None)) if said.procedure else (None, None)
    )
    least, most = _value_limits(said)
    return {
        "id": said.reference,
        **text("title", said, language),
        **text("description", said, language),
        "status": _status(said),
        "legalBasis": PROCUREMENT_ACT if said.regime in UNDER_PROCUREMENT_ACT else None,
        "value": most,
        "minValue": least,
        "procurementMethod": method,
        "procurementMethodDetails": details,
        "mainProcurementCategory": said.main_category,
        "specialRegime": ["lightTouch"] if said.light_touch else None,
        "tenderPeriod": {"startDate": day_start(said.tender_opened_on), "endDate": _moment(said.submissions_close_at)},
        "awardPeriod": {"endDate": day_end(said.award.latest)},
        "communication": {"futureNoticeDate": day_end(said.tender_start.latest)},
        "items": [_item(said, lot) for lot in said.lots],
        "lots": [_lot(said, lot, language) for lot in said.lots],
        **terms.in_tender(said, language),
    }


def _status(said: Snapshot) -> str:
    nobody_won = said.awards and all(award.outcome != AwardRow.Outcome.AWARDED for award in said.awards)
    if said.stage == Stage.AWARDED and nobody_won:
        return "unsuccessful"
    return STATUS[Stage(said.stage)]


def _value_limits(said: Snapshot) -> tuple[Json | None, Json | None]:
    """A band is a least and a most; a value is the most there is to spend."""
    if not said.value_band:
        return None, _value(said.value_amount, said.value_gross, said.currency)
    low, high = ValueBand(said.value_band).limits
    return _value(low, None, said.currency), _value(high, None, said.currency)


def _item(said: Snapshot, lot: LotSnapshot) -> Json:
    """What is bought, and where: once for each lot, as Find a Tender does it."""
    return {
        "id": str(lot.number),
        "relatedLot": str(lot.number),
        "additionalClassifications": [
            {"scheme": "CPV", "id": code} for code in dict.fromkeys(lot.cpv_codes or said.cpv_codes)
        ],
        "deliveryAddresses": local.addresses(lot.area_codes or said.area_codes),
    }


def _lot(said: Snapshot, lot: LotSnapshot, language: str) -> Json:
    return {
        "id": str(lot.number),
        **text("title", lot, language),
        **text("description", lot, language),
        "status": _lot_status(said, lot),
        "value": _value(lot.value_amount, lot.value_gross, said.currency),
        "suitability": {"sme": lot.sme_suitable, "vcse": lot.vcse_suitable},
        "otherRequirements": {"reservedParticipation": [RESERVED[Reserved(lot.reserved)]]}
        if lot.reserved != Reserved.NONE
        else None,
        "awardCriteria": {"criteria": [_criterion(each, language) for each in dict.fromkeys(lot.criteria)]},
        "contractPeriod": _contract_period(said),
    }


def _lot_status(said: Snapshot, lot: LotSnapshot) -> str:
    outcomes = {award.outcome for award in said.awards if award.lot == lot.number}
    if outcomes == {AwardRow.Outcome.NOT_AWARDED}:
        return "unsuccessful"
    if outcomes == {AwardRow.Outcome.CANCELLED}:
        return "cancelled"
    return STATUS[Stage(said.stage)]


def _criterion(criterion: Criterion, language: str) -> Json:
    kind = AwardCriterion.Kind(criterion.kind)
    weight = None if criterion.weight is None else [{"number": _number(criterion.weight), "weight": "percentageExact"}]
    social = kind == AwardCriterion.Kind.SOCIAL_VALUE and not (criterion.name_en or criterion.name_cy)
    named = Criterion(kind, "Social value", "Gwerth cymdeithasol") if social else criterion
    return {"type": CRITERIA.get(kind, "quality"), **text("name", named, language), "numbers": weight}


def _contract_period(said: Snapshot) -> Json:
    """The latest start, and where that is known with the length, the end and the furthest end."""
    start, months = said.contract_start.latest, said.contract_months
    end = furthest = None
    if start and months:
        end = months_later(start, months)
        furthest = months_later(start, months + said.extension_months) if said.extension_months else None
    return {
        "startDate": day_start(start),
        "endDate": day_end(end),
        "maxExtentDate": day_end(furthest),
        "durationInMonths": months,
    }


def _awards(said: Snapshot, before: Snapshot | None) -> list[Json]:
    """Those that count, and as cancelled those that were said before: whoever merges releases would keep them."""
    now = [_award(award, position) for position, award in enumerate(said.awards, start=1)]
    earlier = [_award_id(award, position) for position, award in enumerate(before.awards if before else (), start=1)]
    gone = set(earlier) - {award["id"] for award in now}
    return [*now, *({"id": award_id, "status": "cancelled"} for award_id in sorted(gone))]


def _award_id(award: AwardSnapshot, position: int) -> str:
    """The winner is part of it: an award that is corrected to another supplier is another award."""
    if award.source_id or not award.supplier_name:
        return award.source_id or str(position)
    return f"{position}-{_supplier_id(award)}"


def _award(award: AwardSnapshot, position: int) -> Json:
    return {
        "id": _award_id(award, position),
        "status": AWARD_STATUS[AwardRow.Outcome(award.outcome)],
        "date": day_start(award.awarded_on),
        "value": _value(award.value_amount, None, award.currency),
        "suppliers": [{"id": _supplier_id(award), "name": award.supplier_name}] if award.supplier_name else None,
        "relatedLots": [str(award.lot)] if award.lot else None,
        "contractPeriod": {"startDate": day_start(award.starts_on), "endDate": day_end(award.ends_on)},
    }


def _supplier_id(award: AwardSnapshot) -> str:
    """The same supplier has the same id in every release, whether or not a register knows it."""
    if award.supplier_identifiers:
        return "-".join(award.supplier_identifiers[0])
    return f"supplier-{hashlib.sha256(award.supplier_name.encode()).hexdigest()[:12]}"


def _parties(said: Snapshot, language: str) -> list[Json]:
    contact = {"name": said.contact_name, "email": said.contact_email}
    parties = [_buyer(said.buyer, language) | {"contactPoint": contact}]
    parties += [_buyer(body, language) for body in said.joint_buyers]
    for award in said.awards:
        if award.supplier_name:
            numbers = _numbers(award.supplier_identifiers)
            parties.append(
                {
                    "id": _supplier_id(award),
                    "name": award.supplier_name,
                    "roles": ["supplier"],
                    "address": {"streetAddress": award.supplier_address},
                    "details": {"vcse": True if award.is_social_enterprise else None},
                    **numbers,
                }
            )
    merged: dict[str, Json] = {}
    for party in parties:
        known = merged.setdefault(party["id"], party)
        known["roles"] = list(dict.fromkeys([*known["roles"], *party["roles"]]))
    return list(merged.values())


def _buyer(body: Body, language: str) -> Json:
    return {
        "id": party_id(body),
        **_body_name(body, language),
        "roles": ["buyer"],
        **_numbers(body.identifiers),
    }


def _numbers(identifiers: Iterable[tuple[str, str]]) -> Json:
    numbers = [{"scheme": scheme, "id": value} for scheme, value in identifiers]
    return {"identifier": next(iter(numbers), None), "additionalIdentifiers": numbers[1:]}


def _body_name(body: Body, language: str) -> Json:
    """An organisation that has one name bears it in both languages."""
    names = {"en": body.name_en, "cy": body.name_cy}
    other = "cy" if language == "en" else "en"
    return {"name": names[language] or names[other], f"name_{other}": names[other] if names[language] else None}


def _reference(body: Body, language: str) -> Json:
    return {"id": party_id(body), "name": _body_name(body, language)["name"]}


def _documents(notices: Iterable[Notice]) -> tuple[list[Json], list[Json]]:
    """The statutory notices: those of the planning, and the others."""
    planning, tender = [], []
    for position, notice in enumerate(notices, start=1):
        document = {
            "id": f"notice-{position}",
            "documentType": DOCUMENT_TYPES.get(notice.notice_type),
            "noticeType": notice.notice_type,
            "description": notice.identifier,
            "url": _uri(notice.url),
            "format": "text/html",
        }
        (planning if notice.notice_type in PLANNING_NOTICES else tender).append(document)
    return planning, tender


def _related(said: Snapshot) -> list[Json]:
    """The contracting processes of other systems that are this opportunity, where their OCID is known."""
    others = [notice for notice in said.notices if OCID.fullmatch(notice.identifier) and notice.identifier != said.ocid]
    return [
        {
            "id": str(position),
            "relationship": ["planning"],
            "scheme": "ocid",
            "identifier": notice.identifier,
            "uri": _uri(notice.url),
        }
        for position, notice in enumerate(others, start=1)
    ]


def text(name: str, said: Any, language: str) -> Json:
    other = "cy" if language == "en" else "en"
    return {name: getattr(said, f"{name}_{language}"), f"{name}_{other}": getattr(said, f"{name}_{other}")}


def _value(amount: Decimal | None, gross: Decimal | None, currency: str) -> Json | None:
    if amount is None and gross is None:
        return None
    return {"amount": _number(amount), "amountGross": _number(gross), "currency": currency}


def _number(value: Decimal | None) -> int | float | None:
    """As JSON has it. No amount has more than fourteen digits, so a float says it exactly."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _uri(address: str) -> str:
    """An address as RFC 3986 wants it: what browsers forgive is escaped."""
    parts = urlsplit(STRAY_PERCENT.sub("%25", address))
    return urlunsplit(quote(part, safe=URI_CHARACTERS) for part in parts)


def without_empty(value: Any) -> Any:
    """What is not known is left out: no nulls, no empty texts, lists or objects. False and 0 are known."""
    if isinstance(value, list):
        return [without_empty(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for key, each in value.items():
        found = without_empty(each) if isinstance(each, PARTS) else each
        if found or found == 0:
            kept[key] = found
    return kept
