"""Sharing how a contract was designed anew, so that others can do the same."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from procurement.design.checks import CHECKS
from procurement.models import Opportunity, Redesign


@transaction.atomic
def share_redesign(
    *, opportunity: Opportunity, by: User, at: datetime, checks: Sequence[str], **texts: str
) -> Redesign:
    """Put an example into the public list. What it says stands by itself: the draft stays as secret as it was."""
    if unknown := set(checks) - CHECKS.keys():
        raise ValueError(f"no such checks: {', '.join(sorted(unknown))}")
    shared = Redesign.objects.create(
        buyer=opportunity.buyer,
        opportunity=opportunity,
        category=opportunity.category,
        checks=sorted(checks),
        shared_at=at,
        **texts,
    )
    trail.record("redesign shared", by=by, target=opportunity, redesign=shared.pk)
    return shared


@transaction.atomic
def take_back_redesign(*, redesign: Redesign, by: User) -> None:
    """Take an example out of the public list again."""
    trail.record("redesign taken back", by=by, target=redesign.buyer, redesign=redesign.pk)
    redesign.delete()
