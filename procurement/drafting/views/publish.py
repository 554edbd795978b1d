"""Publishing a draft, or what was changed since."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.forms import answer
from procurement import actions
from procurement.drafting.access import for_members, for_publishers
from procurement.drafting.forms.steps import PublishForm
from procurement.drafting.overview import Overview
from procurement.drafting.views.findings import of_working_copy
from procurement.models import Opportunity


@require_http_methods(["GET", "POST"])
@for_publishers
def publish(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """The last look: what will be said, what is missing, and why dates moved."""
    overview = Overview(opportunity, request.user)
    if opportunity.is_published and not overview.has_changes:
        messages.info(request, _("There is nothing new to publish."))
        return redirect("pipeline:edit", opportunity.reference)
    form = PublishForm(request.POST if request.method == "POST" else None, publication=overview.publication)
    context = {"overview": overview, "opportunity": opportunity, "form": form}
    context["barriers"] = of_working_copy(opportunity, overview.said).barriers
    if form.is_stale:
        context |= {"form": form.again(), "conflict": True}
        return render(request, "procurement/draft/publish.html", context, status=409)
    if form.is_bound and form.is_valid():
        step = {"opportunity": opportunity, "by": request.user, "at": timezone.now()}
        try:
            actions.publish_changes(**step, reasons=form.reasons)
        except actions.NotReady:
            return render(request, "procurement/draft/publish.html", context, status=422)
        return redirect("pipeline:published", opportunity.reference)
    return answer(request, "procurement/draft/publish.html", context, form)


@require_safe
@for_members
def published(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """It is out. The same page after every publication."""
    if not opportunity.is_published:
        return redirect("pipeline:edit", opportunity.reference)
    page = opportunity.get_absolute_url()
    pages = {"english": translate_url(page, "en"), "welsh": translate_url(page, "cy")}
    return render(request, "procurement/draft/published.html", {"opportunity": opportunity} | pages)
