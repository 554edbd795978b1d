"""Who may come in where a panel works: its own people, those who publish, and the buyer's members when it is over.

Whoever has no seat finds nothing. Who comes before the deadline is told until when offers are sealed.
"""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from collab_portal.audit import trail
from socialvalue import awarding, judging, sealing
from socialvalue.actions import panel as actions
from socialvalue.models import Criteria, PanelMember
from socialvalue.views.opened_offers import still_sealed

View = Callable[..., HttpResponse]
Roles = PanelMember.Role
WHERE = "lot__opportunity__buyer"


def for_evaluators(view: View) -> View:
    """The view gets her seat and the opened offers; she has declared that she has no interest."""
    return _seated(view, [Roles.EVALUATOR])


def for_panel(view: View) -> View:
    """The same for everybody on the panel, once all have locked."""

    def locked(request: HttpRequest, member: PanelMember, offers, **kwargs) -> HttpResponse:
        if not judging.is_locked(member.criteria):
            return not_yet(request, member.criteria)
        return view(request, member, offers, **kwargs)

    return _seated(wraps(view)(locked), Roles.values)


def for_undeclared(view: View) -> View:
    return _seated(view, Roles.values, must_have_declared=False)


def _seated(view: View, roles, *, must_have_declared: bool = True) -> View:
    @wraps(view)
    def door(request: HttpRequest, reference: str, number: int, **kwargs) -> HttpResponse:
        criteria = _criteria(reference, number)
        seats = criteria.panel.active().of(request.user).filter(role__in=roles)
        member = get_object_or_404(seats)
        member.criteria = criteria
        try:
            with sealing.opened(criteria) as offers:
                if not member.is_locked and (bids := judging.bids_of(request.user, criteria)):
                    return _tied(request, member, bids)
                if must_have_declared and member.declared_at is None:
                    return redirect("panel:declare", reference, number)
                return view(request, member, offers, **kwargs)
        except sealing.Sealed as sealed:
            return still_sealed(request, criteria, sealed)

    return never_cache(door)


def for_deciders(view: View) -> View:
    """The view gets the criteria and the opened offers: for the panel, and for those who publish for the buyer."""

    @wraps(view)
    def door(request: HttpRequest, reference: str, number: int, **kwargs) -> HttpResponse:
        criteria = _criteria(reference, number)
        if not may_decide(request, criteria) and not _seat(request, criteria):
            raise Http404
        try:
            with sealing.opened(criteria) as offers:
                if judging.bids_of(request.user, criteria):
                    raise Http404
                if not judging.is_locked(criteria):
                    return not_yet(request, criteria)
                return view(request, criteria, offers, **kwargs)
        except sealing.Sealed as sealed:
            return still_sealed(request, criteria, sealed)

    return never_cache(door)


def for_readers(view: View) -> View:
    """The view gets the criteria and the decision: for the buyer's members and the panel, once there is one."""

    @wraps(view)
    def door(request: HttpRequest, reference: str, number: int, **kwargs) -> HttpResponse:
        criteria = _criteria(reference, number)
        is_reader = Criteria.objects.visible_to(request.user).contains(criteria) or _seat(request, criteria)
        decision = awarding.decision_on(criteria)
        if not is_reader or decision is None:
            raise Http404
        decision.result.criteria = criteria
        with sealing.opened(criteria) as offers:
            return view(request, criteria, decision, offers, **kwargs)

    return never_cache(door)


def may_decide(request: HttpRequest, criteria: Criteria) -> bool:
    """Publishers of the buyer, and the moderator; nobody with an interest."""
    if may_publish(request, criteria):
        return not criteria.panel.of(request.user).filter(has_interest=True).exists()
    seat = _seat(request, criteria)
    return seat is not None and seat.role == Roles.MODERATOR


def may_publish(request: HttpRequest, criteria: Criteria) -> bool:
    return Criteria.objects.publishable_by(request.user).contains(criteria)


def not_yet(request: HttpRequest, criteria: Criteria) -> HttpResponse:
    """Somebody has not locked: neither prices nor the scores of others are open."""
    context = about(criteria) | {"waits_for": judging.waits_for(criteria)}
    return render(request, "socialvalue/panel/not_yet.html", context, status=403)


def about(criteria: Criteria) -> dict:
    return {"criteria": criteria, "lot": criteria.lot, "opportunity": criteria.lot.opportunity}


def place(criteria: Criteria) -> tuple[str, int]:
    return criteria.lot.opportunity.reference, criteria.lot.number


def _criteria(reference: str, number: int) -> Criteria:
    found = Criteria.objects.published().select_related(WHERE)
    return get_object_or_404(found, lot__opportunity__reference=reference, lot__number=number)


def _seat(request: HttpRequest, criteria: Criteria) -> PanelMember | None:
    """Of somebody who has declared that she has no interest."""
    return criteria.panel.active().of(request.user).filter(has_interest=False).first()


def _tied(request: HttpRequest, member: PanelMember, bids) -> HttpResponse:
    """She belongs to a bidder, so she is off the panel from now on."""
    because = actions.Conflict().args[0]
    trail.record("panel member of a bidder refused", by=request.user, target=member.criteria, member=member.pk)
    actions.stand_down(member=member, because=str(because), by=request.user, at=timezone.now())
    context = about(member.criteria) | {"bids": bids}
    return render(request, "socialvalue/panel/tied.html", context, status=403)
