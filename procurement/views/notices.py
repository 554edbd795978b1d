"""Data for the notices that come before a tender, and the pipeline by quarter."""

from datetime import datetime

import msgspec
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import conditional_page, require_safe

from enterprises.models import Event
from procurement import snapshot
from procurement.models import MarketEvent, PipelineEntry, Release
from procurement.ocds import notices
from procurement.ocds.package import release_package
from procurement.snapshot import Snapshot
from procurement.statutory import pipeline_notice, quarters, sheets
from procurement.statutory.sheets import NoticeType
from procurement.views.statutory import LAST_YEAR, limited_export, public_body, sheet

FIRST_YEAR = 2025  # the Act's first notices


@login_not_required
@require_safe
@conditional_page
def notice(request: HttpRequest, slug: str) -> HttpResponse:
    body = public_body(slug)
    if body.slug != slug:
        return redirect("public-bodies:uk1", body.slug, permanent=True)
    usual = pipeline_notice.next_year(timezone.localdate())
    found = pipeline_notice.of(body, year=_year(request, usual))
    groups = [
        (str(sheets.STANDINGS[standing.value]), standing.value, getattr(found, standing.value))
        for standing in pipeline_notice.Standing
    ]
    context = {"body": body, "notice": found, "groups": groups, "usual": usual}
    return render(request, "procurement/statutory/pipeline_notice.html", context)


@login_not_required
@require_safe
@limited_export
def notice_sheet(request: HttpRequest, slug: str, kind: str) -> StreamingHttpResponse:
    body = public_body(slug)
    found = pipeline_notice.of(body, year=_year(request, pipeline_notice.next_year(timezone.localdate())))
    return sheet(sheets.rows(found), kind, name=f"uk1-{body.slug}-{found.year}", title=gettext("Pipeline notice"))


@login_not_required
@require_safe
@limited_export
def notice_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The pipeline notice as OCDS: a release for each contract."""
    body, now = public_body(slug), timezone.now()
    found = pipeline_notice.of(body, year=_year(request, pipeline_notice.next_year(timezone.localdate(now))))
    releases = [notices.release(item.said, NoticeType.PIPELINE.code, at=now) for item in found.items]
    return _package(request, releases, at=now)


@login_not_required
@require_safe
@conditional_page
def opportunity_notice(request: HttpRequest, reference: str, notice: str) -> HttpResponse:
    said = _published(reference)
    fields = sheets.fields(said, NoticeType(notice), _meetings(reference, notice))
    context = {
        "said": said,
        "notice": NoticeType(notice),
        "fields": fields,
        "missing": [each for each in fields if each.is_missing],
        "text": sheets.as_text(fields),
    }
    return render(request, "procurement/statutory/notice.html", context)


@login_not_required
@require_safe
@limited_export
def opportunity_notice_json(request: HttpRequest, reference: str, notice: str) -> HttpResponse:
    now = timezone.now()
    milestones = notices.engagement(_meetings(reference, notice))
    made = notices.release(_published(reference), NoticeType(notice).code, at=now, milestones=milestones)
    return _package(request, [made], at=now)


@login_not_required
@require_safe
@conditional_page
def timeline(request: HttpRequest, slug: str = "") -> HttpResponse:
    body = public_body(slug) if slug else None
    if body and body.slug != slug:
        return redirect("public-bodies:timeline", body.slug, permanent=True)
    found = quarters.of(body, at=timezone.now())
    context = {
        "body": body,
        "timeline": found,
        "bars": quarters.bars(found),
        "lines": list(quarters.lines(found)),
        "width": quarters.WIDTH,
        "height": quarters.HEIGHT,
        "foot": quarters.HEIGHT - quarters.FOOT,
        "csv_url": reverse("public-bodies:timeline-csv", args=[slug]) if body else reverse("pipeline:timeline-csv"),
    }
    return render(request, "procurement/statutory/timeline.html", context)


@login_not_required
@require_safe
@limited_export
def timeline_csv(request: HttpRequest, slug: str = "") -> StreamingHttpResponse:
    body = public_body(slug) if slug else None
    rows = quarters.rows(quarters.of(body, at=timezone.now()))
    return sheet(rows, "csv", name=f"timeline-{body.slug}" if body else "timeline", title="")


def _meetings(reference: str, notice: str) -> list[MarketEvent]:
    """The public events of an engagement notice, in their order."""
    if notice != NoticeType.ENGAGEMENT:
        return []
    events = Event.objects.public().exclude(state=Event.State.CANCELLED)
    found = MarketEvent.objects.filter(opportunity__reference=reference, event__in=events)
    return list(found.select_related("event").order_by("event__starts_at"))


def _published(reference: str) -> Snapshot:
    entry = PipelineEntry.objects.filter(reference=reference).only("pk", "version").first()
    if entry is None:
        raise Http404
    return snapshot.read(Release.objects.only("snapshot").get(opportunity=entry.pk, version=entry.version).snapshot)


def _package(request: HttpRequest, releases: list, *, at: datetime) -> HttpResponse:
    site = settings.PORTAL_URL
    package = release_package(
        releases,
        uri=f"{site}{request.get_full_path()}",
        published_at=at,
        publisher=settings.PORTAL_NAME_EN,
        site=site,
        extension=f"{site}{reverse('ocds-extension', args=['extension'])}",
    )
    return HttpResponse(msgspec.json.encode(package), content_type="application/json; charset=utf-8")


def _year(request: HttpRequest, usual: int) -> int:
    given = request.GET.get("year", "")
    year = int(given) if given.isascii() and given.isdecimal() and len(given) == len(str(usual)) else usual
    return year if FIRST_YEAR <= year <= LAST_YEAR else usual
