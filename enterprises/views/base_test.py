"""The enterprise's own page of the base test."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab_portal.forms import answer
from enterprises import actions
from enterprises.editing.access import for_editors
from enterprises.forms.trust import BaseTestForm
from enterprises.models import Enterprise, TrustStep


@require_http_methods(["GET", "POST"])
@for_editors
def base_test(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    """Four statements, each with what shows it. Whoever changes one after the check is told so first."""
    form = BaseTestForm(request.POST if request.method == "POST" else None, enterprise=enterprise)
    last = enterprise.trust_steps.order_by("-at", "-pk").first()
    context = {
        "enterprise": enterprise,
        "form": form,
        "standing": enterprise.verifications.standing().select_related("network").first(),
        "sent_back": last if last and last.what == TrustStep.What.SENT_BACK else None,
    }
    if form.is_stale:
        return render(
            request, "enterprises/trust/base_test.html", context | {"form": form.again(), "is_stale": True}, status=409
        )
    if form.is_bound and form.is_valid():
        at = timezone.now()
        changed = actions.answer_base_test(enterprise=enterprise, answers=form.answers(), by=request.user, at=at)
        if changed and context["standing"]:
            messages.success(request, _("Saved. A coordinator has to check it again."))
        else:
            messages.success(request, _("Saved."))
        return redirect("enterprises:edit", enterprise.organisation.slug)
    return answer(request, "enterprises/trust/base_test.html", context | {"is_stale": False}, form)
