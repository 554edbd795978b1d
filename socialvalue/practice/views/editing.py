"""Writing a study: its task list, its pages, sending it in, and seeing it as readers will."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.forms import answer
from collab_portal.forms.journey import after
from socialvalue.practice import actions, content, gates, pages
from socialvalue.practice.models import Act, NotAllowed
from socialvalue.practice.sections import SECTIONS, address, tasks
from socialvalue.practice.views.access import to_edit, to_read


@require_safe
@never_cache
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The task list: what is told, what is missing, and what was said about it."""
    study = to_edit(request, slug)
    said = content.of(study)
    context = {
        "study": study,
        "tasks": tasks(said),
        "gaps": [*gates.incomplete(said), *gates.untranslated(said)],
        "remarks": study.remarks.open().count(),
        "sent_back": study.milestones.filter(act=Act.SEND_BACK).order_by("-pk").first(),
        "may_submit": study.allows(Act.SUBMIT),
    }
    return render(request, "practice/edit/edit.html", context)


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, slug: str, section: str) -> HttpResponse:
    """One page. Half an answer may be saved; the second of two editors sees what the first one saved."""
    page = SECTIONS.get(section)
    if page is None or page.form is None:
        raise Http404
    study = to_edit(request, slug)
    context = {"study": study, "section": page}
    template = "practice/edit/section.html"
    if request.method != "POST":
        return render(request, template, context | {"form": page.form(study=study)})
    form = page.form(request.POST, study=study)
    if form.is_stale:
        again = context | {"form": form.again(), "theirs": list(form.in_words)}
        return render(request, template, again, status=409)
    if "look" in request.POST:
        return render(request, template, context | {"form": form.again()})
    if form.is_valid():
        try:
            form.save(by=request.user, at=timezone.now())
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            following = after(page, SECTIONS)
            is_last = "leave" in request.POST or following is None
            return redirect("case-studies:edit", slug) if is_last else redirect(address(following, slug))
    return answer(request, template, context | {"form": form}, form)


@require_POST
def delivered(request: HttpRequest, slug: str) -> HttpResponse:
    """Take over what was promised and delivered from the records."""
    study = to_edit(request, slug)
    try:
        actions.take_over_delivered(study=study, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Taken over. Look at the figures before you go on."))
    return redirect("case-studies:section", slug, "evidence")


@require_POST
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    study = to_edit(request, slug)
    try:
        actions.submit(study=study, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("case-studies:edit", slug)
    messages.success(request, _("Sent to the coordinators. They read it and write to you."))
    return redirect("case-studies:preview", slug)


@require_safe
@never_cache
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """As it will look, in the language of the page; the other is one click away."""
    study = to_read(request, slug)
    context = {"study": study, "page": pages.page_of(content.of(study), study, on=timezone.localdate())}
    return render(request, "practice/edit/preview.html", context)
