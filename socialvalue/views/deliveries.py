"""What was promised and what came of it, for the two sides of a contract and nobody else."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.audit import trail
from collab_portal.files import answers
from collab_portal.forms import answer
from collab_portal.reference.models import WellbeingGoal
from collab_portal.templatetags.words import paired
from procurement.drafting.access import for_editors
from procurement.models import Stage
from procurement.models.stages import NotAllowed
from procurement.views.statutory import sheet
from socialvalue.actions import deliveries as actions
from socialvalue.actions import remedies
from socialvalue.delivering import standing
from socialvalue.delivering.ladder import LADDER, VERBS, Seat, seat_of, steps_open_to
from socialvalue.forms.deliveries import BeginForm, DecideForm, ReportForm, RetentionForm, StepForm, SubstituteForm
from socialvalue.models import Criteria, Delivery, Evidence, RemedyStep, Report
from socialvalue.views.opened_offers import opened

Kind = RemedyStep.Kind


def for_sides(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the delivery, and for whom the person stands there. For others there is no such page."""

    @wraps(view)
    def door(request: HttpRequest, reference: str, **kwargs) -> HttpResponse:
        related = ("supplier", "buyer", "lot__opportunity", "lot__social_value")
        found = Delivery.objects.visible_to(request.user).select_related(*related)
        delivery = get_object_or_404(found, reference=reference)
        return view(request, delivery, seat_of(request.user, delivery), **kwargs)

    return never_cache(door)


@require_safe
@never_cache
def deliveries(request: HttpRequest) -> HttpResponse:
    """Hers, as buyer or as supplier; and for a buyer the awarded lots whose plan has not begun."""
    body, today = request.user.acting_for, timezone.localdate()
    related = ("supplier", "buyer", "lot__opportunity")
    found = list(Delivery.objects.visible_to(request.user).select_related(*related).order_by("-pk"))
    waiting = Criteria.objects.visible_to(request.user).published().filter(lot__opportunity__stage=Stage.AWARDED)
    context = {
        "body": body,
        "deliveries": [(each, each.due(today)) for each in found],
        "waiting": waiting.filter(lot__deliveries=None).select_related("lot__opportunity").order_by("pk"),
    }
    return render(request, "socialvalue/deliveries/list.html", context)


@require_http_methods(["GET", "POST"])
@for_editors
@opened
def begin(request: HttpRequest, criteria: Criteria, offers, pk: int) -> HttpResponse:
    """The winning offer becomes a plan."""
    offer = get_object_or_404(offers, pk=pk)
    form = BeginForm(request.POST) if request.method == "POST" else BeginForm()
    if form.is_bound and form.is_valid():
        try:
            begun = actions.begin_delivery(offer=offer, by=request.user, at=timezone.now(), **form.cleaned_data)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The plan has begun. The supplier is told."))
            return redirect(begun)
    context = {"offer": offer, "lot": criteria.lot, "opportunity": criteria.lot.opportunity, "form": form}
    return answer(request, "socialvalue/deliveries/begin.html", context, form)


@require_safe
@for_sides
def detail(request: HttpRequest, delivery: Delivery, seat: Seat) -> HttpResponse:
    """Each promise by quarter, how it stands, and what each side can do next."""
    lines = standing.lines(delivery, timezone.localdate())
    context = {
        "delivery": delivery,
        "seat": seat,
        "lines": [(line, [(kind, VERBS[kind]) for kind in steps_open_to(seat, line.last_step)]) for line in lines],
    }
    return render(request, "socialvalue/deliveries/detail.html", context)


@require_safe
@for_sides
def csv(request: HttpRequest, delivery: Delivery, seat: Seat) -> StreamingHttpResponse:
    rows = standing.rows(delivery, standing.lines(delivery, timezone.localdate()))
    return sheet(rows, "csv", name=f"delivery-{delivery.reference}", title="")


@require_safe
@for_sides
def picture_csv(request: HttpRequest, delivery: Delivery, seat: Seat, pk: int) -> StreamingHttpResponse:
    """What the picture of one promise shows."""
    line = _line(delivery, pk)
    return sheet(line.picture.csv, "csv", name=f"promise-{pk}", title="")


