"""Adding, changing and removing the lots of an opportunity."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab_portal.forms import answer, problems
from procurement import actions, snapshot
from procurement.drafting.access import for_editors
from procurement.drafting.answers import Answered, answered
from procurement.drafting.forms.lots import (
    Criteria,
    LotForm,
    criteria_forms,
    criteria_of,
    typed_rows,
    weight_so_far,
)
from procurement.drafting.sections import SECTIONS
from procurement.models import Lot, Opportunity
from procurement.models.opportunity import NotAllowed


@require_http_methods(["GET", "POST"])
@for_editors
def add(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    return _lot_page(request, opportunity, None)


@require_http_methods(["GET", "POST"])
@for_editors
def change(request: HttpRequest, opportunity: Opportunity, number: int) -> HttpResponse:
    return _lot_page(request, opportunity, get_object_or_404(opportunity.lots, number=number))


def _lot_page(request: HttpRequest, opportunity: Opportunity, lot: Lot | None) -> HttpResponse:
    """A lot and its award criteria. "Add a line" keeps all that was typed."""
    if request.method != "POST":
        form = LotForm(opportunity=opportunity, lot=lot)
        return _show(request, form, criteria_forms(rows=criteria_of(lot) if lot else []))
    form = LotForm(request.POST, opportunity=opportunity, lot=lot)
    criteria = criteria_forms(request.POST)
    if "more" in request.POST or form.is_stale:
        lines = criteria_forms(rows=typed_rows(criteria), more=1)
        return _show(request, form.again(), lines, is_stale=form.is_stale)
    if all([form.is_valid(), criteria.is_valid()]):  # both, so that every fault is shown at once
        try:
            saved = form.save(by=request.user, criteria=criteria.rows)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Lot %(number)d is saved.") % {"number": saved.number})
            return redirect("pipeline:section", opportunity.reference, "lots")
    return _show(request, form, criteria)


def _show(request: HttpRequest, form: LotForm, criteria: Criteria, *, is_stale: bool = False) -> HttpResponse:
    asked = [form, *criteria]
    context = {
        "opportunity": form.opportunity,
        "lot": form.lot,
        "form": form,
        "criteria": criteria,
        "total": f"{weight_so_far(criteria).normalize():f}",
        "problems": [problem for each in asked if each.is_bound for problem in problems(each)],
    }
    if is_stale:
        context["theirs"] = _saved_now(form)
        return render(request, "procurement/draft/lot.html", context, status=409)
    return answer(request, "procurement/draft/lot.html", context, *asked)


def _saved_now(form: LotForm) -> list[Answered]:
    """What somebody else saved meanwhile."""
    lots = answered([SECTIONS["lots"]], snapshot.of(form.opportunity))
    return [each for each in lots if form.lot and each.lot == form.lot.number]


@require_http_methods(["GET", "POST"])
@for_editors
def remove(request: HttpRequest, opportunity: Opportunity, number: int) -> HttpResponse:
    lot = get_object_or_404(opportunity.lots.select_related("opportunity"), number=number)
    if request.method != "POST":
        return render(request, "procurement/draft/lot_remove.html", {"opportunity": opportunity, "lot": lot})
    try:
        actions.remove_lot(lot=lot, by=request.user)
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Lot %(number)d is removed.") % {"number": number})
    return redirect("pipeline:section", opportunity.reference, "lots")
