"""Saying that one adapts a study, and later how it went."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.forms import answer
from socialvalue.practice import actions
from socialvalue.practice.forms.using import AdaptForm, ReportForm
from socialvalue.practice.models import Adaptation, CaseStudy, NotAllowed
from socialvalue.practice.views.access import own_organisation

State = Adaptation.State


@require_http_methods(["GET", "POST"])
def adapt(request: HttpRequest, slug: str) -> HttpResponse:
    """What, who, by when."""
    study = get_object_or_404(CaseStudy.objects.published(), slug=slug)
    organisation = own_organisation(request)
    if organisation is None:
        return render(request, "practice/edit/nobody.html", status=403)
    given = request.POST if request.method == "POST" else None
    form = AdaptForm(given, study=study, organisation=organisation)
    if form.is_bound and form.is_valid():
        told = dict(form.cleaned_data) | {"language": get_language(), "organisation": organisation}
        actions.plan_adaptation(study=study, by=request.user, at=timezone.now(), **told)
        messages.success(request, _("Thank you. Its authors and their coordinators have an e-mail from us."))
        return redirect(study)
    context = {"study": study, "organisation": organisation, "form": form}
    return answer(request, "practice/use/adapt.html", context, form)


@require_safe
def adaptations(request: HttpRequest) -> HttpResponse:
    """What her organisations adapt."""
    mine = Adaptation.objects.editable_by(request.user).select_related("study", "organisation").order_by("-pk")
    return render(request, "practice/use/list.html", {"adaptations": mine[:200]})


@require_http_methods(["GET", "POST"])
def adaptation(request: HttpRequest, pk: int) -> HttpResponse:
    """How it went."""
    mine = Adaptation.objects.editable_by(request.user).select_related("study", "organisation", "opportunity")
    found = get_object_or_404(mine, pk=pk)
    if found.state != State.PLANNED:
        messages.info(request, _("Somebody has reported on this already."))
        return redirect("case-studies:adaptations")
    given = request.POST if request.method == "POST" else None
    form = ReportForm(given, organisation=found.organisation, initial={"opportunity": found.opportunity_id})
    if form.is_bound and form.is_valid():
        try:
            _report(request, found, form.cleaned_data)
        except NotAllowed as refused:
            form.add_error("moved_to", str(refused))
        else:
            messages.success(request, _("Thank you. Others learn from this."))
            return redirect(found.study)
    return answer(request, "practice/use/report.html", {"adaptation": found, "form": form}, form)


def _report(request: HttpRequest, found: Adaptation, told: dict) -> None:
    by = {"adaptation": found, "by": request.user, "at": timezone.now(), "language": get_language()}
    if told["outcome"] == State.DONE:
        tied = {"told_in": told["moved_to"], "opportunity": told.get("opportunity")}
        actions.report_adaptation(**by, result=told["result"], **tied)
    else:
        actions.give_up_adaptation(**by, why=told["result"])
