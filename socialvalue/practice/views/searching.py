"""Finding case studies: the library with its filters, a page for each step and each goal, and the feed."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import conditional_page, require_safe

from collab_portal.feeds import Feed
from collab_portal.reference.models import WellbeingGoal
from collab_portal.search_limit import limited
from collab_portal.templatetags.words import paired
from enterprises.search import panel
from enterprises.views.search import limited_search, meant, put_right, without_empty
from socialvalue.practice.library import topics
from socialvalue.practice.library.results import NEWEST, Criteria, Results
from socialvalue.practice.models import Collection, LibraryEntry, Step

limited_feed = limited("export", times=20)
FEED_LENGTH = 50
ON_A_TOPIC = 10


@require_safe
@login_not_required
@limited_search
def library(request: HttpRequest) -> HttpResponse:
    if any(not value for _name, values in request.GET.lists() for value in values):
        return redirect(without_empty(request))
    results = Results(Criteria.from_query(request.GET), sort=request.GET.get("sort", ""))
    replaced, results = put_right(results)
    sort = results.sort if "sort" in request.GET else ""
    context = {
        "replaced": replaced,
        "meant": meant(results) if not replaced else None,
        "criteria": results.criteria,
        "results": results,
        "sort": sort,
        "tags": panel.removable(results.criteria, sort),
        "clear_url": reverse("case-studies:list"),
        "feed_url": panel.address(results.criteria, "case-studies:feed"),
        "page": results.page(request.GET.get("page", "")),
        "groups": panel.groups(results),
        "advice": [] if results.count else panel.advice(results),
    }
    return render(request, "practice/list.html", context)


@require_safe
@login_not_required
def step(request: HttpRequest, step: str) -> HttpResponse:
    """What is known of one of the five steps."""
    if step not in Step.values:
        raise Http404
    return _topic(request, "step", step, title=Step(step).label, lead=topics.LEADS[Step(step)])


@require_safe
@login_not_required
def goal(request: HttpRequest, goal: str) -> HttpResponse:
    found = get_object_or_404(WellbeingGoal, pk__iexact=goal)
    return _topic(request, "goal", found.pk, title=paired(found, "name")[0], lead=topics.GOAL_LEAD)


@require_safe
@login_not_required
@limited_feed
@conditional_page
def feed(request: HttpRequest) -> HttpResponse:
    """The newest of a search."""
    results = Results(Criteria.from_query(request.GET), sort=NEWEST)
    link = panel.address(results.criteria)
    made = Feed(title=gettext("Case studies"), link=link, feed_url=request.get_full_path())
    for each in results.rows(0, FEED_LENGTH):
        made.add(
            f"case-studies/{each.study_id}",
            title=paired(each, "title")[0],
            text=paired(each, "summary")[0],
            author=str(each.lead.name),
            link=each.get_absolute_url(),
            category=gettext("Case study"),
            published_at=each.first_published_at,
            changed_at=each.published_at,
        )
    return HttpResponse(str(made), content_type="application/atom+xml; charset=utf-8")


def _topic(request: HttpRequest, facet: str, value: str, *, title, lead) -> HttpResponse:
    given = QueryDict(mutable=True)
    given[facet] = value
    results = Results(Criteria.from_query(given), sort="adapted")
    shown = results.rows(0, ON_A_TOPIC)
    of_topic = LibraryEntry.objects.filter(keys__contains=[f"{facet}:{value}"]).values("study")
    context = {
        "title": title,
        "lead": lead,
        "facet": facet,
        "value": value,
        "results": results,
        "studies": shown,
        "steps": [(each, topics.LEADS[each]) for each in Step] if facet == "step" else [],
        "goals": WellbeingGoal.objects.order_by("pk") if facet == "goal" else [],
        "list_url": panel.address(results.criteria),
        "collections": Collection.objects.filter(collected__study__in=of_topic).distinct().order_by("-created_at")[:5],
    }
    return render(request, "practice/topic.html", context)
