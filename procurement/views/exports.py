"""The results of a search, and the dates of one opportunity, as files for other programs."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import conditional_page, require_safe

from collab_portal.search_limit import limited
from collab_portal.sheets.writing import csv_rows
from enterprises.models import Event
from procurement import calendars, exports, snapshot
from procurement.facts import Facts
from procurement.filters import address
from procurement.matching import Criteria
from procurement.models import MarketEvent, PipelineEntry, Release
from procurement.results import Results

CHUNK = 1000  # rows read at once
limited_export = limited("export", times=20)


@login_not_required
@require_safe
@limited_export
def spreadsheet(request: HttpRequest) -> StreamingHttpResponse:
    results = Results(Criteria.from_query(request.GET), at=timezone.now())
    rows = exports.rows(results.ordered().defer("document").iterator(chunk_size=CHUNK))
    lines = _in_language(csv_rows(rows), get_language())
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="pipeline.csv"'
    return response


@login_not_required
@require_safe
@limited_export
@conditional_page
def feed(request: HttpRequest) -> HttpResponse:
    at = timezone.now()
    criteria = Criteria.from_query(request.GET)
    entries = list(Results(criteria, at=at).ordered("changed").defer("document")[: exports.FEED_LENGTH])
    meetings = MarketEvent.objects.to_come(at).filter(opportunity__in=[entry.pk for entry in entries])
    meetings = meetings.select_related("event__host", "opportunity").order_by("-linked_at", "pk")
    link, feed_url = address(criteria), request.get_full_path()
    text = exports.feed(entries, meetings, title=_name(criteria), link=link, feed_url=feed_url, at=at)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


@login_not_required
@require_safe
@limited_export
@conditional_page
def calendar(request: HttpRequest) -> HttpResponse:
    criteria = Criteria.from_query(request.GET)
    entries = Results(criteria, at=timezone.now()).ordered("closing").defer("document")[: calendars.LENGTH]
    return _calendar(calendars.of_entries(entries, name=_name(criteria)), "pipeline")


@login_not_required
@require_safe
@conditional_page
def opportunity_calendar(request: HttpRequest, reference: str) -> HttpResponse:
    entry = PipelineEntry.objects.defer("document").filter(reference=reference).first()
    if entry is None:
        raise Http404
    release = Release.objects.only("snapshot").get(opportunity=entry.pk, version=entry.version)
    facts = Facts(snapshot.read(release.snapshot), timezone.now())
    meetings = Event.objects.public().filter(market_events__opportunity=entry.pk).order_by("starts_at")
    return _calendar(calendars.of_opportunity(facts, entry, meetings), reference)


def _calendar(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _name(criteria: Criteria) -> str:
    pipeline = gettext("Pipeline")
    return pipeline if criteria.is_empty else f"{pipeline}: {criteria.describe(get_language())}"


def _in_language(lines: Iterable[str], language: str) -> Iterator[str]:
    """The lines are made after the view is done, in the language that was asked for."""
    with override(language):
        yield from lines
