"""What a contract asks of bidders, in OCDS: where the standard has a place for it, and all of it in our extension."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from procurement.models import ClosedList
from procurement.models.terms import IN_POUNDS, TERMS, YES_OR_NO, Terms
from procurement.ocds.source import Planning, Release, Techniques, Tender
from procurement.ocds.values import Values
from procurement.snapshot import Snapshot

Json = dict[str, Any]
LARGEST_NUMBER = 32_767
FIELDS = {field.name: field for field in Terms._meta.local_fields}
WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
COUNT = rf"(?P<count>\d{{1,2}}|{'|'.join(WORDS)})(?: ?\(\d{{1,2}}\))?"
EXTENSION = re.compile(
    rf"(?:(?P<times>\d{{1,2}}) ?x ?)?{COUNT}[ -]?(?P<unit>month|year)(?:s|ly)?\b", re.IGNORECASE
)  # "2 x 12 months", "up to 24 months", "a further two years"
INCREMENTS = re.compile(r"\bin (?:up to )?[^.]*?(?:increments|intervals|extensions|periods)\b.*", re.IGNORECASE)
SEVERAL = re.compile(r"\b(?:periods|each|every|initial)\b", re.IGNORECASE)
LONGEST_EXTENSION = 240


def name(column: str) -> str:
    """`payment_days` is `paymentDays`."""
    first, *rest = column.split("_")
    return first + "".join(part.capitalize() for part in rest)


# ---------------------------------------------------------------------------------------------------------- writing


def in_extension(said: Snapshot) -> Json:
    """Every term that is known, under its own name."""
    return {name(column): _written(column, getattr(said, column)) for column in TERMS}


def _written(column: str, value: Any) -> Any:
    if value is None or value == "":
        return None
    return float(value) if column in IN_POUNDS else value


def in_planning(said: Snapshot, language: str) -> Json:
    return _reason("noEngagementNoticeRationale", "no_engagement_notice_reason", said, language)


def in_tender(said: Snapshot, language: str) -> Json:
    """What the UK extension and the profile it builds on have names for."""
    policy = {True: "required", False: "notAllowed"}.get(said.electronic_tender)  # type: ignore[arg-type]
    languages = None if said.welsh_bids is None else ["en", "cy"] if said.welsh_bids else ["en"]
    return {
        "lotDetails": _reason("noLotsDivisionRationale", "no_lots_reason", said, language),
        "submissionTerms": {"electronicSubmissionPolicy": policy, "languages": languages},
        "techniques": _techniques(said),
        "hasRenewal": None if said.extension_months is None else said.extension_months > 0,
    }


def _techniques(said: Snapshot) -> Json:
    kind = said.framework_kind
    if kind not in (ClosedList.CLOSED, ClosedList.OPEN):
        known = {ClosedList.NONE: False, ClosedList.DYNAMIC_MARKET: True}
        market = known[ClosedList(kind)] if kind else None
        return {"hasDynamicPurchasingSystem": market, "hasFrameworkAgreement": False if kind else None}
    agreement = {
        "isOpenFrameworkScheme": kind == ClosedList.OPEN,
        "period": {"durationInMonths": said.framework_months} if said.framework_months else None,
    }
    return {"hasFrameworkAgreement": True, "frameworkAgreement": agreement}


def _reason(field: str, column: str, said: Snapshot, language: str) -> Json:
    other = "cy" if language == "en" else "en"
    return {field: getattr(said, f"{column}_{language}"), f"{field}_{other}": getattr(said, f"{column}_{other}")}


# ---------------------------------------------------------------------------------------------------------- reading


def read(release: Release, values: Values) -> dict[str, Any]:
    """The terms that a release speaks of: those of our extension, or else what other fields say."""
    tender, planning = release.tender or Tender(), release.planning or Planning()
    found: dict[str, Any] = {
        **_reasons(planning, tender, values),
        "electronic_tender": _electronic(tender),
        "welsh_bids": _welsh(tender),
        "selection_stage": {"open": False, "selective": True}.get(tender.procurementMethod or ""),
        "framework_kind": _framework(tender.techniques),
        "framework_months": _framework_months(tender.techniques),
        "extension_months": _extension(tender),
    }
    own = dict(_own(release, values))
    return {column: value for column, value in {**found, **own}.items() if value not in (None, "")}


def _own(release: Release, values: Values) -> Iterator[tuple[str, Any]]:
    """What another portal like this one says in the extension; what does not fit is left out."""
    given = (release.portal and release.portal.terms) or {}
    for column in TERMS:
        value = given.get(name(column))
        if value is not None:
            fitting = _fitting(column, value)
            if fitting is None:
                values.leave_out(f"$.portal.terms.{name(column)}", "no such value")
            else:
                yield column, fitting


def _fitting(column: str, value: Any) -> Any:
    field = FIELDS[column]
    if column in YES_OR_NO:
        return value if isinstance(value, bool) else None
    if column in IN_POUNDS:
        is_amount = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 10**12
        return Decimal(str(value)).quantize(Decimal("0.01")) if is_amount else None
    if isinstance(value, str):
        if field.choices:
            return value if value in dict(field.flatchoices) else None
        return value[: field.max_length] if field.max_length else None
    is_number = isinstance(value, int) and not isinstance(value, bool) and not field.choices and not field.max_length
    most = 100 if column == "results_percent" else LARGEST_NUMBER
    return value if is_number and 0 <= value <= most else None


def _reasons(planning: Planning, tender: Tender, values: Values) -> dict[str, str]:
    lots = tender.lotDetails.noLotsDivisionRationale if tender.lotDetails else None
    return {
        f"no_lots_reason_{values.language}": values.text("$.tender.lotDetails", lots)[:2_000],
        f"no_engagement_notice_reason_{values.language}": values.text(
            "$.planning.noEngagementNoticeRationale", planning.noEngagementNoticeRationale
        )[:2_000],
    }


def _electronic(tender: Tender) -> bool | None:
    policy = tender.submissionTerms.electronicSubmissionPolicy if tender.submissionTerms else None
    if policy in ("required", "allowed"):
        return True
    if policy == "notAllowed":
        return False
    return True if "electronicSubmission" in (tender.submissionMethod or ()) else None


def _welsh(tender: Tender) -> bool | None:
    languages = tender.submissionTerms.languages if tender.submissionTerms else None
    return "cy" in languages if languages else None


def _framework(techniques: Techniques | None) -> str | None:
    """A framework that is not said to be open is closed: those under the old rules are."""
    if techniques is None:
        return None
    if techniques.hasDynamicPurchasingSystem:
        return ClosedList.DYNAMIC_MARKET
    if techniques.hasFrameworkAgreement:
        agreement = techniques.frameworkAgreement
        is_open = agreement is not None and (agreement.isOpenFrameworkScheme or agreement.type == "open")
        return ClosedList.OPEN if is_open else ClosedList.CLOSED
    return ClosedList.NONE if techniques.hasFrameworkAgreement is False else None


def _framework_months(techniques: Techniques | None) -> int | None:
    agreement = techniques.frameworkAgreement if techniques else None
    months = agreement.period.durationInMonths if agreement and agreement.period else None
    is_sound = months is not None and months.is_finite() and 0 <= months <= LARGEST_NUMBER
    return round(months) if months is not None and is_sound else None


def _extension(tender: Tender) -> int | None:
    """None of the lots can be extended, or what they say in words of how far. The dates, where given, come first."""
    parts = [*(tender.lots or ()), tender]
    given = [each.hasRenewal for each in parts if each.hasRenewal is not None]
    if given and not any(given):
        return 0
    told = [months for each in parts if each.renewal and (months := extension_in_words(each.renewal.description or ""))]
    return max(told, default=None)


def extension_in_words(text: str) -> int | None:
    """How many months "2 x 12 months" or "up to 24 months" are; None where the words leave a choice."""
    found = list(EXTENSION.finditer(INCREMENTS.sub("", text[:300])))
    if len(found) != 1 or (SEVERAL.search(text) and not found[0]["times"]):
        return None
    months = _months(found[0])
    return months if 0 < months <= LONGEST_EXTENSION else None


def _months(found: re.Match[str]) -> int:
    count = found["count"].lower()
    number = WORDS.index(count) + 1 if count in WORDS else int(count)
    return number * (12 if found["unit"].lower() == "year" else 1) * int(found["times"] or 1)
