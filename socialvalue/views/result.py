"""The result: what the sum comes to and from what, as it is recorded, and what would have been."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.audit import trail
from collab_portal.forms import answer
from collab_portal.sheets.writing import workbook_pieces
from procurement.models.stages import NotAllowed
from socialvalue import awarding, results, scoring
from socialvalue.actions import awarding as actions
from socialvalue.awarding import Record
from socialvalue.forms.panel import EqualsForm, ReasonForm
from socialvalue.forms.what_if import WhatIfForm
from socialvalue.models import Criteria, Result
from socialvalue.people import names_of
from socialvalue.scoring import words, worksheet
from socialvalue.views.panel_doors import about, for_deciders, may_decide, place

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
@for_deciders
def result(request: HttpRequest, criteria: Criteria, offers) -> HttpResponse:
    """As it is now. To record it keeps it for good; another one later says why."""
    try:
        record = awarding.record_of(criteria, offers)
    except awarding.NotAgreed as refused:
        return render(request, "socialvalue/panel/not_agreed.html", about(criteria) | {"missing": refused.questions})
    if request.method == "POST" and not may_decide(request, criteria):
        raise PermissionDenied
    last = awarding.last_result(criteria)
    form = ReasonForm(request.POST if request.method == "POST" else None) if last else None
    problems = []
    if request.method == "POST" and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        try:
            actions.record_result(criteria=criteria, reason=reason, by=request.user, at=timezone.now())
        except NotAllowed as refused:
            problems = [{"message": str(refused), "target": ""}]
        else:
            messages.success(request, _("The result is recorded."))
            return redirect("result:detail", *place(criteria))
    context = _context(request, criteria, record, last) | {"form": form, "problems": problems}
    if problems:
        return render(request, "socialvalue/panel/result.html", context | {"has_errors": True}, status=422)
    return answer(request, "socialvalue/panel/result.html", context, *([form] if form else []))


@require_POST
@for_deciders
def confirm(request: HttpRequest, criteria: Criteria, offers) -> HttpResponse:
    """Decide by the last result that was recorded."""
    if not may_decide(request, criteria):
        raise PermissionDenied
    last = awarding.last_result(criteria)
    try:
        if last is None:
            raise NotAllowed(_("Record the result first."))
        actions.confirm_result(result=last, by=request.user, at=timezone.now())
    except (NotAllowed, awarding.NotAgreed) as refused:
        messages.error(request, str(refused))
        return redirect("result:detail", *place(criteria))
    messages.success(request, _("The result is confirmed. The award report and the letters are ready."))
    return redirect("award:report", *place(criteria))


@require_http_methods(["GET", "POST"])
@for_deciders
def equals(request: HttpRequest, criteria: Criteria, offers) -> HttpResponse:
    """Several share the first place: who has the award, in writing."""
    if not may_decide(request, criteria):
        raise PermissionDenied
    last = awarding.last_result(criteria)
    first = _first(awarding.read(last)) if last else {}
    if last is None or len(first) < 2:
        return redirect("result:detail", *place(criteria))
    form = EqualsForm(request.POST if request.method == "POST" else None, equals=first)
    if form.is_bound and form.is_valid():
        try:
            actions.confirm_result(result=last, by=request.user, at=timezone.now(), **form.said)
        except (NotAllowed, awarding.NotAgreed) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The result is confirmed. The award report and the letters are ready."))
            return redirect("award:report", *place(criteria))
    context = about(criteria) | {"names": list(first.values()), "form": form}
    return answer(request, "socialvalue/panel/equals.html", context, form)


def _first(record: Record) -> dict[str, str]:
    """Who has the first place: the names by the number of the offer."""
    return {bid: record.name(bid) for bid in record.result.winners}


@require_safe
@for_deciders
def workbook(request: HttpRequest, criteria: Criteria, offers) -> HttpResponse:
    """The sum as a spreadsheet that recomputes."""
    try:
        record = awarding.record_of(criteria, offers)
    except awarding.NotAgreed:
        return redirect("result:detail", *place(criteria))
    trail.record("worksheet taken", by=request.user, target=criteria)
    names = {bid: record.name(bid) for bid in record.names}
    pieces = list(workbook_pieces(worksheet.sheets(record.result, record.bids, names)))
    response = StreamingHttpResponse(pieces, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="scores-{place(criteria)[0]}.xlsx"'
    return response


@require_safe
@for_deciders
def what_if(request: HttpRequest, criteria: Criteria, offers) -> HttpResponse:
    """Other weights and methods, on a copy. Nothing is stored."""
    try:
        record = awarding.record_of(criteria, offers)
    except awarding.NotAgreed:
        return redirect("result:detail", *place(criteria))
    form = WhatIfForm(request.GET if "price_method" in request.GET else None, rule=record.result.rule)
    tried = None
    if form.is_bound and form.is_valid():
        try:
            tried = awarding.tried(record, form.changes)
        except scoring.Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, words.said(reason))
    context = about(criteria) | {"form": form, "rows": _compared(record, tried) if tried else []}
    return answer(request, "socialvalue/panel/what_if.html", context, form)


def _compared(record: Record, tried: scoring.Result) -> list[dict]:
    """Each bidder by the rank it would have, beside the one it has."""
    real = awarding.ranks(record.result)
    return [{"standing": each, "real": real[each.bid]} for each in results.standings(record, tried)]


def _context(request: HttpRequest, criteria: Criteria, record: Record, last: Result | None) -> dict:
    versions = list(criteria.results.order_by("-version"))
    names = names_of([each.recorded_by for each in versions])
    return about(criteria) | {
        "standings": results.standings(record),
        "ties": results.ties_in_words(record),
        "winners": record.winners,
        "versions": [(each, names[each.recorded_by]) for each in versions],
        "last": last,
        "is_recorded": last is not None and awarding.same(awarding.read(last), record),
        "decision": awarding.decision_on(criteria),
        "may_decide": may_decide(request, criteria),
        "is_figure": record.result.rule.price.method.is_figure,
    }
