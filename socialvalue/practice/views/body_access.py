"""Who comes to a public body's own pages: its members. To everybody else they are not there."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from collab_portal.accounts.models import Membership, Organisation
from socialvalue.practice.models import Assessment


@dataclass(frozen=True)
class BodyDesk:
    """A public body, and what one of its people may do there."""

    body: Organisation
    role: str

    @property
    def may_edit(self) -> bool:
        return self.role in Membership.EDITORS

    @property
    def may_publish(self) -> bool:
        return self.role in Membership.PUBLISHERS


def to_read(request: HttpRequest, slug: str) -> BodyDesk:
    desk = _desk(request, get_object_or_404(Organisation.objects.public_bodies(), slug=slug))
    if desk is None:
        raise Http404
    return desk


def to_edit(request: HttpRequest, slug: str) -> BodyDesk:
    desk = to_read(request, slug)
    if not desk.may_edit:
        raise PermissionDenied
    return desk


def to_publish(request: HttpRequest, slug: str) -> BodyDesk:
    desk = to_read(request, slug)
    if not desk.may_publish:
        raise PermissionDenied
    return desk


def to_read_year(request: HttpRequest, slug: str, year: int) -> tuple[Organisation, BodyDesk | None, Assessment]:
    """A closed assessment: its own people always, everybody once it is published."""
    body = get_object_or_404(Organisation.objects.public_bodies(), slug=slug)
    desk, assessment = _desk(request, body), closed_year(body, year)
    if desk is None and not assessment.published_at:
        raise Http404
    return body, desk, assessment


def closed_year(body: Organisation, year: int) -> Assessment:
    return get_object_or_404(Assessment.objects.closed().select_related("body"), body=body, year=year)


def _desk(request: HttpRequest, body: Organisation) -> BodyDesk | None:
    if not request.user.is_authenticated:
        return None
    role = Membership.objects.filter(user=request.user, organisation=body).values_list("role", flat=True).first()
    return BodyDesk(body, role) if role else None
