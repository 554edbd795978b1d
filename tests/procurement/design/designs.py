"""A contract that passes every check, for the tests to spoil in one place."""

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import structs

from procurement.design.inputs import CriterionDesign, Design, LotDesign
from procurement.design.limits import limits
from procurement.design.spans import Span
from procurement.snapshot import Window

NOTICE = date(2027, 6, 1)
WEIGHTS = {"price": 40, "quality": 45, "social-value": 15}


def pounds(amount: float | str) -> Span:
    return Span.exactly(Decimal(amount))


def day(text: str) -> Window:
    return Window(date.fromisoformat(text), date.fromisoformat(text))


def criteria(**weights: float | None) -> tuple[CriterionDesign, ...]:
    return tuple(
        CriterionDesign(kind.replace("_", "-"), None if weight is None else Decimal(str(weight)))
        for kind, weight in weights.items()
    )


def lot(number: int = 1, value: float | None = 200_000, **fields: Any) -> LotDesign:
    plain = {"regions": 1, "criteria": criteria(price=40, quality=45, social_value=15), "vcse_suitable": True}
    return LotDesign(number=number, value=None if value is None else pounds(value), **(plain | fields))


def lots(*values: float | None, **fields: Any) -> tuple[LotDesign, ...]:
    return tuple(lot(number, value, **fields) for number, value in enumerate(values, start=1))


def good(**changes: Any) -> Design:
    """Two lots of £200,000 each for four years, above the threshold, in Wales."""
    fields: dict[str, Any] = {
        "limits": limits(NOTICE),
        "on": NOTICE,
        "published_on": date(2026, 11, 23),
        "lots": lots(200_000, 200_000),
        "value": pounds(400_000),
        "regime": "wales",
        "light_touch": False,
        "is_above": True,
        "is_sizeable": True,
        "main_category": "services",
        "procedure": "open",
        "for_people": False,
        "tender": day("2027-06-01"),
        "closing": day("2027-07-06"),
        "start": day("2027-10-01"),
        "contract_months": 36,
        "extension_months": 12,
        "has_contact": True,
        "has_welsh": True,
        "has_engagement_notice": True,
        "no_lots_reason": False,
        "no_engagement_reason": False,
        "reservation_considered": True,
        "framework_kind": "none",
        "framework_months": 0,
        "market_engaged": True,
        "selection_stage": False,
        "group_bids": "welcome",
        "earlier_contract": False,
        "named_standards": False,
        "or_equivalent": True,
        "experience_years": 3,
        "experience_examples": 2,
        "public_sector_only": False,
        "insurance_before_award": False,
        "insurance_level": Decimal(500_000),
        "turnover_required": Decimal(50_000),
        "audited_accounts": False,
        "accounts_years": 2,
        "new_bodies_alternative": True,
        "security_asked": False,
        "security_declared": True,
        "electronic_tender": True,
        "all_documents": True,
        "short_window": "none",
        "bid_pages": 20,
        "bid_questions": 15,
        "welsh_bids": True,
        "feedback_promised": True,
        "payment_days": 30,
        "payment_flow_down": True,
        "subcontractor_days": 30,
        "results_percent": 0,
        "paid_in_arrears": False,
        "upfront_payment": True,
        "price_fixed_months": 12,
        "indexation": True,
        "kpi_count": 5,
        "reporting": "quarterly",
        "tupe_applies": False,
        "workforce_data": True,
    }
    return structs.replace(Design(**fields), **changes)
