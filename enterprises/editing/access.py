"""Who may come in: editors of an enterprise that somebody looks after.

Whoever is not a member finds nothing there, and a stub that nobody claimed has no editors. While something is being
changed the row is held, so that two people at once are one after the other.
"""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from enterprises.models import Enterprise

View = Callable[..., HttpResponse]


def for_editors(view: View) -> View:
    """The view gets the enterprise instead of its slug."""

    @wraps(view)
    def door(request: HttpRequest, slug: str, **kwargs) -> HttpResponse:
        found = (
            Enterprise.objects.of_member(request.user)
            .exclude(state=Enterprise.State.UNCLAIMED)
            .select_related("organisation")
            .defer("document", "words")
        )
        if request.method in ("GET", "HEAD"):
            return enter(request, found, slug, **kwargs)
        with transaction.atomic():
            return enter(request, found.select_for_update(of=["self"]), slug, **kwargs)

    def enter(request: HttpRequest, found, slug: str, **kwargs) -> HttpResponse:
        enterprise = get_object_or_404(found, organisation__slug=slug)
        if not Enterprise.objects.editable_by(request.user).contains(enterprise):
            raise PermissionDenied
        return view(request, enterprise, **kwargs)

    return door
