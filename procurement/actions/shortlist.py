"""The shortlist that a buyer keeps for one opportunity."""

from django.db import transaction

from collab_portal.accounts.models import User
from enterprises.actions import shortlists
from enterprises.models import Enterprise, Shortlist
from procurement.models import Opportunity, OpportunityShortlist

LONGEST = 150


@transaction.atomic
def keep_supplier(*, opportunity: Opportunity, enterprise: Enterprise, by: User) -> Shortlist:
    """Put an enterprise on the opportunity's shortlist, which begins with the first."""
    Opportunity.objects.select_for_update(of=["self"]).get(pk=opportunity.pk)  # two at once begin one list
    kept = OpportunityShortlist.objects.select_related("shortlist").filter(opportunity=opportunity).first()
    if kept is None:
        name = f"{opportunity.reference} {opportunity.title_en or opportunity.title_cy}".strip()[:LONGEST]
        begun = shortlists.make_shortlist(organisation=opportunity.buyer, name=name, by=by)
        kept = OpportunityShortlist.objects.create(opportunity=opportunity, shortlist=begun)
    shortlists.add_to_shortlist(shortlist=kept.shortlist, enterprise=enterprise, by=by)
    return kept.shortlist
