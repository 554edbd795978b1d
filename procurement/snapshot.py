"""All that the public is told about an opportunity, as one value.

The page shows it, the release keeps it, the change log compares two of them.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from procurement.models import Award, AwardCriterion, Lot, NoticeLink, Opportunity
from procurement.models.terms import TERMS


class Window(msgspec.Struct, frozen=True, omit_defaults=True):
    """A date known roughly. Both ends are known or neither is."""

    earliest: date | None = None
    latest: date | None = None
    confidence: str = ""

    def __bool__(self):
        return self.earliest is not None


class Body(msgspec.Struct, frozen=True, omit_defaults=True):
    """A buyer or supplier, as it was called then."""

    id: int
    slug: str
    name_en: str = ""
    name_cy: str = ""
    identifiers: list[tuple[str, str]] = []


class Criterion(msgspec.Struct, frozen=True, omit_defaults=True):
    kind: str
    name_en: str = ""
    name_cy: str = ""
    weight: Decimal | None = None


class LotSnapshot(msgspec.Struct, frozen=True, omit_defaults=True):
    number: int
    source_id: str = ""
    title_en: str = ""
    title_cy: str = ""
    description_en: str = ""
    description_cy: str = ""
    value_amount: Decimal | None = None
    value_gross: Decimal | None = None
    cpv_codes: list[str] = []
    area_codes: list[str] = []
    sme_suitable: bool | None = None
    vcse_suitable: bool | None = None
    reserved: str = "none"
    criteria: list[Criterion] = []


class AwardSnapshot(msgspec.Struct, frozen=True, omit_defaults=True):
    outcome: str
    source_id: str = ""
    lot: int | None = None
    supplier_id: int | None = None
    supplier_name: str = ""
    supplier_identifiers: list[tuple[str, str]] = []
    value_amount: Decimal | None = None
    currency: str = "GBP"
    awarded_on: date | None = None
    supplier_address: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    is_social_enterprise: bool | None = None


class Notice(msgspec.Struct, frozen=True, omit_defaults=True):
    url: str
    notice_type: str = ""
    identifier: str = ""


class OpenTerms(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """The terms that are a number, an amount, a yes or a no; None where nobody has decided yet."""

    reservation_considered: bool | None = None
    framework_months: int | None = None
    market_engaged: bool | None = None
    selection_stage: bool | None = None
    earlier_contract: bool | None = None
    named_standards: bool | None = None
    or_equivalent: bool | None = None
    experience_years: int | None = None
    experience_examples: int | None = None
    public_sector_only: bool | None = None
    insurance_before_award: bool | None = None
    insurance_level: Decimal | None = None
    turnover_required: Decimal | None = None
    audited_accounts: bool | None = None
    accounts_years: int | None = None
    new_bodies_alternative: bool | None = None
    security_asked: bool | None = None
    security_declared: bool | None = None
    electronic_tender: bool | None = None
    all_documents: bool | None = None
    bid_pages: int | None = None
    bid_questions: int | None = None
    welsh_bids: bool | None = None
    feedback_promised: bool | None = None
    payment_days: int | None = None
    payment_flow_down: bool | None = None
    subcontractor_days: int | None = None
    results_percent: int | None = None
    paid_in_arrears: bool | None = None
    upfront_payment: bool | None = None
    price_fixed_months: int | None = None
    indexation: bool | None = None
    kpi_count: int | None = None
    tupe_applies: bool | None = None
    workforce_data: bool | None = None


class Snapshot(OpenTerms, frozen=True, omit_defaults=True):
    """An opportunity as published. New fields get a default, so that older releases can always be read."""

    reference: str
    ocid: str
    stage: str
    buyer: Body
    joint_buyers: list[Body] = []
    title_en: str = ""
    title_cy: str = ""
    description_en: str = ""
    description_cy: str = ""
    main_category: str = "services"
    category: str = ""
    cpv_codes: list[str] = []
    area_codes: list[str] = []
    value_amount: Decimal | None = None
    value_gross: Decimal | None = None
    value_band: str = ""
    currency: str = "GBP"
    tender_start: Window = Window()
    tender_close: Window = Window()
    award: Window = Window()
    contract_start: Window = Window()
    contract_months: int | None = None
    extension_months: int | None = None
    tender_opened_on: date | None = None
    submissions_close_at: datetime | None = None
    procedure: str = ""
    regime: str = ""
    light_touch: bool | None = None
    contact_name: str = ""
    contact_email: str = ""
    follows: str = ""
    lots: list[LotSnapshot] = []
    awards: list[AwardSnapshot] = []
    notices: list[Notice] = []
    design_badge: bool = False
    no_lots_reason_en: str = ""
    no_lots_reason_cy: str = ""
    framework_kind: str = ""
    engagement_notice: bool | None = None
    no_engagement_notice_reason_en: str = ""
    no_engagement_notice_reason_cy: str = ""
    group_bids: str = ""
    short_window: str = ""
    reporting: str = ""


PLAIN = (
    *("reference", "ocid", "stage", "title_en", "title_cy", "description_en", "description_cy"),
    *("main_category", "cpv_codes", "area_codes", "value_amount", "value_gross", "value_band", "currency"),
    *("contract_months", "extension_months", "tender_opened_on", "submissions_close_at"),
    *("procedure", "regime", "light_touch", "contact_name", "contact_email", "design_badge"),
    *TERMS,
)


def of(opportunity: Opportunity) -> Snapshot:
    """What would be said of the working copy if it were published now.

    Reads the related rows: prefetch with `RELATED` where many are taken.
    """
    return Snapshot(
        **{name: _plain(getattr(opportunity, name)) for name in PLAIN},
        **{name: _window(opportunity, name) for name in Opportunity.MILESTONES},
        buyer=_body(opportunity.buyer),
        joint_buyers=[_body(body) for body in _in_order(opportunity.joint_buyers)],
        category=opportunity.category.slug if opportunity.category else "",
        follows=opportunity.follows.reference if opportunity.follows else "",
        lots=[_lot(lot) for lot in sorted(opportunity.lots.all(), key=lambda lot: lot.number)],
        awards=[_award(award) for award in _in_order(opportunity.awards)],
        notices=[_notice(notice) for notice in _in_order(opportunity.notices)],
    )


RELATED = (
    "buyer__identifiers",
    "joint_buyers__identifiers",
    "category",
    "follows",
    "lots__criteria",
    "awards__lot",
    "awards__supplier__identifiers",
    "notices",
)


def read(data: dict[str, Any]) -> Snapshot:
    """A snapshot from a release's JSON."""
    return msgspec.convert(data, Snapshot, strict=False)