@require_http_methods(["GET", "POST"])
@for_sides
def report(request: HttpRequest, delivery: Delivery, seat: Seat, pk: int, number: int) -> HttpResponse:
    """The supplier says what was done in a quarter."""
    line = _line(delivery, pk)
    cell = next((each for each in line.cells if each.number == number and each.is_open and each.stands), None)
    if cell is None:
        raise Http404
    _require(seat.may_report)
    bound = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReportForm(*bound, promise=line.promise)
    if form.is_bound and form.is_valid():
        at = timezone.now()
        try:
            actions.report(promise=line.promise, quarter=number, by=request.user, at=at, **form.said)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your report is sent. The buyer looks at it next."))
            return redirect(delivery)
    context = {"delivery": delivery, "line": line, "cell": cell, "form": form}
    return answer(request, "socialvalue/deliveries/report.html", context, form)


@require_http_methods(["GET", "POST"])
@for_sides
def decide(request: HttpRequest, delivery: Delivery, seat: Seat, pk: int) -> HttpResponse:
    """The buyer accepts, asks or rejects."""
    found = Report.objects.select_related("promise").prefetch_related("evidence__file")
    said = get_object_or_404(found, promise__delivery=delivery, pk=pk)
    _require(seat.may_decide)
    form = DecideForm(request.POST if request.method == "POST" else None, report=said)
    if form.is_bound and form.is_valid():
        verdict, at = Report.State(form.cleaned_data.pop("verdict")), timezone.now()
        try:
            actions.decide(report=said, verdict=verdict, by=request.user, at=at, **form.cleaned_data)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your decision is recorded, and the supplier is told."))
            return redirect(delivery)
    name = standing.quarter_name(delivery, said.quarter)
    context = {"delivery": delivery, "report": said, "promise": said.promise, "quarter": name, "form": form}
    return answer(request, "socialvalue/deliveries/decide.html", context, form)


@require_safe
@for_sides
def evidence(request: HttpRequest, delivery: Delivery, seat: Seat, pk: int) -> HttpResponse:
    found = Evidence.objects.select_related("file").filter(report__promise__delivery=delivery)
    kept = get_object_or_404(found, pk=pk)
    trail.record("evidence read", by=request.user, target=delivery, evidence=kept.pk)
    return answers.document(kept.file)


@require_http_methods(["GET", "POST"])
@for_sides
def step(request: HttpRequest, delivery: Delivery, seat: Seat, pk: int, kind: str) -> HttpResponse:
    """The next step on the ladder."""
    line = _line(delivery, pk)
    if kind not in Kind.values:
        raise Http404
    taken = Kind(kind)
    _require(LADDER[taken].side in seat.sides and seat.role in LADDER[taken].roles)
    form = _step_form(taken, line, request)
    if form.is_bound and form.is_valid():
        at = timezone.now()
        try:
            remedies.take_step(promise=line.promise, kind=taken, by=request.user, at=at, **form.said)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The step is recorded, and the other side is told."))
            return redirect(delivery)
    last = line.steps[-1] if line.steps and taken in (Kind.APPROVAL, Kind.REFUSAL) else None
    context = {"delivery": delivery, "line": line, "kind": taken, "verb": VERBS[taken], "form": form}
    context |= {"proposed": last and last.substitute, "said": last.text if last else ""}
    context["goals"] = _goals(last.substitute.goals) if last and last.substitute else []
    return answer(request, "socialvalue/deliveries/step.html", context, form)


def _step_form(kind: Kind, line: standing.Line, request: HttpRequest) -> StepForm:
    data = request.POST if request.method == "POST" else None
    if kind == Kind.PROPOSAL:
        return SubstituteForm(data, line=line)
    return RetentionForm(data) if kind == Kind.RETENTION else StepForm(data)


def _line(delivery: Delivery, pk: int) -> standing.Line:
    found = standing.lines(delivery, timezone.localdate())
    line = next((each for each in found if each.promise.pk == pk), None)
    if line is None:
        raise Http404
    return line


def _goals(codes: list[str]) -> list[str]:
    return [paired(goal, "name")[0] for goal in WellbeingGoal.objects.filter(pk__in=codes).order_by("pk")]


def _require(may: bool) -> None:
    """Whoever sees a delivery is told what she may not do there."""
    if not may:
        raise PermissionDenied
