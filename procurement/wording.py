"""How a field of an opportunity is called, and how its values read, for the change log, the alerts and the forms."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.categories import all_categories
from collab_portal.reference.models import CpvCode
from collab_portal.templatetags.words import money, paired, window
from procurement.models import (
    Award,
    AwardCriterion,
    ClosedList,
    Confidence,
    GroupBids,
    Opportunity,
    Reporting,
    Reserved,
    ShortWindow,
    Stage,
    ValueBand,
)
from procurement.models.terms import IN_DAYS, IN_MONTHS, IN_POUNDS, YES_OR_NO
from procurement.snapshot import AwardSnapshot, Criterion, Window

LABELS: dict[str, str | Promise] = {
    "stage": _("Stage"),
    "title_en": _("Title in English"),
    "title_cy": _("Title in Welsh"),
    "description_en": _("Description in English"),
    "description_cy": _("Description in Welsh"),
    "buyer": _("Public body"),
    "joint_buyers": _("Bought together with"),
    "main_category": _("Services, goods or works"),
    "category": _("Category"),
    "cpv_codes": _("CPV codes"),
    "area_codes": _("Where the work is"),
    "value_amount": _("Value without VAT"),
    "value_gross": _("Value with VAT"),
    "value_band": _("Value, as a range"),
    "currency": _("Currency"),
    "tender_start": _("Start of the tender"),
    "tender_close": _("Close of the tender"),
    "award": _("Choice of the winner"),
    "contract_start": _("Start of the contract"),
    "contract_months": _("Length of the contract"),
    "extension_months": _("Possible extension"),
    "submissions_close_at": _("Deadline for bids"),
    "procedure": _("Procedure"),
    "regime": _("Procurement rules"),
    "light_touch": _("Light touch"),
    "contact_name": _("Contact"),
    "contact_email": _("Contact e-mail"),
    "follows": _("Follows on from"),
    "notices": _("Links to statutory notices"),
    "awards": _("Award"),
    "lots": _("Lots"),
    "sme_suitable": _("Suitable for small firms"),
    "vcse_suitable": _("Suitable for social enterprises"),
    "reserved": _("Reserved for"),
    "criteria": _("How bids will be judged"),
    "design_badge": _("“Checked for small providers” is shown"),
    "no_lots_reason_en": _("Why there is one lot, in English"),
    "no_lots_reason_cy": _("Why there is one lot, in Welsh"),
    "reservation_considered": _("Reserving it was considered"),
    "framework_kind": _("Framework or list"),
    "framework_months": _("How long the framework or list stays closed"),
    "market_engaged": _("Early talks with suppliers"),
    "engagement_notice": _("Notice of the early talks"),
    "no_engagement_notice_reason_en": _("Why there is no notice of the early talks, in English"),
    "no_engagement_notice_reason_cy": _("Why there is no notice of the early talks, in Welsh"),
    "selection_stage": _("A first stage that selects bidders"),
    "group_bids": _("Bids by groups"),
    "earlier_contract": _("An earlier contract with the public body is needed"),
    "named_standards": _("Certain qualifications or standards are named"),
    "or_equivalent": _("“Or equivalent” is accepted"),
    "experience_years": _("Years of experience needed"),
    "experience_examples": _("Examples of similar contracts needed"),
    "public_sector_only": _("Only public sector experience counts"),
    "insurance_before_award": _("Insurance is needed before the award"),
    "insurance_level": _("Highest insurance cover asked"),
    "turnover_required": _("Yearly turnover needed"),
    "audited_accounts": _("Audited accounts are asked of everybody"),
    "accounts_years": _("Years of accounts needed"),
    "new_bodies_alternative": _("New organisations may show something else"),
    "security_asked": _("A bond or guarantee is asked"),
    "security_declared": _("The bond or guarantee is announced before the tender"),
    "electronic_tender": _("Bids are sent electronically"),
    "all_documents": _("All documents are there from the first day"),
    "short_window": _("Reason for a shorter tender"),
    "bid_pages": _("Pages in a bid"),
    "bid_questions": _("Questions in a bid"),
    "welsh_bids": _("Bids in Welsh are welcome"),
    "feedback_promised": _("Every bidder is offered feedback"),
    "payment_days": _("Days until an invoice is paid"),
    "payment_flow_down": _("The supplier must pay its partners as fast"),
    "subcontractor_days": _("Days until subcontractors are paid"),
    "results_percent": _("Share paid by results"),
    "paid_in_arrears": _("Paid only after the work"),
    "upfront_payment": _("Some money is paid at the start"),
    "price_fixed_months": _("How long prices stay fixed"),
    "indexation": _("Prices rise with wages or prices"),
    "kpi_count": _("Number of performance indicators"),
    "reporting": _("How often the supplier reports"),
    "tupe_applies": _("Staff may transfer (TUPE)"),
    "workforce_data": _("Figures about these staff are published"),
    "design_checks": _("Other checks"),
}
CHOICES = {
    "stage": Stage,
    "main_category": Opportunity.MainCategory,
    "value_band": ValueBand,
    "procedure": Opportunity.Procedure,
    "regime": Organisation.Regime,
    "reserved": Reserved,
    "framework_kind": ClosedList,
    "group_bids": GroupBids,
    "short_window": ShortWindow,
    "reporting": Reporting,
}
NASAL = (5, 7, 8, 9, 10)  # Welsh numbers that change the year after them: 4 blynedd, 5 mlynedd
LONG = ("description_en", "description_cy")  # the change log says that they changed, not every word


@dataclass(frozen=True)
class Names:
    """What the numbers and codes inside values are called, as far as the database must be asked."""

    bodies: Mapping[int, Organisation] = field(default_factory=dict)
    cpv: Mapping[str, CpvCode] = field(default_factory=dict)
    currency: str = "GBP"


def names_in(fields_and_values: Iterable[tuple[str, Any]], *, currency: str = "GBP") -> Names:
    """Look up the bodies and CPV codes these values speak of: at most two queries."""
    wanted: dict[str, set] = {}
    for path, value in fields_and_values:
        wanted.setdefault(_name(path), set()).update(_codes(value))
    return Names(
        bodies=_rows(Organisation, wanted, "buyer", "joint_buyers"),
        cpv=_rows(CpvCode, wanted, "cpv_codes"),
        currency=currency,
    )


def label(path: str) -> str:
    """The field in words: `lots/2/value_amount` is “Lot 2: value without VAT”."""
    name = str(LABELS.get(_name(path), _name(path)))
    parts = path.split("/")
    if parts[0] != "lots" or len(parts) == 1:
        return name
    return gettext("Lot %(number)s: %(field)s") % {"number": parts[1], "field": small(name)}


def shown(path: str, value: Any, names: Names = Names()) -> str:
    """A value as the change log prints it; words where there is none."""
    name = _name(path)
    if value is None or value == "" or value == []:
        return gettext("not given")
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if name in FORMATS:
        return FORMATS[name](value, names)
    return str(value)


def small(text: str) -> str:
    """As it stands inside a sentence; CPV stays as it is."""
    return text[0].lower() + text[1:] if text[1:2].islower() else text


def length(months: int) -> str:
    """3 years, 18 months."""
    if months and months % 12 == 0:
        years = months // 12
        if years in NASAL:
            return pgettext("5, 7, 8, 9 or 10", "%(count)d years") % {"count": years}
        return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}
    return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}


def days(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


def slip(days: int) -> str:
    """How far a date moved: 12 days later."""
    if days > 0:
        return ngettext("%(days)d day later", "%(days)d days later", days) % {"days": days}
    return ngettext("%(days)d day sooner", "%(days)d days sooner", -days) % {"days": -days}


def moment(value: datetime) -> str:
    """3 May 2027, 12:00 – the time of the clock in Wales."""
    return date_format(timezone.localtime(value), "j F Y, H:i")


def dates(earliest: date | None, latest: date | None, confidence: str) -> str:
    """May to July 2027, likely."""
    text = window(earliest, latest)
    return f"{text} ({small(str(Confidence(confidence).label))})" if text and confidence else text


def criterion(kind: str, name: str, weight: Decimal | None) -> str:
    """Social value 15%"""
    text = name or str(AwardCriterion.Kind(kind).label)
    return text if weight is None else f"{text} {percent(weight)}"


def percent(weight: Decimal) -> str:
    return f"{Decimal(weight).normalize():f}%"


def _window(value: dict, names: Names) -> str:
    window = msgspec.convert(value, Window)
    return dates(window.earliest, window.latest, window.confidence)


def _criteria(value: list[dict], names: Names) -> str:
    criteria = msgspec.convert(value, list[Criterion], strict=False)
    return ", ".join(criterion(each.kind, paired(each, "name")[0], each.weight) for each in criteria)


def _award(value: dict, names: Names) -> str:
    award = msgspec.convert(value, AwardSnapshot, strict=False)
    parts = [gettext("Lot %(number)s") % {"number": award.lot}] if award.lot else []
    parts += [str(Award.Outcome(award.outcome).label), award.supplier_name, money(award.value_amount, award.currency)]
    return ", ".join(filter(None, parts))


def _known(rows: Mapping, codes: Iterable) -> str:
    return ", ".join(paired(rows[code], "name")[0] if code in rows else str(code) for code in codes)


def _cpv(codes: list[str], names: Names) -> str:
    return ", ".join(f"{code} {paired(names.cpv[code], 'label')[0]}" if code in names.cpv else code for code in codes)


def _yes_or_no(value: bool, names: Names) -> str:
    return gettext("Yes") if value else gettext("No")


FORMATS: dict[str, Callable[[Any, Names], str]] = {
    "buyer": lambda value, names: _known(names.bodies, [value]),
    "joint_buyers": lambda value, names: _known(names.bodies, value),
    "category": lambda value, names: _known({each.slug: each for each in all_categories()}, [value]),
    "area_codes": lambda value, names: _known(areas_by_code(), value),
    "cpv_codes": _cpv,
    "value_amount": lambda value, names: money(Decimal(value), names.currency),
    "value_gross": lambda value, names: money(Decimal(value), names.currency),
    **dict.fromkeys(Opportunity.MILESTONES, _window),
    "contract_months": lambda value, names: length(value),
    "extension_months": lambda value, names: length(value),
    "submissions_close_at": lambda value, names: moment(datetime.fromisoformat(value)),
    **dict.fromkeys(("light_touch", "sme_suitable", "vcse_suitable", "design_badge", *YES_OR_NO), _yes_or_no),
    **dict.fromkeys(IN_POUNDS, lambda value, names: money(Decimal(value), names.currency)),
    **dict.fromkeys(IN_MONTHS, lambda value, names: length(value)),
    **dict.fromkeys(IN_DAYS, lambda value, names: days(value)),
    "results_percent": lambda value, names: percent(Decimal(value)),
    "criteria": _criteria,
    "awards": _award,
    "notices": lambda value, names: ", ".join(value),
}


def _name(path: str) -> str:
    """The last word of a path; all of an award is one value."""
    return "awards" if path.startswith("awards/") else path.rpartition("/")[2]


def _codes(value: Any) -> set:
    """The codes or ids inside a value that could be looked up."""
    return {each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str | int)}


def _rows(model: type[Model], wanted: Mapping[str, set], *fields: str) -> dict:
    keys = set().union(*(wanted.get(each, set()) for each in fields))
    return model.objects.in_bulk(keys) if keys else {}