def write(snapshot: Snapshot) -> dict[str, Any]:
    """A snapshot as JSON for a release: what is empty is left out, amounts are text, so that no penny is lost."""
    return msgspec.to_builtins(snapshot)


def _plain(value: Any) -> Any:
    """A moment is the same in summer, as the form gave it, and in UTC, as the database does."""
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _window(opportunity: Opportunity, name: str) -> Window:
    return Window(
        earliest=getattr(opportunity, f"{name}_earliest"),
        latest=getattr(opportunity, f"{name}_latest"),
        confidence=getattr(opportunity, f"{name}_confidence"),
    )


def _body(organisation) -> Body:
    return Body(
        id=organisation.pk,
        slug=organisation.slug,
        name_en=organisation.name_en,
        name_cy=organisation.name_cy,
        identifiers=_identifiers(organisation),
    )


def _identifiers(organisation) -> list[tuple[str, str]]:
    return sorted((each.scheme, each.value) for each in organisation.identifiers.all())


def _in_order(related):
    """The related rows as they were entered, so that two snapshots of the same rows are the same."""
    return sorted(related.all(), key=lambda row: row.pk)


def _lot(lot: Lot) -> LotSnapshot:
    fields = {name: getattr(lot, name) for name in LotSnapshot.__struct_fields__ if name != "criteria"}
    return LotSnapshot(**fields, criteria=[_criterion(each) for each in _in_order(lot.criteria)])


def _criterion(criterion: AwardCriterion) -> Criterion:
    return Criterion(kind=criterion.kind, name_en=criterion.name_en, name_cy=criterion.name_cy, weight=criterion.weight)


def _award(award: Award) -> AwardSnapshot:
    return AwardSnapshot(
        outcome=award.outcome,
        source_id=award.source_id,
        lot=award.lot.number if award.lot else None,
        supplier_id=award.supplier_id,
        supplier_name=award.supplier_name,
        supplier_identifiers=_identifiers(award.supplier) if award.supplier else [],
        value_amount=award.value_amount,
        currency=award.currency,
        awarded_on=award.awarded_on,
        supplier_address=award.supplier_address,
        starts_on=award.starts_on,
        ends_on=award.ends_on,
        is_social_enterprise=award.is_social_enterprise,
    )


def _notice(notice: NoticeLink) -> Notice:
    return Notice(url=notice.url, notice_type=notice.notice_type, identifier=notice.identifier)
