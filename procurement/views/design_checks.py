"""The design checks for everybody: what each of them asks and why, what a buyer did, and a pipeline as a whole."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.accounts.models import Membership
from collab_portal.forms import answer
from collab_portal.sheets.writing import csv_rows
from procurement import actions, snapshot
from procurement.design import advice, limits, review, trend
from procurement.design.checks import CHECKS, ORDER
from procurement.design.findings import Check
from procurement.design.gathering import working_copies
from procurement.design.limits import Limit
from procurement.drafting.access import acting_body
from procurement.engagement import interests
from procurement.forms.design_figures import FiguresForm
from procurement.models import Opportunity, PipelineEntry, Release, Stage
from procurement.models.opportunity import CURRENT_STAGES

MOST_LISTED = 200


@login_not_required
@require_safe
def checks(request: HttpRequest) -> HttpResponse:
    return render(request, "procurement/design/checks.html", {"checks": CHECKS.values(), "results": ORDER})


@login_not_required
@require_safe
def check(request: HttpRequest, slug: str) -> HttpResponse:
    found = next((each for each in CHECKS.values() if each.slug == slug), None)
    if found is None:
        raise Http404
    return render(request, "procurement/design/check.html", {"check": found, "limits": limits_of(found)})


def limits_of(found: Check) -> list[Limit]:
    """The figures of a check that are in force now."""
    now = limits.limits(timezone.localdate())
    return [each for each in limits.all_limits() if each.check == found.id and now[each.name] == each.value]


@login_not_required
@require_safe
def checked(request: HttpRequest, reference: str) -> HttpResponse:
    """What a buyer did for small providers, where it chose to show it."""
    entry = get_object_or_404(PipelineEntry, reference=reference)
    release = Release.objects.get(opportunity=entry.pk, version=entry.version)
    said = snapshot.read(release.snapshot)
    if not said.design_badge:
        raise Http404
    first = timezone.localdate(entry.published_at)
    meets = review.meets_bidders(Opportunity(pk=entry.pk))
    found = review.review(said, today=timezone.localdate(), published_on=first, meets_bidders=meets)
    return render(request, "procurement/design/checked.html", {"entry": entry, "said": said, "review": found})


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The design report: all that a public body has in its pipeline, by check and by opportunity."""
    body = acting_body(request.user)
    wanted = Opportunity.objects.filter(buyer=body, stage__in=(Stage.DRAFT, *CURRENT_STAGES)).order_by("pk")
    planned, today = working_copies(wanted), timezone.localdate()
    found = review.reviews(planned, today=today)
    found.sort(key=lambda pair: (ORDER.index(pair[1].worst), -pair[1].counts[pair[1].worst], pair[0].reference))
    listed = {said.reference for said, _review in found[:MOST_LISTED] if said.stage in advice.IN_TIME}
    advised = advice.advised([each for each in planned if each.said.reference in listed], today=today)
    context = {
        "body": body,
        "results": ORDER,
        "tallies": review.by_check(each for _said, each in found),
        "rows": [
            (said, [each.counts[result] for result in ORDER], advised.get(said.reference))
            for said, each in found[:MOST_LISTED]
        ],
        "total": len(found),
        "most": MOST_LISTED,
        "open": sum(each.is_open for _said, each in found),
        "trend": trend.of_body(body),
        "reasons": interests.in_words(interests.reasons(wanted)),
        "may_set": Membership.objects.filter(
            user=request.user, organisation=body, role__in=Membership.PUBLISHERS
        ).exists(),
    }
    return render(request, "procurement/design/report.html", context)


@require_safe
def trend_file(request: HttpRequest) -> HttpResponse:
    """The trend of the design report as a sheet."""
    found = trend.of_body(acting_body(request.user))
    head = (_("Quarter"), _("Published"), _("Open to small providers"), _("Per cent"), _("Not known, on average"))
    rows = [(each.name, each.published, each.open, each.percent, each.unknown) for each in found.quarters]
    sheet = HttpResponse("".join(csv_rows([head, *rows])), content_type="text/csv; charset=utf-8")
    sheet.headers["Content-Disposition"] = 'attachment; filename="design-trend.csv"'
    return sheet


@require_http_methods(["GET", "POST"])
def figures(request: HttpRequest) -> HttpResponse:
    """A public body puts its own figures in place of our judgement."""
    body = acting_body(request.user, Membership.PUBLISHERS)
    own = review.own_limits([body.pk]).get(body.pk, {})
    form = FiguresForm(request.POST if request.method == "POST" else None, own=own)
    if form.is_bound and form.is_valid():
        actions.set_design_limits(body=body, by=request.user, own=form.own)
        messages.success(request, _("Saved."))
        return redirect("pipeline:design-report")
    return answer(request, "procurement/design/figures.html", {"body": body, "form": form}, form)
