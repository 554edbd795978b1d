"""Whoever won a contract tells what it will subcontract, corrects that, and says when somebody is found."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from procurement.models import Award, Opportunity, SupplyNeed
from procurement.models.stages import NotAllowed, Stage


@transaction.atomic
def publish_need(
    *, opportunity: Opportunity, organisation: Organisation, by: User, at: datetime, **fields: Any
) -> SupplyNeed:
    """Put a supply-chain need into the pipeline.

    Raises `NotAllowed` for whoever did not win, or cannot be written to.
    """
    won = Award.objects.filter(opportunity=opportunity, supplier=organisation, outcome=Award.Outcome.AWARDED)
    if opportunity.stage != Stage.AWARDED or not won.exists():
        raise NotAllowed(_("Only whoever won this contract can publish what it passes on."))
    if not organisation.mailbox:
        raise NotAllowed(_("Nobody could write to you. Give your organisation a mailbox first."))
    made = SupplyNeed.objects.create(
        opportunity=opportunity, organisation=organisation, published_at=at, published_by=by, **fields
    )
    trail.record("supply-chain need published", by=by, target=opportunity, need=made.pk)
    return made


@transaction.atomic
def amend_need(*, need: SupplyNeed, by: User, **fields: Any) -> None:
    """Say it in other words, or give people more time."""
    for name, value in fields.items():
        setattr(need, name, value)
    need.save(update_fields=list(fields))
    trail.record("supply-chain need changed", by=by, target=need.opportunity, need=need.pk)


@transaction.atomic
def close_need(*, need: SupplyNeed, by: User, at: datetime) -> None:
    """Somebody is found, or nobody is looked for any more. A second time does nothing."""
    held = SupplyNeed.objects.select_for_update().get(pk=need.pk)
    if held.closed_at is None:
        held.closed_at = at
        held.save(update_fields=["closed_at"])
        trail.record("supply-chain need closed", by=by, target=held.opportunity, need=held.pk)
