"""What procurement keeps of an enterprise: what it told buyers and others, and its own plan. Given back on request."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model

from collab_portal.accounts.models import Organisation
from procurement.models import ConsortiumMember, Interest, Prospect, Question, SupplyNeed
from procurement.personal_data import of_interest

OF_PROSPECT = ("lot", "need_id", "probability", "share", "value", "weeks", "note", "done", "added_at")
OF_QUESTION = ("asked", "language", "asked_at", "state", "number")
OF_NEED = (
    *("title_en", "title_cy", "details_en", "details_cy", "value_band", "area_codes", "wanted_by"),
    *("published_at", "closed_at"),
)


def of_enterprise(organisation: Organisation) -> dict[str, Any]:
    """Ready for JSON. People do not appear: their data is theirs."""
    plan = Prospect.objects.filter(enterprise__organisation=organisation).select_related("opportunity")
    answers = Interest.objects.filter(organisation=organisation).select_related("opportunity")
    asked = Question.objects.filter(organisation=organisation).select_related("opportunity")
    groups = ConsortiumMember.objects.filter(organisation=organisation).select_related("consortium__opportunity")
    needs = SupplyNeed.objects.filter(organisation=organisation).select_related("opportunity", "category")
    return {
        "plan": [_told(each, OF_PROSPECT) for each in plan.order_by("pk")],
        "answers": [of_interest(each) for each in answers.order_by("pk")],
        "questions": [_told(each, OF_QUESTION) for each in asked.order_by("pk")],
        "groups": [_group(each) for each in groups.order_by("pk")],
        "supply_chain_needs": [
            _told(each, OF_NEED) | {"category": each.category.slug} for each in needs.order_by("pk")
        ],
    }


def _group(member: ConsortiumMember) -> dict[str, Any]:
    group = member.consortium
    said = {"name": group.name, "share": str(member.share), "confirmed_at": _plain(member.confirmed_at)}
    is_lead = group.lead_id == member.organisation_id
    return _told(group, ("lot", "proposed_at", "formed_at", "ended_at")) | said | {"leads": is_lead}


def _told(row: Model, names: tuple[str, ...]) -> dict[str, Any]:
    """These fields of something about an opportunity."""
    said = {"opportunity": row.opportunity.reference}  # type: ignore[attr-defined]
    return said | {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value
