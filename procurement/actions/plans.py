"""What an officer decides about her plan: what became of a line that vanished, and what follows a contract."""

from datetime import datetime, timedelta

from django.db import transaction

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from procurement import renewals
from procurement.actions.draft import discard, start_draft
from procurement.models import Confidence, Opportunity, PlanLine, Renewal, Stage

CARRIED_OVER = (
    "title_en", "title_cy", "description_en", "description_cy", "main_category", "category", "cpv_codes", "area_codes",
    "value_amount", "value_gross", "value_band", "contract_months", "extension_months", "light_touch", "contact_name",
    "contact_email",
)  # fmt: skip


@transaction.atomic
def answer_vanished(*, line: PlanLine, by: User, answer: str) -> None:
    """Say what became of it. A draft that is done or not wanted goes; what is published has steps of its own."""
    line = PlanLine.objects.select_for_update().get(pk=line.pk)
    opportunity = line.opportunity
    line.answer = answer
    line.save(update_fields=["answer"])
    trail.record("vanished line answered", by=by, target=opportunity, answer=answer)
    if answer != PlanLine.Answer.STAYS and opportunity and opportunity.stage == Stage.DRAFT:
        discard(opportunity=opportunity, by=by)


@transaction.atomic
def follow_up(*, opportunity: Opportunity, by: User) -> Opportunity:
    """Begin the draft of the contract that follows this one, as this one was, from the day after its end."""
    fields = {name: getattr(opportunity, name) for name in CARRIED_OVER}
    if ends_on := renewals.ends_on(opportunity):
        day = ends_on + timedelta(days=1)
        fields |= {
            "contract_start_earliest": day,
            "contract_start_latest": day,
            "contract_start_confidence": Confidence.LIKELY,
        }
    return start_draft(buyer=opportunity.buyer, by=by, follows=opportunity, **fields)


@transaction.atomic
def let_end(*, opportunity: Opportunity, by: User, at: datetime, reason: str, note: str = "") -> None:
    """Nothing follows it, for this reason. The officer is not asked again."""
    decided = {"reason": reason, "note": note, "decided_by": by, "decided_at": at}
    Renewal.objects.update_or_create(opportunity=opportunity, defaults=decided)
    trail.record("contract let end", by=by, target=opportunity, reason=reason)
