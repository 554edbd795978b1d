"""Where an imported notice and the working copy disagree: the officer decides, field by field."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab_portal.forms import answer
from procurement import actions
from procurement.drafting.access import for_editors
from procurement.drafting.forms.differences import DifferencesForm
from procurement.models import Opportunity


@require_http_methods(["GET", "POST"])
@for_editors
def differences(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """Ours or theirs, for each; what is left undecided stays on the list."""
    form = DifferencesForm(request.POST if request.method == "POST" else None, opportunity=opportunity)
    if form.is_bound and form.is_valid():
        for difference, take_theirs in form.decided:
            step = {"difference": difference, "by": request.user, "at": timezone.now()}
            actions.settle_difference(**step, take_theirs=take_theirs)
        messages.success(request, _("Your decisions are saved. Nothing is published yet."))
        return redirect("pipeline:edit", opportunity.reference)
    context = {"opportunity": opportunity, "form": form}
    return answer(request, "procurement/draft/differences.html", context, form)
