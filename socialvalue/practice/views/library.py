"""The library of case studies as everybody reads it."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.postgres.search import SearchRank
from django.core.paginator import Paginator
from django.db.models import F
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from collab_portal.text import parse
from socialvalue.practice import content
from socialvalue.practice.forms.library import LibraryForm
from socialvalue.practice.models import LibraryEntry, Step

PER_PAGE = 20


@require_safe
@login_not_required
def library(request):
    form = LibraryForm(request.GET)
    form.is_valid()
    studies = _found(form.cleaned_data).select_related("lead")
    page = Paginator(studies, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "practice/list.html", {"form": form, "page": page})


@require_safe
@login_not_required
def case_study(request, slug):
    """The last edition; what its authors have changed since is not in it."""
    entry = get_object_or_404(LibraryEntry.objects.select_related("edition", "lead").defer("document"), slug=slug)
    said = content.read(entry.edition.content)
    steps = [Step(each).label for each in said.steps]
    return render(request, "practice/detail.html", {"study": said, "entry": entry, "steps": steps})


def _found(asked):
    """Published studies, best first where words were given, otherwise the newest."""
    found = LibraryEntry.objects.defer("document")
    if asked.get("step"):
        found = found.filter(steps__contains=[asked["step"]])
    query = parse(asked.get("q", ""))
    if query.is_empty:
        return found.order_by("-published_at", "pk")
    words = query.as_expression()
    return found.filter(document=words).annotate(rank=SearchRank(F("document"), words)).order_by("-rank", "pk")
