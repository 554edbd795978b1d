"""Collections: everybody reads them, a network's coordinators make them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.forms import answer
from socialvalue.practice import actions
from socialvalue.practice.actions.collecting import DOWN, UP
from socialvalue.practice.forms.collecting import CollectForm, CollectionForm, NewCollectionForm
from socialvalue.practice.library import topics
from socialvalue.practice.models import CaseStudy, Collection, LibraryEntry, NotAllowed
from socialvalue.practice.models.study import coordinates
from socialvalue.practice.views.access import for_coordinators

PER_PAGE = 20
TEXTS = ("title_en", "title_cy", "intro_en", "intro_cy")


@require_safe
@login_not_required
def collections(request: HttpRequest) -> HttpResponse:
    published = Count("collected", filter=Q(collected__study__entry__isnull=False))
    found = Collection.objects.select_related("network").annotate(studies=published).order_by("-created_at", "-pk")
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "steps": list(topics.LEADS.items()),
        "coordinates": request.user.is_authenticated and coordinates(request.user),
    }
    return render(request, "practice/collections/list.html", context)


@require_safe
@login_not_required
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Collection.objects.select_related("network"), slug=slug)
    held = found.collected.order_by("position", "pk").values_list("study", flat=True)
    entries = LibraryEntry.objects.defer("document", "keys").select_related("lead").in_bulk(held)
    user = request.user
    context = {
        "collection": found,
        "studies": [entries[each] for each in held if each in entries],
        "may_edit": user.is_authenticated and Collection.objects.editable_by(user).filter(pk=found.pk).exists(),
    }
    return render(request, "practice/collections/detail.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    for_coordinators(request)
    form = NewCollectionForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        made = actions.start_collection(by=request.user, at=timezone.now(), **form.cleaned_data)
        return redirect("case-studies:collection-edit", made.slug)
    return answer(request, "practice/collections/words.html", {"title": _("Make a collection"), "form": form}, form)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Which studies are in it, and in which order."""
    found = _editable(request, slug)
    form = CollectForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.collect(collection=found, study=form.cleaned_data["moved_to"], by=request.user)
        except NotAllowed as refused:
            form.add_error("moved_to", str(refused))
        else:
            return redirect("case-studies:collection-edit", slug)
    held = found.collected.select_related("study").order_by("position", "pk")
    held = held.annotate(is_public=Exists(LibraryEntry.objects.filter(study=OuterRef("study"))))
    context = {"collection": found, "form": form, "collected": list(held)}
    return answer(request, "practice/collections/edit.html", context, form)


@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, slug: str) -> HttpResponse:
    found = _editable(request, slug)
    initial = {name: getattr(found, name) for name in TEXTS}
    form = CollectionForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        actions.amend_collection(collection=found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("case-studies:collection-edit", slug)
    title = _("Change its title and introduction")
    return answer(request, "practice/collections/words.html", {"title": title, "form": form}, form)


@require_POST
def change(request: HttpRequest, slug: str, pk: int, way: str) -> HttpResponse:
    """A study one place up or down, or out."""
    found = _editable(request, slug)
    study = get_object_or_404(CaseStudy, pk__in=found.collected.filter(study=pk).values("study"))
    if way in (UP, DOWN):
        actions.move_collected(collection=found, study=study, way=way)
    elif way == "remove":
        actions.take_out(collection=found, study=study, by=request.user)
    else:
        raise Http404
    return redirect("case-studies:collection-edit", slug)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    found = _editable(request, slug)
    if request.method == "POST":
        actions.remove_collection(collection=found, by=request.user)
        messages.success(request, _("The collection is gone. Its studies are still in the library."))
        return redirect("case-studies:collections")
    return render(request, "practice/collections/remove.html", {"collection": found})


def _editable(request: HttpRequest, slug: str) -> Collection:
    """Everybody may see it, so whoever may not change it hears 403."""
    found = get_object_or_404(Collection.objects.select_related("network"), slug=slug)
    if not Collection.objects.editable_by(request.user).filter(pk=found.pk).exists():
        raise PermissionDenied
    return found
