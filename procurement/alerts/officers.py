"""Who hears of what bidders do, on the buyer's side."""

from collections.abc import Iterable

from django.db.models import QuerySet

from collab_portal.accounts.models import Membership, User
from procurement.models import Opportunity, Watch

Officer = tuple[str, str, str]  # a name for the key of the mail, the address, its language


def of(opportunity: Opportunity, language: str) -> list[Officer]:
    """The buyer's editors and publishers who watch it. Where nobody does, the role mailbox, in this language; where
    there is none, its publishers."""
    watching = Watch.objects.confirmed().filter(opportunity=opportunity).values("subscriber__user")
    if found := _told(_people(opportunity, Membership.EDITORS).filter(pk__in=watching)):
        return found
    if opportunity.contact_email:
        return [("mailbox", opportunity.contact_email, language)]
    return _told(_people(opportunity, Membership.PUBLISHERS))


def _people(opportunity: Opportunity, roles: Iterable[str]) -> QuerySet[User]:
    memberships = Membership.objects.filter(organisation=opportunity.buyer_id, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=memberships.values("user"))


def _told(people: QuerySet[User]) -> list[Officer]:
    found = people.order_by("pk").values_list("pk", "email", "language")
    return [(str(pk), address, language) for pk, address, language in found]
