"""The clause library as everybody reads it, and its upkeep."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import TextField, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal import text
from collab_portal.accounts.models import Organisation
from collab_portal.forms import answer
from socialvalue.practice import clauses
from socialvalue.practice.actions import clauses as actions
from socialvalue.practice.forms.clauses import ClauseForm, ClauseSearchForm, LawChangeForm, OwnerForm
from socialvalue.practice.models import Clause, ClauseCopy, ClauseVersion, LawChange, NotAllowed
from socialvalue.practice.models.clauses import writers_for
from socialvalue.practice.models.study import coordinates
from socialvalue.practice.views.access import for_coordinators

PER_PAGE = 20
COPIES_SHOWN = 50
# A library of clauses is small: what stands in them is read when somebody asks.
SEARCHED = text.Document(
    *("title_en", "title_cy"),
    *(
        Concat(f"text_{language}", Value("\n"), f"use_{language}", output_field=TextField())
        for language in ("en", "cy")
    ),
)


@require_safe
@login_not_required
def library(request: HttpRequest) -> HttpResponse:
    form = ClauseSearchForm(request.GET)
    form.is_valid()
    found = _found(form.cleaned_data).select_related("clause", "clause__owner").order_by("-published_at", "pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    standing = clauses.standing(page.object_list)
    context = {
        "form": form,
        "page": page,
        "rows": [(each, standing[each.pk]) for each in page],
        "may_write": request.user.is_authenticated and _owners(request).exists(),
    }
    return render(request, "practice/clauses/list.html", context)


def _found(asked: dict):
    found = ClauseVersion.objects.newest()
    for name in ("category", "contract_form", "jurisdiction"):
        if asked.get(name):
            found = found.filter(**{name: asked[name]})
    words = text.parse(asked.get("q", ""))
    return found if words.is_empty else found.alias(document=SEARCHED).filter(document=words.as_expression())


@require_safe
@login_not_required
def clause(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest version. Its keepers are led to the text where nothing is published yet."""
    found = get_object_or_404(Clause.objects.visible_to(request.user).select_related("owner"), slug=slug)
    newest = found.versions.published().order_by("-number").first()
    if newest is None:
        return redirect("clauses:edit", slug)
    return _page(request, found, newest)


@require_safe
@login_not_required
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Any version that was published: old ones stay to be read, under a note."""
    found = get_object_or_404(Clause.objects.public().select_related("owner"), slug=slug)
    return _page(request, found, get_object_or_404(found.versions.published(), number=number))


def _page(request: HttpRequest, clause: Clause, shown: ClauseVersion) -> HttpResponse:
    copies = ClauseCopy.objects.filter(version__clause=clause)
    seen = copies.shown_to(request.user).select_related("opportunity", "opportunity__buyer", "version")
    context = {
        "clause": clause,
        "version": shown,
        "standing": clauses.standing([shown])[shown.pk],
        "versions": clause.versions.published().order_by("-number"),
        "copies": seen.order_by("-copied_at")[:COPIES_SHOWN],
        "copied": copies.count(),
        "may_edit": request.user.is_authenticated
        and Clause.objects.editable_by(request.user).filter(pk=clause.pk).exists(),
    }
    return render(request, "practice/clauses/detail.html", context)


@require_POST
@login_not_required
def take(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The version as plain text, with where it comes from above it."""
    found = get_object_or_404(Clause.objects.public().select_related("owner"), slug=slug)
    shown = get_object_or_404(found.versions.published().select_related("clause__owner"), number=number)
    at = timezone.now()
    actions.take_as_text(version=shown, by=request.user if request.user.is_authenticated else None, at=at)
    text = clauses.as_text(shown, on=timezone.localdate(at))
    headers = {"Content-Disposition": f'attachment; filename="{slug}-{number}.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    owners = _owners(request)
    if not owners.exists():
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = ClauseForm(data, version=ClauseVersion())
    whose = OwnerForm(data, owners=owners, initial={"owner": request.user.acting_for_id})
    if form.is_bound and all((form.is_valid(), whose.is_valid())):
        at, owner = timezone.now(), whose.cleaned_data["owner"]
        made = actions.start_clause(owner=owner, by=request.user, at=at, **form.cleaned_data)
        messages.success(request, _("Saved. Nobody else sees it before you publish it."))
        return redirect("clauses:edit", made.slug)
    return answer(request, "practice/clauses/edit.html", {"form": form, "whose": whose}, form, whose)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The version that is not published yet; after that a new one, which begins with the words of the last."""
    found = _own(request, slug)
    shown = actions.open_version(found)
    form = ClauseForm(request.POST if request.method == "POST" else None, version=shown)
    context = {"form": form, "clause": found, "version": shown}
    if form.is_bound and form.is_valid():
        if form.is_stale:
            return render(request, "practice/clauses/edit.html", context | {"theirs": list(form.in_words)}, status=409)
        actions.write_version(clause=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved. Nobody else sees it before you publish it."))
        return redirect("clauses:edit", slug)
    return answer(request, "practice/clauses/edit.html", context, form)


@require_POST
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    found = _own(request, slug)
    try:
        actions.publish_version(clause=found, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
        return redirect("clauses:edit", slug)
    messages.success(request, _("Published."))
    return redirect(found)


@require_safe
@login_not_required
def law_changes(request: HttpRequest) -> HttpResponse:
    changes = LawChange.objects.order_by("-in_force_on", "-pk")
    marked = [each for each in clauses.standing(ClauseVersion.objects.newest()).values() if each.changes]
    may_record = request.user.is_authenticated and coordinates(request.user)
    context = {"changes": changes, "marked": len(marked), "may_record": may_record}
    return render(request, "practice/clauses/law.html", context)


@require_http_methods(["GET", "POST"])
def law_change_new(request: HttpRequest) -> HttpResponse:
    for_coordinators(request)
    form = LawChangeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.record_law_change(by=request.user, at=timezone.now(), **form.cleaned_data)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Recorded. Clauses that rest on this law are marked."))
            return redirect("clauses:law")
    return answer(request, "practice/clauses/law_new.html", {"form": form}, form)


def _owners(request: HttpRequest):
    """The organisations for which she may write a clause."""
    if request.user.is_staff:
        return Organisation.objects.networks().order_by("name_en", "pk")
    mine = writers_for(request.user).values("organisation")
    return Organisation.objects.filter(pk__in=mine).order_by("name_en", "pk")


def _own(request: HttpRequest, slug: str) -> Clause:
    found = get_object_or_404(Clause.objects.visible_to(request.user).select_related("owner"), slug=slug)
    if not Clause.objects.editable_by(request.user).filter(pk=found.pk).exists():
        raise PermissionDenied if found.versions.published().exists() else Http404
    return found
