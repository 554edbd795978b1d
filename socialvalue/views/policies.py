"""A public body's policies: begun anew or copied from an example, then made its own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collab_portal.accounts.models import Membership
from collab_portal.forms import answer, problems
from procurement.drafting.access import acting_body
from socialvalue import actions
from socialvalue.forms.policies import Bands, PolicyForm, band_forms, bands_of, typed_rows
from socialvalue.models import Policy
from socialvalue.showing import band_lines


@require_POST
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Take an example as a start."""
    body = acting_body(request.user, Membership.EDITORS)
    example = get_object_or_404(Policy.objects.examples(), slug=slug)
    made = actions.copy_policy(policy=example, owner=body, by=request.user, on=timezone.localdate())
    messages.success(request, _("The example is copied. Make it your own, then say that it is in use."))
    return redirect("social-value:own-policy", made.slug)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    return _policy_page(request, None)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, slug: str) -> HttpResponse:
    acting_body(request.user, Membership.EDITORS)
    return _policy_page(request, get_object_or_404(Policy.objects.editable_by(request.user), slug=slug))


def _policy_page(request: HttpRequest, policy: Policy | None) -> HttpResponse:
    """A policy and its bands. "Add a band" keeps all that was typed."""
    body = acting_body(request.user, Membership.EDITORS)
    if request.method != "POST":
        return _show(request, PolicyForm(policy=policy), band_forms(rows=bands_of(policy)))
    form, bands = PolicyForm(request.POST, policy=policy), band_forms(request.POST)
    is_stale = policy is not None and form.is_stale
    if "more" in request.POST or is_stale:
        again = band_forms(rows=typed_rows(bands), more=1)
        return _show(request, form.again(), again, is_stale=is_stale)
    if all([form.is_valid(), bands.is_valid()]):  # both, so that every fault is shown at once
        said = {"bands": bands.rows, **form.cleaned_data}
        actions.save_policy(policy=policy, owner=body, by=request.user, **said)
        messages.success(request, _("The policy is saved."))
        return redirect("social-value:own")
    return _show(request, form, bands)


def _show(request: HttpRequest, form: PolicyForm, bands: Bands, *, is_stale: bool = False) -> HttpResponse:
    asked = [form, *bands]
    context = {
        "policy": form.policy,
        "form": form,
        "bands": bands,
        "problems": [problem for each in asked if each.is_bound for problem in problems(each)],
    }
    if is_stale:
        context["theirs"] = band_lines(form.policy.bands.all()) if form.policy else []
        return render(request, "socialvalue/own_policy.html", context, status=409)
    return answer(request, "socialvalue/own_policy.html", context, *asked)
