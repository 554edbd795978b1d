"""Who may come in: members see the working copy, editors change it, publishers publish it.

Whoever may not see it finds nothing there. Whoever may see but not do is told who can. While something is being
changed the row is held, so that two people at once are one after the other.
"""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from collab_portal.accounts.models import Membership, Organisation, User
from procurement.models import Opportunity

View = Callable[..., HttpResponse]


def for_members(view: View) -> View:
    return _door(view, Membership.Role.values)


def for_editors(view: View) -> View:
    return _door(view, Membership.EDITORS)


def for_publishers(view: View) -> View:
    return _door(view, Membership.PUBLISHERS)


def _door(view: View, roles) -> View:
    """The view gets the opportunity instead of its reference."""

    @wraps(view)
    def door(request: HttpRequest, reference: str, **kwargs) -> HttpResponse:
        found = Opportunity.objects.visible_to(request.user).select_related("buyer", "category", "follows")
        if request.method in ("GET", "HEAD"):
            return enter(request, found, reference, **kwargs)
        with transaction.atomic():
            return enter(request, found.select_for_update(of=["self"]), reference, **kwargs)

    def enter(request: HttpRequest, found, reference: str, **kwargs) -> HttpResponse:
        opportunity = get_object_or_404(found, reference=reference)
        if not Opportunity.objects.of_member(request.user, roles).contains(opportunity):
            return _refuse(request, opportunity, roles)
        return view(request, opportunity, **kwargs)

    return door


def _refuse(request: HttpRequest, opportunity: Opportunity, roles) -> HttpResponse:
    """Say who can."""
    able = User.objects.filter(is_active=True, memberships__organisation=opportunity.buyer, memberships__role__in=roles)
    context = {
        "opportunity": opportunity,
        "is_about_publishing": roles == Membership.PUBLISHERS,
        "people": able.order_by("name", "email"),
    }
    return render(request, "procurement/draft/refused.html", context, status=403)


def acting_body(user: User, roles=Membership.Role.values) -> Organisation:
    """The public body the person acts for, if she has one of the roles there."""
    bodies = Organisation.objects.public_bodies().filter(memberships__user=user, memberships__role__in=roles)
    body = bodies.filter(pk=user.acting_for_id).first()
    if body is None:
        raise PermissionDenied
    return body
