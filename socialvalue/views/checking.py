"""Rows that were written from memory, compared with their source by staff."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.forms import answer
from socialvalue import actions
from socialvalue.forms.frameworks import ConfirmForm
from socialvalue.models import Measure, Outcome, Theme

KINDS = {
    "theme": (Theme, gettext_lazy("Theme"), "framework"),
    "outcome": (Outcome, gettext_lazy("Outcome"), "theme__framework"),
    "measure": (Measure, gettext_lazy("Measure"), "outcome__theme__framework"),
}
CONFIRMED_SHOWN = 20


@require_safe
def check_list(request: HttpRequest) -> HttpResponse:
    """What waits, by framework, and what was confirmed last."""
    _staff_only(request)
    waiting: dict[str, list[dict]] = {}
    confirmed = []
    for kind in KINDS:
        for row in _shared(kind).unverified():
            waiting.setdefault(_framework_of(kind, row), []).append(_line(kind, row))
        newest = _shared(kind).exclude(confirmed_at=None).select_related("confirmed_by").order_by("-confirmed_at")
        confirmed += [_line(kind, row) for row in newest[:CONFIRMED_SHOWN]]
    confirmed.sort(key=lambda line: line["row"].confirmed_at, reverse=True)
    context = {
        "waiting": [(framework, waiting[framework]) for framework in sorted(waiting, key=str)],
        "count": sum(map(len, waiting.values())),
        "confirmed": confirmed[:CONFIRMED_SHOWN],
    }
    return render(request, "socialvalue/check_list.html", context)


@require_http_methods(["GET", "POST"])
def check_row(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One row beside its source."""
    _staff_only(request)
    if kind not in KINDS:
        raise Http404
    row = get_object_or_404(_shared(kind), pk=pk)
    form = ConfirmForm(request.POST) if request.method == "POST" else ConfirmForm(initial={"source": row.source})
    if form.is_bound and form.is_valid():
        actions.confirm_row(row=row, by=request.user, at=timezone.now(), source=form.cleaned_data["source"])
        messages.success(request, _("%(code)s is confirmed.") % {"code": row.code})
        return redirect("social-value:check")
    context = {"form": form, "row": row, "kind": KINDS[kind][1], "framework": _framework_of(kind, row)}
    return answer(request, "socialvalue/check_row.html", context, form)


def _staff_only(request: HttpRequest) -> None:
    if not request.user.is_staff:
        raise Http404


def _shared(kind: str) -> QuerySet:
    """What everybody sees. A body answers for its own."""
    model, _label, framework = KINDS[kind]
    return model.objects.filter(**{f"{framework}__owner": None}).select_related(framework).order_by("position")


def _framework_of(kind: str, row):
    for name in KINDS[kind][2].split("__"):
        row = getattr(row, name)
    return row


def _line(kind: str, row) -> dict:
    return {"kind": kind, "label": KINDS[kind][1], "row": row}
