"""Searching the directory: the list with its filters, and the map."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from collab_portal.search_limit import limited
from enterprises.search import cards, council_map, panel
from enterprises.search.criteria import Criteria
from enterprises.search.results import Results

limited_search = limited("search", times=60, is_free=lambda request: not request.GET.get("q"))


@require_safe
@login_not_required
@limited_search
def directory(request: HttpRequest) -> HttpResponse:
    if any(not value for _name, values in request.GET.lists() for value in values):
        return redirect(without_empty(request))
    results = Results(Criteria.from_query(request.GET), sort=request.GET.get("sort", ""))
    replaced, results = put_right(results)
    page = results.page(request.GET.get("page", ""))
    context = _about(results, request) | {
        "replaced": replaced,
        "meant": meant(results) if not replaced else None,
        "page": page,
        "cards": cards.of(page.object_list),
        "groups": panel.groups(results),
        "advice": [] if results.count else panel.advice(results),
    }
    return render(request, "enterprises/list.html", context)


@require_safe
@login_not_required
@limited_search
def map_of_councils(request: HttpRequest) -> HttpResponse:
    if any(not value for _name, values in request.GET.lists() for value in values):
        return redirect(without_empty(request))
    replaced, results = put_right(Results(Criteria.from_query(request.GET)))
    context = _about(results, request) | {
        "replaced": replaced,
        "map": council_map.of(results),
        "groups": panel.groups(results),
    }
    return render(request, "enterprises/map.html", context)


def _about(results: Results, request: HttpRequest) -> dict:
    sort = results.sort if "sort" in request.GET else ""
    return {
        "criteria": results.criteria,
        "results": results,
        "sort": sort,
        "tags": panel.removable(results.criteria, sort),
        "list_url": panel.address(results.criteria, sort=sort),
        "map_url": panel.address(results.criteria, "enterprises:map"),
        "clear_url": reverse("enterprises:list"),
        "download_url": panel.address(results.criteria, "enterprises:download"),
    }


def put_right(results: Results) -> tuple[str, Results]:
    """Words that find nothing are put right at once, and the page says so."""
    if results.count or not results.put_right:
        return "", results
    better = results.of(results.criteria.in_other_words(results.put_right))
    return (results.criteria.q, better) if better.count else ("", results)


def meant(results: Results) -> panel.Way | None:
    """Other words for those that find little, if these find more: a mutated word finds what its radical does."""
    q = results.put_right if results.count else ""
    if not q or results.of(results.criteria.in_other_words(q)).count <= results.count:
        return None
    return panel.Way("", q, panel.address(results.criteria.in_other_words(q)))


def without_empty(request: HttpRequest) -> str:
    """A form sends every input; an address worth keeping names only those that say something."""
    said = [(name, value) for name, values in request.GET.lists() for value in values if value]
    return f"{request.path}?{urlencode(said)}" if said else request.path
