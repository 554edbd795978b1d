"""Taking a published opportunity from stage to stage."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab_portal.forms import answer, problems
from procurement import actions
from procurement.changes import Difference
from procurement.drafting.access import for_publishers
from procurement.drafting.forms.awards import award_forms, proposed_awards, published_awards, typed_awards
from procurement.drafting.forms.steps import CorrectionForm, DeadlineForm, ReasonsForm, TenderForm
from procurement.drafting.overview import Overview
from procurement.models import Opportunity, Stage
from procurement.models.stages import NotAllowed


@require_http_methods(["GET", "POST"])
@for_publishers
def open_tender(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """The tender is out. What was changed before is published with it, so the page shows that too."""
    if not opportunity.may_move_to(Stage.TENDERING):
        return _not_now(request, opportunity)
    now, overview = timezone.now(), Overview(opportunity, request.user)
    data = request.POST if request.method == "POST" else None
    form = TenderForm(data, now=now, publication=overview.publication)
    context = {"overview": overview, "opportunity": opportunity, "form": form, "gaps": []}
    if form.is_stale:
        context |= {"form": form.again(), "conflict": True}
        return render(request, "procurement/draft/open_tender.html", context, status=409)
    if form.is_bound and form.is_valid():
        step = {"opportunity": opportunity, "by": request.user, "at": now}
        closes_at = form.cleaned_data["submissions_close_at"]
        try:
            actions.open_tender(**step, submissions_close_at=closes_at, reasons=form.reasons)
        except actions.NotReady as refused:
            context["gaps"] = refused.gaps
            return render(request, "procurement/draft/open_tender.html", context, status=422)
        return redirect("pipeline:published", opportunity.reference)
    return answer(request, "procurement/draft/open_tender.html", context, form)


@require_http_methods(["GET", "POST"])
@for_publishers
def extend(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """More time for bidders."""
    if opportunity.stage != Stage.TENDERING:
        return _not_now(request, opportunity)
    now, deadline = timezone.now(), opportunity.submissions_close_at
    asked = [Difference("submissions_close_at", before=str(deadline), after=None)]
    data = request.POST if request.method == "POST" else None
    form = DeadlineForm(data, now=now, after=deadline, differences=asked)
    if form.is_bound and form.is_valid():
        step = {"opportunity": opportunity, "by": request.user, "at": now}
        closes_at, reason = form.cleaned_data["submissions_close_at"], form.reasons["submissions_close_at"]
        try:
            actions.extend_deadline(**step, submissions_close_at=closes_at, reason=reason)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The deadline is extended. Everyone who watches this is told."))
            return redirect("pipeline:edit", opportunity.reference)
    return answer(request, "procurement/draft/extend.html", {"opportunity": opportunity, "form": form}, form)


@require_http_methods(["GET", "POST"])
@for_publishers
def award(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """How each lot ended. "Another winner" adds a form and keeps all that was typed."""
    if not opportunity.may_move_to(Stage.AWARDED):
        return _not_now(request, opportunity)
    now, lots = timezone.now(), list(opportunity.lots.order_by("number"))
    today = timezone.localdate(now)
    data, filled = request.POST if request.method == "POST" else None, proposed_awards(request.GET, lots, today)
    forms = award_forms(data, lots=lots, today=today, rows=filled)
    if "more" in request.POST:
        forms = award_forms(lots=lots, today=today, rows=[*typed_awards(forms), {}])
    if forms.is_bound and forms.is_valid():
        actions.award(opportunity=opportunity, by=request.user, at=now, awards=forms.given)
        messages.success(request, _("The result is published. Thank you: few bidders ever hear how it ended."))
        return redirect("pipeline:edit", opportunity.reference)
    faults = [problem for form in forms if form.is_bound for problem in problems(form)]
    context = {"opportunity": opportunity, "awards": forms, "problems": faults}
    return answer(request, "procurement/draft/award.html", context, *forms)


@require_http_methods(["GET", "POST"])
@for_publishers
def correct_award(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """Say anew how it ended, and what was wrong."""
    if opportunity.stage != Stage.AWARDED:
        return _not_now(request, opportunity)
    now, lots = timezone.now(), list(opportunity.lots.order_by("number"))
    known = {"lots": lots, "today": timezone.localdate(now)}
    data = request.POST if request.method == "POST" else None
    forms, why = award_forms(data, **known), CorrectionForm(data)
    if data is None:
        forms = award_forms(rows=published_awards(opportunity, lots), **known)
    elif "more" in data:
        forms = award_forms(rows=[*typed_awards(forms), {}], **known)
        why = CorrectionForm(initial={name: why[name].value() for name in why.fields})
    if forms.is_bound and forms.is_valid() & why.is_valid():
        step = {"opportunity": opportunity, "by": request.user, "at": now}
        if actions.correct_award(**step, awards=forms.given, reason=why.reason):
            messages.success(request, _("The corrected result is published, with your reason."))
        else:
            messages.info(request, _("Nothing was different, so nothing is published."))
        return redirect("pipeline:edit", opportunity.reference)
    faults = [problem for form in (*forms, why) if form.is_bound for problem in problems(form)]
    context = {"opportunity": opportunity, "awards": forms, "why": why, "problems": faults}
    return answer(request, "procurement/draft/correct_award.html", context, *forms, why)


@require_http_methods(["GET", "POST"])
@for_publishers
def reopen(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """There is no result after all."""
    if opportunity.stage != Stage.AWARDED:
        return _not_now(request, opportunity)
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.reopen(opportunity=opportunity, by=request.user, at=timezone.now(), reason=form.reason)
        messages.success(request, _("The result is taken back. The tender goes on."))
        return redirect("pipeline:edit", opportunity.reference)
    return answer(request, "procurement/draft/reopen.html", {"opportunity": opportunity, "form": form}, form)


@require_http_methods(["GET", "POST"])
@for_publishers
def withdraw(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    return _end(request, opportunity, Stage.WITHDRAWN, actions.withdraw, _("The opportunity is withdrawn."))


@require_http_methods(["GET", "POST"])
@for_publishers
def cancel(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    return _end(request, opportunity, Stage.CANCELLED, actions.cancel, _("The tender is cancelled."))


def _end(request: HttpRequest, opportunity: Opportunity, stage: Stage, step: Callable, done: str) -> HttpResponse:
    """It ends without a contract, and its page says why."""
    if not opportunity.may_move_to(stage):
        return _not_now(request, opportunity)
    asked = [Difference("stage", before=opportunity.stage, after=stage)]
    form = ReasonsForm(request.POST if request.method == "POST" else None, differences=asked)
    if form.is_bound and form.is_valid():
        step(opportunity=opportunity, by=request.user, at=timezone.now(), reason=form.reasons["stage"])
        messages.success(request, done)
        return redirect("pipeline:edit", opportunity.reference)
    return answer(request, f"procurement/draft/{step.__name__}.html", {"opportunity": opportunity, "form": form}, form)


def _not_now(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """The step is not open: somebody else may just have taken it."""
    stage = opportunity.get_stage_display()
    messages.error(request, _("This cannot be done now: the opportunity is “%(stage)s”.") % {"stage": stage})
    return redirect("pipeline:edit", opportunity.reference)
