"""Entering an opportunity: its task list, its pages, a look over it all, and throwing it or its changes away."""

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.accounts.models import Membership
from collab_portal.forms import answer
from collab_portal.forms.journey import after
from procurement import actions, snapshot
from procurement.design import advice
from procurement.drafting import sections
from procurement.drafting.access import acting_body, for_editors, for_members
from procurement.drafting.answers import answered
from procurement.drafting.forms.steps import DropForm
from procurement.drafting.forms.what import NewForm
from procurement.drafting.overview import Overview
from procurement.drafting.views.findings import of_section, of_working_copy
from procurement.models import Opportunity, Stage


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The first page. Nothing is kept until it has a title."""
    body = acting_body(request.user, Membership.EDITORS)
    form = NewForm(request.POST if request.method == "POST" else None, opportunity=Opportunity(buyer=body))
    if form.is_bound and form.is_valid():
        opportunity = actions.start_draft(buyer=body, by=request.user, **form.answers())
        messages.success(request, _("Your draft is saved. Fill in the rest in any order, now or later."))
        return redirect("pipeline:edit", opportunity.reference)
    return answer(request, "procurement/draft/new.html", {"form": form, "body": body}, form)


@require_safe
@for_members
def edit(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """The task list: what is done, what is missing, and what can be done next."""
    overview = Overview(opportunity, request.user)
    return render(request, "procurement/draft/edit.html", {"opportunity": opportunity, "overview": overview})


@require_http_methods(["GET", "POST"])
@for_editors
def section(request: HttpRequest, opportunity: Opportunity, slug: str) -> HttpResponse:
    """One page of the draft. Half an answer may be saved."""
    page = sections.SECTIONS.get(slug)
    if page is None:
        raise Http404
    said = snapshot.of(opportunity)
    context = {"opportunity": opportunity, "section": page, "said": said}
    context["findings"] = partial(of_section, opportunity, said, page)
    if page.form is None:
        return render(request, page.template, context | {"lots": answered([page], said)})
    if request.method != "POST":
        return render(request, page.template, context | {"form": page.form(opportunity=opportunity)})
    form = page.form(request.POST, opportunity=opportunity)
    if "look" in request.POST:
        return render(request, page.template, context | {"form": form.again()})
    if form.is_stale:
        theirs = answered([page], said)
        return render(request, page.template, context | {"form": form.again(), "theirs": theirs}, status=409)
    if form.is_valid():
        form.save(by=request.user)
        return _onwards(request, opportunity, page)
    return answer(request, page.template, context | {"form": form}, form)


def _onwards(request: HttpRequest, opportunity: Opportunity, page: sections.Section) -> HttpResponse:
    """To the next page of a draft; back to the task list from a page of what is published, or when asked to."""
    following = after(page, sections.SECTIONS)
    if "leave" in request.POST or opportunity.is_published or following is None:
        messages.success(request, _("Saved."))
        return redirect("pipeline:edit", opportunity.reference)
    return redirect("pipeline:section", opportunity.reference, following.slug)


@require_safe
@for_members
def check(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """All answers on one page."""
    overview = Overview(opportunity, request.user)
    answers = answered(sections.SECTIONS.values(), overview.said)
    found = advice.of_working_copies(Opportunity.objects.filter(pk=opportunity.pk), today=timezone.localdate())
    context = {
        "opportunity": opportunity,
        "overview": overview,
        "answered": answers,
        "advice": found.get(opportunity.reference),
        "barriers": of_working_copy(opportunity, overview.said).barriers,
    }
    return render(request, "procurement/draft/check.html", context)


@require_safe
@for_members
def preview(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """The public page as it would be."""
    return render(
        request, "procurement/draft/preview.html", {"opportunity": opportunity, "said": snapshot.of(opportunity)}
    )


@require_http_methods(["GET", "POST"])
@for_editors
def discard(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """Throw a draft away. What is published cannot be unsaid."""
    if opportunity.stage != Stage.DRAFT:
        messages.error(request, _("Only a draft can be thrown away. Withdraw this opportunity instead."))
        return redirect("pipeline:edit", opportunity.reference)
    if request.method == "POST":
        actions.discard(opportunity=opportunity, by=request.user)
        messages.success(request, _("The draft is thrown away."))
        return redirect("pipeline:desk")
    return render(request, "procurement/draft/discard.html", {"opportunity": opportunity})


@require_http_methods(["GET", "POST"])
@for_editors
def drop_changes(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """Go back to what is published, after a last look at what goes with it."""
    overview = Overview(opportunity, request.user)
    if not overview.may_drop:
        messages.info(request, _("Everything here is as it was published."))
        return redirect("pipeline:edit", opportunity.reference)
    form = DropForm(request.POST if request.method == "POST" else None, publication=overview.publication)
    context = {"opportunity": opportunity, "overview": overview, "form": form}
    if form.is_stale:
        context |= {"form": form.again(), "conflict": True}
        return render(request, "procurement/draft/drop_changes.html", context, status=409)
    if form.is_bound:
        actions.drop_changes(opportunity=opportunity, by=request.user)
        messages.success(request, _("Your changes are gone. Everything is as it was published."))
        return redirect("pipeline:edit", opportunity.reference)
    return render(request, "procurement/draft/drop_changes.html", context)
