"""The lot designer: an officer splits a contract in several ways, sees what each would bring, and chooses one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab_portal.reference.models import Threshold
from procurement import actions, snapshot, thresholds
from procurement.actions.lots import BEFORE_THE_TENDER
from procurement.design import proposals, review
from procurement.design.carrying import is_typed
from procurement.design.lots import Way
from procurement.drafting.access import for_editors
from procurement.drafting.designer import Designer
from procurement.drafting.forms.designer import ChoiceForm
from procurement.models import Opportunity


@require_http_methods(["GET", "POST"])
@for_editors
def lots(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """What is looked at stands in the address; posting to that address chooses it."""
    if opportunity.stage not in BEFORE_THE_TENDER:
        messages.error(request, _("The lots cannot be split anew once bids are asked for."))
        return redirect("pipeline:edit", opportunity.reference)
    said, today = snapshot.of(opportunity), timezone.localdate()
    first, meets = review.published_on(opportunity), review.meets_bidders(opportunity)
    design, _own = review.design_of(said, today=today, published_on=first, meets_bidders=meets)
    designer = Designer(proposals.contract(said, design, language=get_language() or "en"), request.GET)
    context = {
        "opportunity": opportunity,
        "said": said,
        "designer": designer,
        "standing": thresholds.standing(said, Threshold.objects.all(), today=today),
    }
    if request.method == "POST":
        return _chosen(request, opportunity, designer, context)
    is_whole = designer.drawn is not None and designer.drawn.way == Way.WHOLE
    context["choice"] = ChoiceForm(said=said, is_whole=is_whole)
    is_wrong = designer.drawn is not None and designer.drawn.form.errors
    return render(request, PAGE, context | {"has_errors": is_wrong}, status=422 if is_wrong else 200)


PAGE = "procurement/draft/designer.html"


def _chosen(request: HttpRequest, opportunity: Opportunity, designer: Designer, context: dict) -> HttpResponse:
    """Lots that somebody filled in are shown once more before they are replaced, and so are those that changed."""
    said, proposal = designer.of.said, designer.proposal
    if designer.drawn is None or proposal is None:
        choice = ChoiceForm(said=said, is_whole=False)
        return render(request, PAGE, context | {"choice": choice, "has_errors": True}, status=422)
    form = ChoiceForm(request.POST, said=said, is_whole=designer.drawn.way == Way.WHOLE)
    context |= {"choice": form, "proposal": proposal, "is_shared": "share" in request.POST}
    if not form.is_valid():
        return render(request, PAGE, context | {"has_errors": True}, status=422)
    if form.is_stale or (is_typed(said.lots) and "confirm" not in request.POST):
        status = 409 if form.is_stale else 200
        return render(request, "procurement/draft/designer_confirm.html", context, status=status)
    reasons = {name.removeprefix("no_lots_"): text for name, text in form.cleaned_data.items()}
    actions.choose_lots(opportunity=opportunity, by=request.user, lots=proposal.lots, **reasons)
    messages.success(request, _("These are the lots of your draft now. You can change each of them."))
    if "share" in request.POST:
        cleared = [("check", each.check.id) for each in proposal.cleared]
        return redirect(f"{reverse('pipeline:redesign-share', args=[opportunity.reference])}?{urlencode(cleared)}")
    return redirect("pipeline:section", opportunity.reference, "lots")
