"""What a line of a plan says of an opportunity, as columns to fill. What is unclear is left out, and named."""

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from collab_portal.reference.areas import areas_for_region_code
from collab_portal.reference.categories import OTHER, category_for
from collab_portal.reference.cpv import cpv_code
from collab_portal.sheets.mapping import plain
from collab_portal.text import language_of
from enterprises.imports.kinds import in_words
from enterprises.imports.stub import ROLES
from procurement.models import Confidence, Opportunity, ValueBand
from procurement.plans.dates import Span
from procurement.plans.money import Money
from procurement.plans.reading import Line

Columns = dict[str, Any]
Said = dict[str, Columns]
A_QUARTER = timedelta(days=92)
LONGEST_DESCRIPTION = 10_000
WINDOWS = {"tender": "tender_start", "tender_end": "tender_close", "start": "contract_start"}
VALUE = ("value_amount", "value_gross", "value_band")
WORKS, GOODS, SERVICES = (
    Opportunity.MainCategory.WORKS,
    Opportunity.MainCategory.GOODS,
    Opportunity.MainCategory.SERVICES,
)
SORTS = {
    "works": WORKS, "construction works": WORKS, "gwaith": WORKS, "goods": GOODS, "supplies": GOODS, "supply": GOODS,
    "nwyddau": GOODS, "services": SERVICES, "service": SERVICES, "gwasanaethau": SERVICES,
}  # fmt: skip


def of(line: Line, *, known_cpv: frozenset[str]) -> Said:
    """By field, what goes into its columns. A blank cell says nothing, and erases nothing."""
    said = _texts(line) | _value(line.whole_value)
    for key, name in WINDOWS.items():
        if span := line.spans.get(key):
            said[name] = _window(name, span)
    if line.months:
        said["contract_months"] = {"contract_months": line.months}
    if line.term and line.term.extension_months:
        said["extension_months"] = {"extension_months": line.term.extension_months}
    return said | _kind(line, known_cpv) | _areas(line) | _contact(line)


def packed(said: Mapping[str, Columns]) -> Said:
    """Ready for JSON, and the same for the same."""
    return msgspec.to_builtins(dict(said))


def _texts(line: Line) -> Said:
    said: Said = {}
    for name in ("title", "description"):
        text, welsh = line.texts[name], line.texts[f"{name}_cy"]
        if name == "description" and max(len(text), len(welsh)) > LONGEST_DESCRIPTION:
            line.leave_out("description", _("It is too long. Its beginning is kept."))
        language = "en" if welsh else language_of(text)
        columns = {f"{name}_{language}": text, f"{name}_cy": welsh} if welsh else {f"{name}_{language}": text}
        said |= {column: {column: value[:LONGEST_DESCRIPTION]} for column, value in columns.items() if value}
    return said


def _value(value: Money | None) -> Said:
    """A range within one of our bands is that band; of a wider one the upper end counts, as for the thresholds."""
    if value is None or not value.high:
        return {}
    columns: Columns = dict.fromkeys(VALUE) | {"value_band": ""}
    band = next((band for band in ValueBand if value.is_range and _holds(band, value)), None)
    columns |= {"value_band": band.value} if band else {"value_amount": value.high.quantize(Decimal("0.01"))}
    return {"value": columns}


def _holds(band: ValueBand, value: Money) -> bool:
    low, high = band.limits
    return low <= value.low and (high is None or value.high <= high)


def _window(name: str, span: Span) -> Columns:
    """A quarter or less is likely; what spans more is an early idea."""
    confidence = Confidence.LIKELY if span.latest - span.earliest <= A_QUARTER else Confidence.IDEA
    return {
        f"{name}_earliest": span.earliest, f"{name}_latest": span.latest, f"{name}_confidence": confidence.value
    }  # fmt: skip


def cpv_codes(line: Line) -> list[str]:
    """The codes that it may mean, known or not."""
    found = re.findall(r"\d{8}(?:-\d)?", line.texts["cpv"])
    return list(dict.fromkeys(code for each in found if (code := cpv_code(each))))


def _kind(line: Line, known_cpv: frozenset[str]) -> Said:
    said: Said = {}
    codes = cpv_codes(line)
    known = [code for code in codes if code in known_cpv]
    if known:
        said["cpv_codes"] = {"cpv_codes": known}
    if line.texts["cpv"] and len(known) < max(len(codes), 1):
        line.leave_out("cpv", _("We do not know this CPV code. One looks like 90911200."))
    text = line.texts["category"]
    words = in_words(text)
    if sort := SORTS.get(plain(text)):
        said["main_category"] = {"main_category": sort.value}
    by_code = category_for(known).slug if known else OTHER
    if slug := words[0] if len(words) == 1 else "" if by_code == OTHER else by_code:
        said["category"] = {"category_id": slug}
    return said


def _areas(line: Line) -> Said:
    text = line.texts["areas"]
    found = areas_for_region_code(text)
    if not found:
        parts = [part.strip() for part in re.split(r"[;,|/\n]|\band\b|\ba\b|\bac\b|&", text) if part.strip()]
        found = tuple(dict.fromkeys(code for part in parts for code in areas_for_region_code(part)))
    if text and not found:
        line.leave_out("areas", _("We do not know a place of this name. Your own council’s area is used."))
    return {"area_codes": {"area_codes": list(found)}} if found else {}


def _contact(line: Line) -> Said:
    text = line.texts["contact"].lower()
    if not text:
        return {}
    try:
        validate_email(text)
    except ValidationError:
        line.leave_out("contact", _("This is not an e-mail address. One looks like info@example.org."))
        return {}
    if not ROLES.fullmatch(text):
        line.leave_out(
            "contact", _("This may be the address of a person. Only role mailboxes, such as info@, are taken.")
        )
        return {}
    return {"contact_email": {"contact_email": text}}
