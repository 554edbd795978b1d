"""All that the checks look at, as one value made from a snapshot. What is `None` is not known."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils import timezone
from msgspec import structs

from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.models import Area, Threshold
from procurement import thresholds as the_thresholds
from procurement.design.limits import Limits, limits
from procurement.design.spans import Span, least
from procurement.models import AwardCriterion, Opportunity, Reserved
from procurement.models.terms import TERMS
from procurement.snapshot import LotSnapshot, Notice, OpenTerms, Snapshot, Window

COMMENCEMENT = date(2025, 2, 24)  # from then on new procurements are under the Procurement Act 2023
UNDER_THE_ACT = {"wales", "england", "northern-ireland"}
PRICE = {AwardCriterion.Kind.PRICE, AwardCriterion.Kind.COST}
FOR_PEOPLE = ("80", "85")  # CPV divisions: education, and health and social care
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class CriterionDesign:
    kind: str
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LotDesign:
    """A lot. `regions` is in how many regions the work is, `criteria` is empty where nobody has said."""

    number: int = 1
    value: Span | None = None
    regions: int | None = None
    criteria: tuple[CriterionDesign, ...] = ()
    reserved: str = Reserved.NONE
    vcse_suitable: bool | None = None

    @property
    def weighed(self) -> Decimal | None:
        """What the weights come to; None where one is missing. What stands alone weighs all."""
        if len(self.criteria) == 1 and self.criteria[0].weight is None:
            return HUNDRED
        weights = [each.weight for each in self.criteria]
        known = [weight for weight in weights if weight is not None]
        return sum(known, Decimal(0)) if weights and len(known) == len(weights) else None

    def weight_of(self, kinds: Collection[str]) -> Decimal | None:
        """What criteria of these kinds weigh together: as given, or what the others leave of a hundred."""
        own = [each for each in self.criteria if each.kind in kinds]
        if own and len(own) == len(self.criteria):
            return HUNDRED
        known = [each.weight for each in own if each.weight is not None]
        if own and len(known) == len(own):
            return sum(known, Decimal(0))
        rest = [each.weight for each in self.criteria if each.kind not in kinds]
        given = [weight for weight in rest if weight is not None]
        if not rest or len(given) < len(rest):
            return None
        left = max(HUNDRED - sum(given, Decimal(0)), Decimal(0))
        return left if own else (Decimal(0) if not left else None)


class Design(OpenTerms, frozen=True, kw_only=True):
    """One contract as it is planned. Its terms are those of the snapshot.

    `is_above`: whether it is above the threshold of its kind; `is_sizeable`: above that of goods and services.
    `meets_bidders`: an event with bidders is planned or was held.
    """

    limits: Limits
    on: date
    published_on: date | None = None
    lots: tuple[LotDesign, ...] = ()
    value: Span | None = None
    regime: str | None = None
    light_touch: bool | None = None
    is_above: bool | None = None
    is_sizeable: bool | None = None
    main_category: str | None = None
    procedure: str | None = None
    for_people: bool | None = None
    tender: Window | None = None
    closing: Window | None = None
    start: Window | None = None
    contract_months: int | None = None
    extension_months: int | None = None
    buyers: int = 1
    has_contact: bool = False
    has_welsh: bool = False
    has_engagement_notice: bool | None = None
    meets_bidders: bool | None = None
    no_lots_reason: bool | None = None
    no_engagement_reason: bool | None = None
    framework_kind: str | None = None
    group_bids: str | None = None
    short_window: str | None = None
    reporting: str | None = None

    def limit(self, name: str) -> Decimal:
        return self.limits[name]

    @property
    def under_the_act(self) -> bool:
        return self.regime in UNDER_THE_ACT and self.on >= COMMENCEMENT

    @property
    def is_covered(self) -> bool:
        """The full rules of the Act are known to apply."""
        return self.under_the_act and self.is_above is True

    @property
    def months(self) -> int | None:
        """With the extensions, as far as they are known."""
        return None if self.contract_months is None else self.contract_months + (self.extension_months or 0)

    @property
    def window_days(self) -> int | None:
        """How long bids are taken. Windows are compared by their last day."""
        return _days(self.tender, self.closing)

    @property
    def start_gap_days(self) -> int | None:
        """From the close of bids to the start of the contract."""
        return _days(self.closing, self.start)

    def annual(self, value: Span | None) -> Span | None:
        """What a value comes to in a year. Values include the extensions: until those are known it may be less."""
        if value is None or not self.months:
            return None
        yearly = value.in_a_year(self.months)
        return yearly if self.extension_months is not None else replace(yearly, low=Decimal(0))

    @property
    def smallest_lot(self) -> Span | None:
        """The value of the smallest lot; None where that of one is not known."""
        values = [lot.value for lot in self.lots if lot.value is not None]
        return least(values) if values and len(values) == len(self.lots) else None


def of(
    said: Snapshot,
    *,
    today: date,
    published_on: date | None = None,
    meets_bidders: bool = False,
    thresholds: Iterable[Threshold] = (),
    own_limits: Mapping[str, Decimal] | None = None,
) -> Design:
    """The design that a snapshot describes. `published_on`: when the public first heard of it, if it has.

    What stands beside the snapshot is told apart: `meets_bidders`, whether an event with bidders is on record.
    """
    thresholds = list(thresholds)
    tender = _on_day(said.tender_opened_on) or said.tender_start or None
    on = (tender and tender.earliest) or today
    return Design(
        limits=limits(on, own_limits),
        on=on,
        published_on=published_on or today,
        lots=lots_of(said),
        value=_value(said),
        regime=said.regime or None,
        light_touch=said.light_touch,
        is_above=_is_above(said, thresholds, today),
        is_sizeable=_is_above(_as_goods(said), thresholds, today),
        main_category=said.main_category or None,
        procedure=said.procedure or None,
        for_people=_for_people(said),
        tender=tender,
        closing=_deadline(said) or said.tender_close or None,
        start=said.contract_start or None,
        contract_months=said.contract_months,
        extension_months=said.extension_months,
        buyers=1 + len(said.joint_buyers),
        has_contact=bool(said.contact_email),
        has_welsh=bool(said.title_cy and said.description_cy),
        has_engagement_notice=_has_notice(said.notices, "UK2") or said.engagement_notice,
        meets_bidders=meets_bidders,
        no_lots_reason=bool(said.no_lots_reason_en or said.no_lots_reason_cy),
        no_engagement_reason=bool(said.no_engagement_notice_reason_en or said.no_engagement_notice_reason_cy),
        **{name: getattr(said, name) if getattr(said, name) != "" else None for name in PLAIN},
    )


PLAIN = tuple(name for name in TERMS if name in Design.__struct_fields__)


def with_lots(design: Design, lots: Iterable[LotDesign]) -> Design:
    """The same contract, split in another way."""
    return structs.replace(design, lots=tuple(lots))


def _days(first: Window | None, last: Window | None) -> int | None:
    if first is None or last is None or first.latest is None or last.latest is None:
        return None
    return (last.latest - first.latest).days


def _on_day(day: date | None) -> Window | None:
    return Window(day, day) if day else None


def _deadline(said: Snapshot) -> Window | None:
    return _on_day(timezone.localdate(said.submissions_close_at)) if said.submissions_close_at else None


def _value(said: Snapshot) -> Span | None:
    """In pounds without VAT."""
    if said.currency != "GBP":
        return None
    amount = said.value_amount if said.value_amount is not None else said.value_gross
    if amount is not None:
        return Span.exactly(amount)
    return Span.of_band(said.value_band) if said.value_band else None


def lots_of(said: Snapshot) -> tuple[LotDesign, ...]:
    return tuple(_lot(said, lot) for lot in said.lots)


def _lot(said: Snapshot, lot: LotSnapshot) -> LotDesign:
    """One lot alone is the whole contract."""
    amount = lot.value_amount if lot.value_amount is not None else lot.value_gross
    value = Span.exactly(amount) if amount is not None and said.currency == "GBP" else None
    return LotDesign(
        number=lot.number,
        value=_value(said) if value is None and len(said.lots) == 1 else value,
        regions=regions(lot.area_codes or said.area_codes),
        criteria=tuple(CriterionDesign(each.kind, each.weight) for each in lot.criteria),
        reserved=lot.reserved,
        vcse_suitable=lot.vcse_suitable,
    )


def regions(codes: Iterable[str]) -> int | None:
    """In how many regions of the statistics these areas are; a nation counts all that are in it. None: not said."""
    known = areas_by_code()
    areas = [known[code] for code in codes if code in known]
    return len(frozenset().union(*(_regions_of(area.code) for area in areas))) if areas else None


def _regions_of(code: str) -> frozenset[str]:
    area = areas_by_code()[code]
    if area.kind in (Area.Kind.COUNCIL, Area.Kind.REGION):
        return frozenset([area.nuts or area.code])
    within = [each.code for each in areas_by_code().values() if each.parent_id == code]
    return frozenset([code]).union(*(_regions_of(each) for each in within)) if within else frozenset([code])


def _is_above(said: Snapshot, thresholds: list[Threshold], today: date) -> bool | None:
    standing = the_thresholds.standing(said, thresholds, today=today)
    return standing.is_above if standing else None


def _as_goods(said: Snapshot) -> Snapshot:

    return structs.replace(said, main_category=Opportunity.MainCategory.GOODS, light_touch=False)


def _for_people(said: Snapshot) -> bool | None:
    codes = [*said.cpv_codes, *(code for lot in said.lots for code in lot.cpv_codes)]
    if said.light_touch or any(code.startswith(FOR_PEOPLE) for code in codes):
        return True
    return False if codes or said.light_touch is False else None


def _has_notice(notices: Iterable[Notice], kind: str) -> bool | None:
    return any(notice.notice_type == kind for notice in notices) or None
