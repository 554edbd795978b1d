"""The public pages of the pipeline: the list with its filters, and one opportunity with its change log."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from collab_portal.search_limit import limited
from collab_portal.templatetags.words import paired
from procurement import cards, changelog, snapshot, supply_chain
from procurement.engagement.public import Engagement
from procurement.filters import FilterPanel, advice, removable
from procurement.matching import Criteria
from procurement.models import Change, PipelineEntry, Release, Stage, Watch
from procurement.outlook import places
from procurement.results import Results

limited_search = limited("search", times=60, is_free=lambda request: not request.GET)


@login_not_required
@require_safe
@limited_search
def pipeline(request: HttpRequest) -> HttpResponse:
    if any(not value for _name, values in request.GET.lists() for value in values):
        return redirect(_without_empty(request))
    at = timezone.now()
    criteria = Criteria.from_query(request.GET)
    results = Results(criteria, sort=request.GET.get("sort", ""), at=at)
    page = results.page(request.GET.get("page", ""))
    list_url = reverse("pipeline:list")
    context = {
        "criteria": criteria,
        "panel": FilterPanel(criteria, request.GET),
        "tags": removable(criteria, sort=results.sort if "sort" in request.GET else ""),
        "clear_url": list_url,
        "results": results,
        "page": page,
        "cards": cards.of(page.object_list, at),
        "advice": [] if results.count else advice(criteria, at),
        "feed_url": f"{reverse('pipeline:atom')}?{criteria.query()}",
    }
    return render(request, "procurement/pipeline.html", context)


@login_not_required
@require_safe
@conditional_page
def opportunity(request: HttpRequest, reference: str) -> HttpResponse:
    at = timezone.now()
    entries = PipelineEntry.objects.defer("document")
    entry = entries.filter(reference=reference).first()
    if entry is None:
        raise Http404
    release = Release.objects.only("snapshot").get(opportunity=entry.pk, version=entry.version)
    said, engagement = snapshot.read(release.snapshot), Engagement(entry, at)
    description, language = paired(entry, "summary")
    context = {
        "entry": entry,
        "description": description,
        "description_language": language,
        "said": said,
        "is_expired": entry.is_expired(at),
        "ending": _ending(entry),
        "predecessor": entries.filter(reference=said.follows).first() if said.follows else None,
        "successors": entries.filter(follows=reference).order_by("-published_at"),
        "is_watched": _watches(request, entry),
        "engagement": engagement,
        "place": places.of(request.user, entry),
        "needs": supply_chain.of_opportunity(entry, timezone.localdate(at)) if engagement.parts.needs else [],
        "passes_on": bool(supply_chain.winners(entry, request.user)),
        "steps": changelog.of(entry.pk, currency=said.currency),
    }
    return render(request, "procurement/opportunity.html", context)


def _ending(entry: PipelineEntry) -> Change | None:
    """What ended it, where it did not come to an award."""
    if entry.stage not in (Stage.WITHDRAWN, Stage.CANCELLED):
        return None
    steps = Change.objects.filter(opportunity=entry.pk, field="stage")
    return steps.select_related("release").defer("release__snapshot", "release__ocds").order_by("-pk").first()


def _watches(request: HttpRequest, entry: PipelineEntry) -> bool:
    if not request.user.is_authenticated:
        return False
    return Watch.objects.confirmed().filter(opportunity=entry.pk, subscriber__user=request.user).exists()


def _without_empty(request: HttpRequest) -> str:
    """A form sends every input; an address worth keeping names only those that say something."""
    said = [(name, value) for name, values in request.GET.lists() for value in values if value]
    return f"{request.path}?{urlencode(said)}" if said else request.path
