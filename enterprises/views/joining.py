"""Asking to join an enterprise, and its administrators' answers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.forms import answer
from collab_portal.limits import allow
from enterprises import actions
from enterprises.forms.trust import JoinDecisionForm, JoinForm
from enterprises.models import Enterprise, JoinRequest, NotAllowed
from enterprises.views import own

DAY = 24 * 3600
REQUESTS_A_DAY = 5


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask to be a member. Members are led to the enterprise, and what nobody looks after is claimed instead."""
    enterprise = get_object_or_404(Enterprise.objects.listed().select_related("organisation"), organisation__slug=slug)
    if Enterprise.objects.claimable_by(request.user).contains(enterprise):
        return redirect("enterprises:claim", slug)
    if not Enterprise.objects.joinable_by(request.user).contains(enterprise):
        return redirect("enterprises:detail", slug)
    waiting = JoinRequest.objects.open().filter(enterprise=enterprise, by=request.user).first()
    form = JoinForm(request.POST if request.method == "POST" and not waiting else None)
    if form.is_bound and form.is_valid():
        if allow("join", request.user.pk, times=REQUESTS_A_DAY, seconds=DAY):
            message = form.cleaned_data["message"]
            actions.ask_for_membership(enterprise=enterprise, by=request.user, at=timezone.now(), message=message)
            return redirect("enterprises:join", slug)
        form.add_error(None, _("You have asked many enterprises today. Try again tomorrow."))
    context = {"enterprise": enterprise, "form": form, "waiting": waiting}
    return answer(request, "enterprises/trust/join.html", context, form)


@require_safe
def requests(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for the administrators, and the log of what they decided."""
    enterprise = own.to_decide(request.user, slug)
    asked = enterprise.join_requests.select_related("by", "decided_by")
    context = {
        "enterprise": enterprise,
        "waiting": asked.open().order_by("asked_at", "pk"),
        "decided": asked.decided().order_by("-decided_at", "-pk"),
    }
    return render(request, "enterprises/trust/join_requests.html", context)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One request: yes, in a role, or no, and why."""
    enterprise = own.to_decide(request.user, slug)
    asked = get_object_or_404(enterprise.join_requests.open().select_related("by"), pk=pk)
    form = JoinDecisionForm(
        request.POST if request.method == "POST" else None,
        accept=_("They may join"),
        refuse=_("Refuse the request"),
    )
    if form.is_bound and form.is_valid():
        given = {"request": asked, "by": request.user, "at": timezone.now(), "reason": form.cleaned_data["reason"]}
        try:
            if form.is_accepted:
                actions.accept_member(**given, role=form.cleaned_data["role"])
            else:
                actions.refuse_member(**given)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Decided. We have told the person."))
            return redirect("enterprises:join-requests", slug)
    context = {"enterprise": enterprise, "asked": asked, "form": form}
    return answer(request, "enterprises/trust/join_decide.html", context, form)
