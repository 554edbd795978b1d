"""The five steps of one public body: answering them, closing the year, and reading what was closed."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.forms import answer
from collab_portal.sheets.writing import csv_rows
from socialvalue.practice import actions
from socialvalue.practice.five_steps import comparing, editions, facts, record, showing
from socialvalue.practice.forms.five_steps import ReadersForm, StepForm
from socialvalue.practice.models import Assessment, NotAllowed, Step
from socialvalue.practice.views import body_access


@require_safe
@never_cache
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """The running assessment as a task list, the years before, and what is planned."""
    desk = body_access.to_read(request, slug)
    running = Assessment.objects.running().filter(body=desk.body).first()
    years = comparing.years(desk.body)
    head, rows = showing.by_year(years)
    closed_now = desk.body.assessments.closed().filter(year=timezone.localdate().year).exists()
    context = {
        "desk": desk,
        "running": running,
        "tasks": _tasks(running, desk) if running else [],
        "may_start": desk.may_edit and not running and not closed_now,
        "years": [year for year, _scores in reversed(years)],
        "picture": showing.picture(years, None) if years else None,
        "head": head,
        "rows": rows,
        "actions": desk.body.next_actions.open().select_related("owner").order_by("due_on", "pk")[:5],
    }
    return render(request, "practice/five_steps/overview.html", context)


@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    desk = body_access.to_edit(request, slug)
    try:
        actions.start_assessment(body=desk.body, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    return redirect("five-steps:overview", slug)


@require_http_methods(["GET", "POST"])
@never_cache
def step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """The statements of one step. The second of two people sees what the first one saved."""
    if step not in Step:
        raise Http404
    this = Step(step)
    desk = body_access.to_edit(request, slug)
    assessment = _running(desk)
    on = timezone.localdate()
    known = facts.measured(desk.body, on=on, step=this)
    form = StepForm(request.POST if request.method == "POST" else None, assessment=assessment, step=this, known=known)
    context = {"desk": desk, "step": this, "lead": showing.ASKED[this], "form": form, "on": on}
    context["facts"] = showing.facts(desk.body, known, showing.of_step(this))
    if form.is_bound and form.is_stale:
        again = context | {"form": form.again(), "theirs": list(form.in_words)}
        return render(request, "practice/five_steps/step.html", again, status=409)
    if form.is_bound and form.is_valid():
        try:
            form.save(by=request.user, at=timezone.now())
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            after = list(Step)[list(Step).index(this) + 1 :]
            if "leave" in request.POST:
                return redirect("five-steps:overview", slug)
            return redirect("five-steps:step", slug, after[0].value) if after else redirect("five-steps:check", slug)
    return answer(request, "practice/five_steps/step.html", context, form)


@require_safe
@never_cache
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """All answers on one page, and what the portal knows today, before it is closed."""
    desk = body_access.to_read(request, slug)
    assessment = _running(desk)
    on = timezone.localdate()
    closed = showing.as_it_stands(assessment, facts.measured(desk.body, on=on), on=on)
    edition = editions.edition(assessment.edition)
    missing = len(edition.statements) - len(closed.answers)
    context = {"desk": desk, "assessment": assessment, "steps": showing.steps(desk.body, edition, closed), "on": on}
    return render(request, "practice/five_steps/check.html", context | {"missing": missing})


@require_POST
def close(request: HttpRequest, slug: str) -> HttpResponse:
    desk = body_access.to_publish(request, slug)
    assessment = _running(desk)
    try:
        actions.close_assessment(assessment=assessment, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("five-steps:check", slug)
    messages.success(request, _("Closed. It stays as it is from now on."))
    return redirect("five-steps:year", slug, assessment.year)


@login_not_required
@require_safe
@never_cache
def year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """A closed assessment beside the years before and beside others; words and names for its own people only."""
    body, desk, assessment = body_access.to_read_year(request, slug, year)
    closed, others = record.read(assessment.snapshot), comparing.others(assessment)
    years = [each for each in comparing.years(body) if each[0] <= year] if desk else [(year, closed.scores)]
    edition = editions.edition(assessment.edition)
    head, rows = showing.by_year(years)
    others_head, others_rows = showing.beside_others(closed.scores, others)
    context = {
        "body": body,
        "desk": desk,
        "assessment": assessment,
        "closed": closed,
        "edition": edition,
        "steps": showing.steps(body, edition, closed),
        "picture": showing.picture(years, others),
        "csv_url": reverse("five-steps:csv", args=[slug, year]),
        "head": head if len(years) > 1 else [],
        "rows": rows,
        "others": others,
        "others_head": others_head,
        "others_rows": others_rows,
        "too_few": showing.too_few(others),
    }
    return render(request, "practice/five_steps/year.html", context)


@login_not_required
@require_safe
def scores(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """What the radar shows, for a spreadsheet."""
    body, desk, assessment = body_access.to_read_year(request, slug, year)
    closed = record.read(assessment.snapshot)
    years = [each for each in comparing.years(body) if each[0] <= year] if desk else [(year, closed.scores)]
    lines = csv_rows(showing.picture(years, comparing.others(assessment)).csv)
    headers = {"Content-Disposition": f'attachment; filename="{body.slug}-five-steps-{year}.csv"'}
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
def readers(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    desk = body_access.to_publish(request, slug)
    assessment = body_access.closed_year(desk.body, year)
    shown_to = [each.network_id for each in assessment.shares.all()]
    initial: dict[str, Any] = {"is_public": bool(assessment.published_at), "networks": shown_to}
    form = ReadersForm(request.POST if request.method == "POST" else None, body=desk.body, initial=initial)
    if form.is_bound and form.is_valid():
        chosen = {"is_public": form.cleaned_data["is_public"], "networks": list(form.cleaned_data.get("networks", []))}
        actions.choose_readers(assessment=assessment, by=request.user, at=timezone.now(), **chosen)
        messages.success(request, _("Saved."))
        return redirect("five-steps:year", slug, year)
    context = {"desk": desk, "assessment": assessment, "form": form}
    return answer(request, "practice/five_steps/readers.html", context, form)


def _running(desk: body_access.BodyDesk) -> Assessment:
    running = Assessment.objects.running().select_related("body").filter(body=desk.body).first()
    if running is None:
        raise Http404
    return running


def _tasks(running: Assessment, desk: body_access.BodyDesk) -> list[dict[str, Any]]:
    """What `components/task_list.html` shows: a line for each step."""
    edition = editions.edition(running.edition)
    answered = set(running.answers.values_list("statement", flat=True))
    found = []
    for each in Step:
        codes = [statement.code for statement in edition.of_step(each)]
        count = sum(code in answered for code in codes)
        is_done = count == len(codes)
        said = ngettext("%(done)s of %(all)s answered", "%(done)s of %(all)s answered", count)
        status = _("Done") if is_done else said % {"done": count, "all": len(codes)} if count else _("To do")
        url = reverse("five-steps:step", args=[desk.body.slug, each.value]) if desk.may_edit else ""
        found.append({"title": each.label, "hint": showing.ASKED[each], "url": url, "done": is_done, "status": status})
    return found
