"""The people who judge: named by publishers, and each of them asked for her interests first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab_portal.audit import trail
from collab_portal.forms import answer
from procurement.drafting.access import for_members, for_publishers
from procurement.models import Opportunity
from procurement.models.stages import NotAllowed
from socialvalue import judging, slow_panels
from socialvalue.actions import panel as actions
from socialvalue.forms.panel import InterestForm, MemberForm, StandDownForm
from socialvalue.models import Criteria, PanelMember
from socialvalue.views.panel_doors import about, for_undeclared, may_publish, place

USUAL = 3


@require_http_methods(["GET", "POST"])
def panel(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Members of the buyer see who judges; publishers name them."""
    return (_named if request.method == "POST" else _shown)(request, reference=reference, number=number)


@for_members
def _shown(request: HttpRequest, opportunity: Opportunity, number: int) -> HttpResponse:
    criteria = _criteria(opportunity, number)
    form = MemberForm(criteria=criteria) if may_publish(request, criteria) else None
    return render(request, "socialvalue/panel/panel.html", _people(request, criteria) | {"form": form})


@for_publishers
def _named(request: HttpRequest, opportunity: Opportunity, number: int) -> HttpResponse:
    criteria = _criteria(opportunity, number)
    form = MemberForm(request.POST, criteria=criteria)
    if form.is_valid():
        person, role = form.cleaned_data["person"], form.cleaned_data["role"]
        try:
            actions.name_member(criteria=criteria, person=person, role=role, by=request.user)
        except actions.Conflict as refused:
            trail.record("panel member of a bidder refused", by=request.user, target=criteria, person=person.pk)
            form.add_error(None, str(refused))
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The person is asked by e-mail."))
            return redirect("panel:detail", *place(criteria))
    return answer(request, "socialvalue/panel/panel.html", _people(request, criteria) | {"form": form}, form)


@require_http_methods(["GET", "POST"])
@for_publishers
def stand_down(request: HttpRequest, opportunity: Opportunity, number: int, pk: int) -> HttpResponse:
    """Take somebody off the panel, and say why."""
    criteria = _criteria(opportunity, number)
    member = get_object_or_404(criteria.panel.active().select_related("user"), pk=pk)
    member.criteria = criteria
    form = StandDownForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        because = form.cleaned_data["because"]
        try:
            actions.stand_down(member=member, because=because, by=request.user, at=timezone.now())
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("This person is off the panel."))
            return redirect("panel:detail", *place(criteria))
    context = about(criteria) | {"member": member, "form": form}
    return answer(request, "socialvalue/panel/stand_down.html", context, form)


@require_http_methods(["GET", "POST"])
@for_undeclared
def declare(request: HttpRequest, member: PanelMember, offers) -> HttpResponse:
    """Who made an offer, and has she an interest in any of them?"""
    if member.declared_at:
        return _onwards(member)
    form = InterestForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        has_interest = form.cleaned_data["has_interest"] == "yes"
        said = {"has_interest": has_interest, "interest": form.cleaned_data["interest"]}
        actions.declare_interest(member=member, by=request.user, at=timezone.now(), **said)
        if has_interest:
            messages.info(request, _("Thank you for saying so. You take no part in judging these offers."))
            return redirect("accounts:desk")
        return _onwards(member)
    names = [each.name for each in offers]
    context = about(member.criteria) | {"member": member, "names": names, "form": form}
    return answer(request, "socialvalue/panel/declare.html", context, form)


def _onwards(member: PanelMember) -> HttpResponse:
    page = "scores:list" if member.role == PanelMember.Role.EVALUATOR else "moderation:list"
    return redirect(page, *place(member.criteria))


def _criteria(opportunity: Opportunity, number: int) -> Criteria:
    found = Criteria.objects.published().select_related("lot__opportunity__buyer")
    return get_object_or_404(found, lot__opportunity=opportunity, lot__number=number)


def _people(request: HttpRequest, criteria: Criteria) -> dict:
    members = list(criteria.panel.select_related("user").order_by("-role", "pk"))
    active = [each for each in members if not each.stood_down_at]
    return about(criteria) | {
        "active": active,
        "gone": [each for each in members if each.stood_down_at],
        "seat": next((each for each in active if each.user_id == request.user.pk), None),
        "may_publish": may_publish(request, criteria),
        "is_locked": judging.is_locked(criteria),
        "planned_end": slow_panels.planned_end(criteria.lot.opportunity),
        "few": sum(each.role == PanelMember.Role.EVALUATOR for each in active) < USUAL,
        "needs_moderator": not any(each.role == PanelMember.Role.MODERATOR for each in active),
    }
