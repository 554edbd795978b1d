"""Is it open to small providers? What the design checks say of a working copy."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from procurement import actions, snapshot
from procurement.design import review
from procurement.design.checks import of_fields
from procurement.design.findings import Finding
from procurement.drafting.access import for_editors, for_members
from procurement.drafting.sections import SECTIONS, Section
from procurement.models import Opportunity
from procurement.snapshot import Snapshot


@require_safe
@for_members
def design(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """Every check of the working copy, the worst first."""
    found = of_working_copy(opportunity, snapshot.of(opportunity))
    may_edit = Opportunity.objects.editable_by(request.user).contains(opportunity)
    groups = [(result, [(each, home(each) if may_edit else None) for each in rows]) for result, rows in found.groups]
    context = {
        "opportunity": opportunity,
        "review": found,
        "groups": groups,
        "may_edit": may_edit,
        "may_share": Opportunity.objects.publishable_by(request.user).contains(opportunity),
    }
    return render(request, "procurement/design/draft.html", context)


@require_POST
@for_editors
def design_badge(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """Show or hide "checked for small providers" on the public page, once that is published."""
    is_shown = "show" in request.POST
    actions.amend(opportunity=opportunity, by=request.user, design_badge=is_shown)
    shown, hidden = _("The public page will show what you checked."), _("The public page will not show it.")
    messages.success(request, shown if is_shown else hidden)
    return redirect("pipeline:design", opportunity.reference)


def of_working_copy(opportunity: Opportunity, said: Snapshot) -> review.Review:
    return review.review(
        said,
        today=timezone.localdate(),
        published_on=review.published_on(opportunity),
        meets_bidders=review.meets_bidders(opportunity),
    )


def of_section(opportunity: Opportunity, said: Snapshot, section: Section) -> list[Finding]:
    """What the checks say of the answers on one page."""
    return of_fields(of_working_copy(opportunity, said).findings, section.fields)


def home(finding: Finding) -> Section | None:
    """The page on which a finding can be mended."""
    asked = finding.check.inputs[0]
    return next((section for section in SECTIONS.values() if asked in section.fields), SECTIONS["lots"])
