"""Who may come in: authors and coordinators. To everybody else a working copy is not there."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from collab_portal.accounts.models import Membership, Organisation
from socialvalue.practice.models import CaseStudy
from socialvalue.practice.models.study import coordinates


def to_read(request: HttpRequest, slug: str) -> CaseStudy:
    seen = CaseStudy.objects.visible_to(request.user).select_related("lead", "owner", "reviewer", "moved_to")
    return get_object_or_404(seen.distinct(), slug=slug)


def to_edit(request: HttpRequest, slug: str) -> CaseStudy:
    """To change it: 403 to whoever may read it, but not now."""
    study = to_read(request, slug)
    if not CaseStudy.objects.editable_by(request.user).filter(pk=study.pk).exists():
        raise PermissionDenied
    return study


def to_review(request: HttpRequest, slug: str) -> CaseStudy:
    """To decide on it as a coordinator."""
    study = to_read(request, slug)
    if not CaseStudy.objects.reviewable_by(request.user).filter(pk=study.pk).exists():
        raise PermissionDenied
    return study


def for_coordinators(request: HttpRequest) -> None:
    if not coordinates(request.user):
        raise PermissionDenied


def own_organisation(request: HttpRequest) -> Organisation | None:
    """For whom she writes: the organisation she acts for, or else the first of hers; None if she may not write."""
    mine = Membership.objects.filter(user=request.user, role__in=Membership.EDITORS, organisation__merged_into=None)
    mine = mine.select_related("organisation").order_by("pk")
    acting = mine.filter(organisation=request.user.acting_for_id).first() or mine.first()
    return acting.organisation if acting else None
