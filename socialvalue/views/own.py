"""A public body's own measures, and the start of all that is its own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.forms import answer
from procurement.drafting.access import acting_body
from socialvalue import actions
from socialvalue.actions.own_measures import is_asked_for
from socialvalue.forms.frameworks import MeasureForm
from socialvalue.models import Measure, Policy, ProxySet
from socialvalue.policies import policy_of


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """Measures, policies and sets of values of the body the person acts for."""
    body = acting_body(request.user, Membership.EDITORS)
    today = timezone.localdate()
    context = {
        "body": body,
        "measures": _own_measures(body).order_by("outcome__position", "position"),
        "policies": Policy.objects.filter(owner=body).order_by("-valid_from", "slug"),
        "in_use": policy_of(body, today),
        "proxy_sets": ProxySet.objects.filter(owner=body).order_by("code", "-version"),
        "today": today,
    }
    return render(request, "socialvalue/own.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    body = acting_body(request.user, Membership.EDITORS)
    form = MeasureForm(request.POST) if request.method == "POST" else MeasureForm()
    if form.is_bound and form.is_valid():
        measure = actions.add_measure(owner=body, by=request.user, at=timezone.now(), **form.said)
        messages.success(request, _("%(code)s is added.") % {"code": measure.code})
        return redirect("social-value:own")
    return answer(request, "socialvalue/own_measure.html", {"form": form, "body": body, "measure": None}, form)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Change a measure; one that published criteria ask for can only be retired."""
    body = acting_body(request.user, Membership.EDITORS)
    measure = get_object_or_404(_own_measures(body), code=code)
    context = {"body": body, "measure": measure}
    if is_asked_for(measure):
        return render(request, "socialvalue/own_measure_fixed.html", context)
    if request.method != "POST":
        return answer(request, "socialvalue/own_measure.html", {**context, "form": MeasureForm(measure=measure)})
    form = MeasureForm(request.POST, measure=measure)
    if form.is_stale:
        shown = {**context, "form": form.again(), "theirs": measure}
        return render(request, "socialvalue/own_measure.html", shown, status=409)
    if form.is_valid():
        actions.change_measure(measure=measure, by=request.user, **form.said)
        messages.success(request, _("%(code)s is saved.") % {"code": measure.code})
        return redirect("social-value:own")
    return answer(request, "socialvalue/own_measure.html", {**context, "form": form}, form)


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, code: str) -> HttpResponse:
    body = acting_body(request.user, Membership.EDITORS)
    measure = get_object_or_404(_own_measures(body), code=code)
    if request.method != "POST":
        return render(request, "socialvalue/own_measure_retire.html", {"body": body, "measure": measure})
    actions.retire_measure(measure=measure, by=request.user, at=timezone.now())
    messages.success(request, _("%(code)s is retired. Criteria that ask for it keep it.") % {"code": measure.code})
    return redirect("social-value:own")


def _own_measures(body: Organisation):
    """Those still in use."""
    mine = Measure.objects.current().filter(outcome__theme__framework__owner=body)
    return mine.select_related("outcome__theme")
