"""The task list of a profile, its pages, its lines, and whether the directory shows it."""

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.forms import answer
from collab_portal.forms.journey import after
from enterprises import actions
from enterprises.completeness import gain, helps_most, score, told_by
from enterprises.editing.access import for_editors
from enterprises.editing.forms.base import LineForm
from enterprises.editing.rows import row
from enterprises.editing.sections import SECTIONS, Section, address, tasks
from enterprises.models import Enterprise


@require_safe
@for_editors
def edit(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    """The task list: what is told, what is missing, and what would help most."""
    told = told_by(enterprise, on=timezone.localdate())
    context = {
        "enterprise": enterprise,
        "groups": tasks(enterprise, told),
        "score": score(told),
        "next_asks": [(ask, gain(ask, told), address(SECTIONS[ask.section], enterprise)) for ask in helps_most(told)],
        "missing": actions.missing_for_listing(enterprise),
    }
    return render(request, "enterprises/edit/edit.html", context)


@require_http_methods(["GET", "POST"])
@for_editors
def section(request: HttpRequest, enterprise: Enterprise, section: str) -> HttpResponse:
    """One page of the profile. Half an answer may be saved."""
    page = _section(section)
    context = {"enterprise": enterprise, "section": page}
    if page.lines:
        if request.method == "POST":
            return HttpResponse(status=405)
        rows = [(each, row(each, timezone.localdate())) for each in page.lines.of(enterprise)]
        following = after(page, SECTIONS)
        next_url = address(following, enterprise) if following else ""
        return render(request, "enterprises/edit/lines.html", context | {"rows": rows, "next_url": next_url})
    about = {"enterprise": enterprise, "today": timezone.localdate()}
    if request.method != "POST":
        return render(request, "enterprises/edit/section.html", context | {"form": page.form(**about)})
    form = page.form(request.POST, **about)
    if form.is_stale:
        again = context | {"form": form.again(), "theirs": list(form.in_words)}
        return render(request, "enterprises/edit/section.html", again, status=409)
    if form.is_valid():
        form.save(by=request.user)
        return _onwards(request, enterprise, page)
    return answer(request, "enterprises/edit/section.html", context | {"form": form}, form)


def _onwards(request: HttpRequest, enterprise: Enterprise, page: Section) -> HttpResponse:
    """To the next page, or back to the task list when asked to."""
    following = after(page, SECTIONS)
    if "leave" in request.POST or following is None:
        messages.success(request, _("Saved."))
        return redirect("enterprises:edit", enterprise.organisation.slug)
    return redirect(address(following, enterprise))


@require_http_methods(["GET", "POST"])
@for_editors
def add(request: HttpRequest, enterprise: Enterprise, section: str) -> HttpResponse:
    return _line_page(request, enterprise, _lines(section), None)


@require_http_methods(["GET", "POST"])
@for_editors
def change(request: HttpRequest, enterprise: Enterprise, section: str, pk: int) -> HttpResponse:
    page = _lines(section)
    return _line_page(request, enterprise, page, get_object_or_404(page.lines.of(enterprise), pk=pk))


def _line_page(request: HttpRequest, enterprise: Enterprise, page: Section, record: Model | None) -> HttpResponse:
    """A line on a page of its own. A button may look something up first: all that was typed stays."""
    about = {"enterprise": enterprise, "today": timezone.localdate(), "record": record}
    if request.method != "POST":
        return _show_line(request, page, page.lines.form(**about))
    form = page.lines.form(request.POST, **about)
    if "look" in request.POST or form.is_stale:
        return _show_line(request, page, form.again(), theirs=list(form.in_words) if form.is_stale else None)
    if form.is_valid():
        form.save(by=request.user)
    if form.is_valid():  # still: somebody else may have been quicker
        messages.success(request, _("Saved."))
        return redirect(address(page, enterprise))
    return _show_line(request, page, form)


def _show_line(request: HttpRequest, page: Section, form: LineForm, *, theirs: list | None = None) -> HttpResponse:
    context = {"enterprise": form.enterprise, "section": page, "form": form, "record": form.record, "theirs": theirs}
    if theirs is not None:
        return render(request, page.lines.template, context, status=409)
    return answer(request, page.lines.template, context, form)


@require_http_methods(["GET", "POST"])
@for_editors
def remove(request: HttpRequest, enterprise: Enterprise, section: str, pk: int) -> HttpResponse:
    page = _lines(section)
    record = get_object_or_404(page.lines.of(enterprise), pk=pk)
    if request.method == "POST":
        actions.take_away(enterprise=enterprise, by=request.user, record=record)
        messages.success(request, _("Removed."))
        return redirect(address(page, enterprise))
    context = {"enterprise": enterprise, "section": page, "record": record, "row": row(record, timezone.localdate())}
    return render(request, "enterprises/edit/remove.html", context)


@require_POST
@for_editors
def listing(request: HttpRequest, enterprise: Enterprise) -> HttpResponse:
    """Show the entry in the directory, or take it out."""
    if "hide" in request.POST:
        actions.hide_entry(enterprise=enterprise, by=request.user)
        messages.success(request, _("The directory does not show you any more. Nothing you told us is lost."))
    elif enterprise.state == Enterprise.State.DELISTED or actions.missing_for_listing(enterprise):
        messages.error(request, _("The directory cannot show you yet. Look below for what is missing."))
    else:
        actions.show_entry(enterprise=enterprise, by=request.user, at=timezone.now())
        messages.success(request, _("The directory shows you now."))
    return redirect("enterprises:edit", enterprise.organisation.slug)


def _section(slug: str) -> Section:
    page = SECTIONS.get(slug)
    if page is None or page.elsewhere:
        raise Http404
    return page


def _lines(slug: str) -> Section:
    page = _section(slug)
    if page.lines is None:
        raise Http404
    return page
