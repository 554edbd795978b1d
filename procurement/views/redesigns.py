"""Contracts designed anew: the public list of examples, one of them, and the officer's form for sharing hers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.accounts.models import Membership
from collab_portal.forms import answer
from procurement import actions, snapshot
from procurement.design import review
from procurement.design.checks import CHECKS
from procurement.design.findings import Result
from procurement.drafting.access import for_publishers
from procurement.forms.redesigns import RedesignForm
from procurement.models import Opportunity, Redesign

PER_PAGE = 20


@login_not_required
@require_safe
def redesigns(request: HttpRequest) -> HttpResponse:
    """All of them, or those that answer one check."""
    check = CHECKS.get(request.GET.get("check", ""))
    shown = Redesign.objects.select_related("buyer").order_by("-shared_at", "-pk")
    if check:
        shown = shown.filter(checks__contains=[check.id])
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "procurement/design/redesigns.html", {"page": page, "check": check})


@login_not_required
@require_safe
def redesign(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Redesign.objects.select_related("buyer", "category", "opportunity"), pk=number)
    context = {
        "redesign": found,
        "checks": [CHECKS[each] for each in found.checks],
        "is_published": found.opportunity is not None and found.opportunity.is_published,
        "may_take_back": _publishes(request, found),
    }
    return render(request, "procurement/design/redesign.html", context)


@require_http_methods(["GET", "POST"])
@for_publishers
def share(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """What passes now can be ticked; the address may say which checks the designer has just cleared."""
    meets = review.meets_bidders(opportunity)
    design, _own = review.design_of(snapshot.of(opportunity), today=timezone.localdate(), meets_bidders=meets)
    passed = [check.id for check in CHECKS.values() if check(design).result == Result.PASS]
    begin = {"title_en": opportunity.title_en, "title_cy": opportunity.title_cy, "checks": request.GET.getlist("check")}
    form = RedesignForm(request.POST if request.method == "POST" else None, passed=passed, initial=begin)
    if form.is_bound and form.is_valid():
        made = actions.share_redesign(
            opportunity=opportunity,
            by=request.user,
            at=timezone.now(),
            checks=form.cleaned_data["checks"],
            **form.texts,
        )
        messages.success(request, _("Your example is public now. Thank you."))
        return redirect(made)
    context = {"opportunity": opportunity, "form": form}
    return answer(request, "procurement/draft/share_redesign.html", context, form)


@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    mine = Redesign.objects.filter(
        buyer__memberships__user=request.user, buyer__memberships__role__in=Membership.PUBLISHERS
    )
    actions.take_back_redesign(redesign=get_object_or_404(mine, pk=number), by=request.user)
    messages.success(request, _("The example is no longer public."))
    return redirect("pipeline:redesigns")


def _publishes(request: HttpRequest, found: Redesign) -> bool:
    if not request.user.is_authenticated:
        return False
    return request.user.memberships.filter(organisation=found.buyer_id, role__in=Membership.PUBLISHERS).exists()
