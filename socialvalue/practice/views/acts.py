"""What a coordinator decides: take, send back, publish, schedule, hold, revise, replace, withdraw."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from collab_portal.forms import PortalForm, answer
from socialvalue.practice import actions, content, gates
from socialvalue.practice.forms.desk import (
    NoteForm,
    PublishForm,
    ReviewDateForm,
    ScheduleForm,
    SupersedeForm,
    WithdrawForm,
)
from socialvalue.practice.models import CaseStudy, NotAllowed
from socialvalue.practice.views.access import to_read, to_review

AT_ONCE = {
    "take": (actions.take, gettext_lazy("It is yours to review.")),
    "hold": (actions.hold, gettext_lazy("It is off the schedule.")),
}


@require_POST
def at_once(request: HttpRequest, slug: str, act: str) -> HttpResponse:
    """Acts that need nothing but the click."""
    study = to_review(request, slug)
    does, said = AT_ONCE[act]
    return _done(request, slug, lambda: does(study=study, by=request.user, at=timezone.now()), str(said))


@require_POST
def revise(request: HttpRequest, slug: str) -> HttpResponse:
    """Authors too may begin a new edition of what is published."""
    study = to_read(request, slug)
    opened = _("It is open for a new edition. Readers see the last one until you publish.")
    response = _done(request, slug, lambda: actions.revise(study=study, by=request.user, at=timezone.now()), opened)
    may_write = CaseStudy.objects.editable_by(request.user).filter(pk=study.pk).exists()
    return redirect("case-studies:edit", slug) if may_write else response


@require_http_methods(["GET", "POST"])
def send_back(request: HttpRequest, slug: str) -> HttpResponse:
    study = to_review(request, slug)
    form = NoteForm(request.POST) if request.method == "POST" else NoteForm()
    return _decide(
        request,
        study,
        form,
        _("Send it back"),
        lambda: actions.send_back(study=study, by=request.user, at=timezone.now(), note=form.cleaned_data["note"]),
        _("Sent back. Its authors have an e-mail with your words."),
    )


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    study, warnings = _with_warnings(request, slug)
    form = PublishForm(request.POST if request.method == "POST" else None, warnings=bool(warnings))
    return _decide(
        request,
        study,
        form,
        _("Publish it"),
        lambda: actions.publish(study=study, by=request.user, at=timezone.now()),
        _("Published. Everybody can read it now."),
        warnings=warnings,
    )


@require_http_methods(["GET", "POST"])
def schedule(request: HttpRequest, slug: str) -> HttpResponse:
    study, warnings = _with_warnings(request, slug)
    form = ScheduleForm(request.POST if request.method == "POST" else None, warnings=bool(warnings))
    return _decide(
        request,
        study,
        form,
        _("Schedule it"),
        lambda: actions.schedule(study=study, by=request.user, at=timezone.now(), publish_at=form.moment),
        _("Scheduled. It goes out by itself, if nothing changes until then."),
        warnings=warnings,
    )


@require_http_methods(["GET", "POST"])
def supersede(request: HttpRequest, slug: str) -> HttpResponse:
    study = to_review(request, slug)
    form = SupersedeForm(request.POST if request.method == "POST" else None)
    return _decide(
        request,
        study,
        form,
        _("Replace it by another study"),
        lambda: actions.supersede(study=study, by=request.user, at=timezone.now(), **form.cleaned_data),
        _("Replaced. Readers of this study are told so."),
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    study = to_review(request, slug)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    return _decide(
        request,
        study,
        form,
        _("Withdraw it"),
        lambda: actions.withdraw(study=study, by=request.user, at=timezone.now(), **form.cleaned_data),
        _("Withdrawn. The library does not show it any more."),
    )


@require_http_methods(["GET", "POST"])
def review_date(request: HttpRequest, slug: str) -> HttpResponse:
    study = to_review(request, slug)
    form = ReviewDateForm(request.POST if request.method == "POST" else None, initial={"review_on": study.review_on})
    return _decide(
        request,
        study,
        form,
        _("When it is looked at again"),
        lambda: actions.set_review_date(study=study, by=request.user, at=timezone.now(), **form.cleaned_data),
        _("Saved."),
    )


def _with_warnings(request: HttpRequest, slug: str) -> tuple[CaseStudy, list[gates.Gap]]:
    study = to_review(request, slug)
    return study, gates.advisory(study, content.of(study))


def _decide(
    request: HttpRequest,
    study: CaseStudy,
    form: PortalForm,
    title: str,
    act: Callable[[], object],
    done: str,
    warnings: list[gates.Gap] | None = None,
) -> HttpResponse:
    context = {"study": study, "form": form, "title": title, "warnings": warnings or []}
    if not form.is_bound:
        return render(request, "practice/desk/decide.html", context)
    if form.is_valid():
        try:
            act()
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return redirect("case-studies:review", study.slug)
    return answer(request, "practice/desk/decide.html", context, form)


def _done(request: HttpRequest, slug: str, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return redirect("case-studies:review", slug)
