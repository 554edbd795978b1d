"""A body's objectives, its log of steps, and its yearly report: a draft for its people, and what is published."""

from collections.abc import Callable
from functools import wraps

import msgspec
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.forms import answer
from procurement.models.stages import NotAllowed
from procurement.statutory.years import financial_year, named
from procurement.views.statutory import public_body
from socialvalue.actions import statutory as actions
from socialvalue.forms.statutory import ObjectiveForm, SectionForm, StepForm, categories
from socialvalue.models import AnnualReport, Objective, ReasonableStep
from socialvalue.statutory import facts, gaps
from socialvalue.statutory.sections import section as section_of
from socialvalue.statutory.sections import sections

FIRST_YEAR = 2026  # reporting is in force since 1 April 2026
PER_PAGE = 50
VIEWERS = tuple(Membership.Role.values)


def for_people_of(roles) -> Callable:
    """The view gets the body, for those of its people who have one of the roles; others find nothing there."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def door(request: HttpRequest, slug: str, **kwargs) -> HttpResponse:
            body = public_body(slug)
            role = role_at(request, body)
            if not role:
                raise Http404
            if role not in roles:
                raise PermissionDenied
            return view(request, body, **kwargs)

        return door

    return decorate


def role_at(request: HttpRequest, body: Organisation) -> str:
    """Of the person at the body she acts for, or nothing."""
    user = request.user
    if not user.is_authenticated or user.acting_for_id != body.pk:
        return ""
    return user.memberships.filter(organisation=body).values_list("role", flat=True).first() or ""


@login_not_required
@require_safe
def annual_reports(request: HttpRequest, slug: str) -> HttpResponse:
    """Objectives and published reports for everybody; and drafts for the body's own people."""
    body = public_body(slug)
    role = role_at(request, body)
    reports = {each.year: each for each in AnnualReport.objects.filter(body=body).defer("facts")}
    years = range(financial_year(timezone.localdate()), FIRST_YEAR - 1, -1)
    shown = [(year, named(year), reports.get(year)) for year in years]
    objectives = Objective.objects.filter(body=body)
    context = {
        "body": body,
        "role": role,
        "may_edit": role in Membership.EDITORS,
        "years": [row for row in shown if role or (row[2] and row[2].published_at)],
        "objectives": list(objectives.latest() if role else objectives.published().latest()),
        "steps": ReasonableStep.objects.filter(body=body).count() if role else 0,
    }
    return render(request, "socialvalue/annual/list.html", context)


@login_not_required
@require_safe
def annual_report(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """The draft as it fills itself, for the body's people; the published one for everybody, as it was then."""
    body = public_body(slug)
    role = role_at(request, body)
    _require_year(year)
    report = AnnualReport.objects.filter(body=body, year=year).prefetch_related("texts").first()
    is_published = report is not None and report.published_at is not None
    if not is_published and not role:
        raise Http404
    texts = {each.section: each for each in report.texts.all()} if report else {}
    today = timezone.localdate()
    said = msgspec.convert(report.facts, facts.Facts, strict=False) if is_published else facts.of(body, year, on=today)
    context = {
        "body": body,
        "year": year,
        "name": named(year),
        "report": report,
        "is_published": is_published,
        "facts": said,
        "sections": [(each, texts.get(each.code)) for each in sections()],
        "missing": gaps.missing(said, texts),
        "may_edit": role in Membership.EDITORS and not is_published,
        "may_publish": role in Membership.PUBLISHERS and not is_published,
        "is_over": today > facts.last_day(year),
    }
    return render(request, "socialvalue/annual/report.html", context)


@require_http_methods(["GET", "POST"])
@for_people_of(Membership.EDITORS)
def section(request: HttpRequest, body: Organisation, year: int, code: str) -> HttpResponse:
    """The body's own words in one section."""
    _require_year(year)
    about = section_of(code)
    if about is None:
        raise Http404
    report = AnnualReport.objects.filter(body=body, year=year).first()
    text = report.texts.filter(section=code).first() if report else None
    saved = {"text_en": text.text_en, "text_cy": text.text_cy} if text else {}
    form = SectionForm(request.POST) if request.method == "POST" else SectionForm(initial=saved)
    if form.is_bound and form.is_valid():
        try:
            actions.write_section(body=body, year=year, section=code, by=request.user, **form.cleaned_data)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("outcomes:annual-report", body.slug, year)
    context = {"body": body, "year": year, "name": named(year), "section": about, "form": form}
    return answer(request, "socialvalue/annual/section.html", context, form)


@require_http_methods(["POST"])
@for_people_of(Membership.PUBLISHERS)
def publish(request: HttpRequest, body: Organisation, year: int) -> HttpResponse:
    _require_year(year)
    try:
        actions.publish_report(body=body, year=year, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The report is published. It keeps the facts as they stand today."))
    return redirect("outcomes:annual-report", body.slug, year)


@require_safe
@for_people_of(VIEWERS)
def steps(request: HttpRequest, body: Organisation) -> HttpResponse:
    """The log, the latest first."""
    found = ReasonableStep.objects.filter(body=body).select_related("objective", "opportunity")
    page = Paginator(found.order_by("-taken_on", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    names = categories()
    context = {
        "body": body,
        "page": page,
        "steps": [(each, names.get(each.category, each.category)) for each in page],
        "may_edit": role_at(request, body) in Membership.EDITORS,
    }
    return render(request, "socialvalue/annual/steps.html", context)


@require_http_methods(["GET", "POST"])
@for_people_of(Membership.EDITORS)
def step_new(request: HttpRequest, body: Organisation) -> HttpResponse:
    form = StepForm(request.POST, body=body) if request.method == "POST" else StepForm(body=body)
    if form.is_bound and form.is_valid():
        actions.log_step(body=body, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The step is in the log."))
        return redirect("outcomes:steps", body.slug)
    return answer(request, "socialvalue/annual/step.html", {"body": body, "form": form}, form)


@require_http_methods(["GET", "POST"])
@for_people_of(Membership.EDITORS)
def objective(request: HttpRequest, body: Organisation, number: int | None = None) -> HttpResponse:
    """Write an objective, or the next version of one; publishers may publish it at once."""
    last = None
    if number is not None:
        last = get_object_or_404(Objective.objects.filter(body=body).latest(), number=number)
    saved = {"title_en": last.title_en, "title_cy": last.title_cy, "goals": last.goals} if last else {}
    form = ObjectiveForm(request.POST) if request.method == "POST" else ObjectiveForm(initial=saved)
    may_publish = role_at(request, body) in Membership.PUBLISHERS
    if form.is_bound and form.is_valid():
        is_to_publish = "publish" in request.POST
        if is_to_publish and not may_publish:
            raise PermissionDenied
        written = actions.write_objective(body=body, by=request.user, number=number, **form.cleaned_data)
        try:
            if is_to_publish:
                actions.publish_objective(objective=written, by=request.user, at=timezone.now())
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Published.") if is_to_publish else _("Saved."))
            return redirect("outcomes:annual-reports", body.slug)
    context = {"body": body, "objective": last, "form": form, "may_publish": may_publish}
    return answer(request, "socialvalue/annual/objective.html", context, form)


def _require_year(year: int) -> None:
    """From the first year of the duty to the one that runs."""
    if not FIRST_YEAR <= year <= financial_year(timezone.localdate()):
        raise Http404
