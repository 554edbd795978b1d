"""Clauses in a contract that is being written: copied in, fitted, taken out again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.forms import answer
from procurement.drafting.access import for_editors, for_members
from procurement.models import Opportunity
from procurement.models.stages import CURRENT_STAGES, Stage
from socialvalue.practice import clauses
from socialvalue.practice.actions import clauses as actions
from socialvalue.practice.forms.clauses import CopyForm, FitForm
from socialvalue.practice.models import Clause, ClauseCopy, NotAllowed

MOST = 50


@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Into one of the contracts that she prepares."""
    clause = get_object_or_404(Clause.objects.public().select_related("owner"), slug=slug)
    version = get_object_or_404(clause.versions.published(), number=number)
    open_ones = Opportunity.objects.editable_by(request.user).filter(stage__in=[Stage.DRAFT, *CURRENT_STAGES])
    open_ones = open_ones.order_by("-pk")
    form = CopyForm(request.POST if request.method == "POST" else None, opportunities=open_ones)
    context = {"form": form, "clause": clause, "version": version, "has_any": open_ones.exists()}
    if form.is_bound and form.is_valid():
        opportunity = form.cleaned_data["opportunity"]
        try:
            actions.copy_clause(version=version, opportunity=opportunity, by=request.user, at=timezone.now())
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Copied. Now fit the words to your contract."))
            return redirect("clause-copies", opportunity.reference)
    return answer(request, "practice/clauses/copy.html", context, form)


@require_safe
@for_members
def copies(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """All clauses of one contract, with where they come from and what has changed since."""
    found = list(_of(opportunity).order_by("copied_at", "pk"))
    standing = clauses.standing([each.version for each in found])
    context = {
        "opportunity": opportunity,
        "rows": [
            (each, standing[each.version_id], clauses.provenance(each.version, timezone.localdate(each.copied_at)))
            for each in found
        ],
        "may_edit": Opportunity.objects.editable_by(request.user).contains(opportunity),
    }
    return render(request, "practice/clauses/copies.html", context)


@require_http_methods(["GET", "POST"])
@for_editors
def fit(request: HttpRequest, opportunity: Opportunity, pk: int) -> HttpResponse:
    found = get_object_or_404(_of(opportunity), pk=pk)
    saved = {"text_en": found.text_en, "text_cy": found.text_cy}
    form = FitForm(request.POST if request.method == "POST" else None, saved=saved, initial=saved)
    context = {"form": form, "opportunity": opportunity, "copy": found}
    context["provenance"] = clauses.provenance(found.version, timezone.localdate(found.copied_at))
    if form.is_bound and form.is_valid():
        if form.is_stale:
            return render(request, "practice/clauses/fit.html", context | {"theirs": list(form.in_words)}, status=409)
        actions.fit_copy(copy=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("clause-copies", opportunity.reference)
    return answer(request, "practice/clauses/fit.html", context, form)


@require_POST
@for_editors
def remove(request: HttpRequest, opportunity: Opportunity, pk: int) -> HttpResponse:
    actions.remove_copy(copy=get_object_or_404(_of(opportunity), pk=pk), by=request.user)
    messages.success(request, _("The clause is taken out of this contract."))
    return redirect("clause-copies", opportunity.reference)


def _of(opportunity: Opportunity):
    return ClauseCopy.objects.filter(opportunity=opportunity).select_related("version", "version__clause")
