"""Who is at the door of an enterprise's own pages: one of its people, and what she may do there."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from collab_portal.accounts.models import Membership, User
from enterprises.models import Enterprise


def of_member(user: User, slug: str) -> tuple[Enterprise, str]:
    """Her enterprise and her role in it; for everybody else it does not exist."""
    found = Membership.objects.select_related("organisation__enterprise")
    mine = get_object_or_404(
        found,
        user=user,
        organisation__slug=slug,
        organisation__merged_into=None,
        organisation__enterprise__isnull=False,
    )
    return mine.organisation.enterprise, mine.role


def to_edit(user: User, slug: str) -> Enterprise:
    enterprise, role = of_member(user, slug)
    if role not in Membership.EDITORS:
        raise PermissionDenied
    return enterprise


def to_decide(user: User, slug: str) -> Enterprise:
    enterprise, role = of_member(user, slug)
    if role != Membership.Role.ADMINISTRATOR:
        raise PermissionDenied
    return enterprise
