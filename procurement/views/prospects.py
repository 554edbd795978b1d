"""“What it means for us”: the plan of an enterprise, for its own people only."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.accounts.models import Membership
from collab_portal.forms import answer
from enterprises.models import Enterprise
from enterprises.views import own
from procurement import snapshot
from procurement.actions import prospects as actions
from procurement.forms.prospects import ProspectForm, as_said
from procurement.models import PipelineEntry, PlanReader, Prospect, Release, SupplyNeed
from procurement.models.stages import NotAllowed
from procurement.outlook import calendar, showing
from procurement.outlook.page import Page
from procurement.outlook.parts import Part
from procurement.outlook.plan import Plan
from procurement.views.statutory import sheet


@never_cache
@require_safe
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """All of it on one page. To open it says that she has looked."""
    membership = _membership(request, slug)
    at = timezone.now()
    reader = actions.look(membership=membership, at=at)
    enterprise = membership.organisation.enterprise
    page = Page(Plan(enterprise, request.user, at=at), reader, may_edit=membership.role in Membership.EDITORS)
    return render(request, "procurement/outlook/plan.html", {"enterprise": enterprise, "page": page})


@never_cache
@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, slug: str, reference: str, part: str) -> HttpResponse:
    """What we think of one opportunity; to save it puts it into the plan."""
    enterprise = own.to_edit(request.user, slug)
    wanted = _part(reference, part)
    prospect = _prospect(enterprise, wanted)
    form = ProspectForm(request.POST if request.method == "POST" else None, initial=as_said(prospect))
    if form.is_bound and form.is_valid():
        step = {"enterprise": enterprise, "part": wanted, "by": request.user, "at": timezone.now()}
        try:
            actions.weigh(**step, **form.cleaned_data)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("plan:detail", slug)
    found = Plan(enterprise, request.user, at=timezone.now()).part(wanted)
    entry = PipelineEntry.objects.defer("document").get(pk=wanted.opportunity)
    about = {
        "enterprise": enterprise,
        "entry": entry,
        "line": found,
        "prospect": prospect,
        "part": part,
    }
    return answer(request, "procurement/outlook/line.html", about | {"form": form}, form)


@require_POST
def add(request: HttpRequest, slug: str, reference: str, part: str) -> HttpResponse:
    """Into the plan; what we think of it is asked next."""
    enterprise = own.to_edit(request.user, slug)
    try:
        actions.add_to_plan(enterprise=enterprise, part=_part(reference, part), by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.warning(request, str(refused))
        return redirect("pipeline:detail", reference)
    messages.success(request, _("It is in your plan. Say now what you think of it, or later."))
    return redirect("plan:line", slug, reference, part)


@require_POST
def remove(request: HttpRequest, slug: str, reference: str, part: str) -> HttpResponse:
    enterprise = own.to_edit(request.user, slug)
    prospect = _prospect(enterprise, _part(reference, part))
    if prospect:
        actions.take_out_of_plan(prospect=prospect, by=request.user)
        messages.success(request, _("What you said about it is forgotten."))
    return redirect("plan:detail", slug)


@require_POST
def tick(request: HttpRequest, slug: str, reference: str, part: str) -> HttpResponse:
    """Something is done, or is to be done again. Only what stands on the list can be ticked."""
    enterprise = own.to_edit(request.user, slug)
    wanted = _part(reference, part)
    found = Plan(enterprise, request.user, at=timezone.now())
    mark = request.POST.get("mark", "")
    if any(task.mark == mark and found.line(task.about[0]).part == wanted for task in found.tasks if task.mark):
        step = {"enterprise": enterprise, "part": wanted, "by": request.user, "at": timezone.now()}
        actions.tick(**step, mark=mark, is_done="undo" not in request.POST)
    return redirect("plan:detail", slug)


@never_cache
@require_safe
def forecast(request: HttpRequest, slug: str, kind: str) -> StreamingHttpResponse:
    enterprise, _role = own.of_member(request.user, slug)
    rows = list(showing.sheet(Plan(enterprise, request.user, at=timezone.now()).weighed))
    return sheet(rows, kind, name=f"forecast-{slug}", title=_("Forecast"))


@require_POST
def renew(request: HttpRequest, slug: str) -> HttpResponse:
    """A new address for her calendar of the plan."""
    reader = actions.look(membership=_membership(request, slug), at=timezone.now())
    actions.renew_calendar(reader=reader, by=request.user)
    messages.success(request, _("Your calendar has a new address. The old one works no more."))
    return redirect("plan:detail", slug)


@login_not_required
@never_cache
@require_safe
def dates(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar, for whoever has its secret address: a program cannot sign in. It ends with the membership."""
    people = {"membership__user__is_active": True, "membership__organisation__merged_into": None}
    readers = PlanReader.objects.filter(**people).select_related(
        "membership__user", "membership__organisation__enterprise"
    )
    reader = get_object_or_404(readers, token=token, membership__organisation__enterprise__isnull=False)
    person = reader.membership.user
    with override(person.language):
        content = calendar.of(Plan(reader.membership.organisation.enterprise, person, at=timezone.now()))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="plan.ics"'
    return response


def _membership(request: HttpRequest, slug: str) -> Membership:
    """Hers, in an enterprise; for everybody else there is none."""
    enterprise, _role = own.of_member(request.user, slug)
    mine = Membership.objects.select_related("organisation__enterprise")
    return mine.get(user=request.user, organisation=enterprise.organisation_id)


def _part(reference: str, written: str) -> Part:
    """A lot must have been published, a supply-chain need must be public."""
    entry = get_object_or_404(PipelineEntry.objects.only("version", "lot_count"), reference=reference)
    part = Part.read(entry.pk, written)
    if part.lot:
        release = Release.objects.only("snapshot").get(opportunity=entry.pk, version=entry.version)
        numbers = {lot.number for lot in snapshot.read(release.snapshot).lots}
        if part.lot not in numbers:
            raise Http404
    if part.need:
        get_object_or_404(SupplyNeed.objects.public(), pk=part.need, opportunity=entry.pk)
    return part


def _prospect(enterprise: Enterprise, part: Part) -> Prospect | None:
    about = {"opportunity": part.opportunity, "lot": part.lot, "need": part.need}
    return Prospect.objects.filter(enterprise=enterprise, **about).first()
