"""The public record for machines: OCDS release packages, and what they mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlencode

import msgspec
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from procurement import ocds
from procurement.models import EngagementRelease, Release
from procurement.ocds.package import release_package
from procurement.ocds.values import read_moment

LIMIT = 100
PARAMETERS = ("cursor", "limit", "updated_from", "updated_to")
SCHEMA = Path(ocds.__file__).parent / "schema"
SCHEMAS = ("extension", "release-schema")
COMPLETE_FOR = 24 * 3600  # seconds: releases never change, so neither does a full page
GROWING_FOR = 60


class BadQuestion(ValueError):
    """A parameter says something that cannot be meant. The text says what to do."""


@dataclass(frozen=True)
class Question:
    """Which releases somebody asks for: those after a cursor, of a period, so many at most."""

    cursor: int = 0
    limit: int = LIMIT
    updated_from: datetime | None = None
    updated_to: datetime | None = None

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Question":
        if unknown := sorted(parameters.keys() - set(PARAMETERS)):
            raise BadQuestion(f"There is no parameter {unknown[0]}. Use {', '.join(PARAMETERS)}.")
        return cls(
            cursor=_number("cursor", parameters, default=0, most=2**63 - 1, least=0),
            limit=_number("limit", parameters, default=LIMIT, most=LIMIT, least=1),
            updated_from=_moment("updated_from", parameters),
            updated_to=_moment("updated_to", parameters, end_of_day=True),
        )

    def rows(self, most: int) -> list["Row"]:
        """In the order in which they became visible. A reader by cursor misses none that is committed late."""
        asked = Q(pk__gt=self.cursor)
        if self.updated_from:
            asked &= Q(published_at__gte=self.updated_from)
        if self.updated_to:
            asked &= Q(published_at__lt=self.updated_to)
        return _rows(asked, most)


@login_not_required
@require_safe
@conditional_page
def releases(request: HttpRequest) -> HttpResponse:
    """A page of all releases there are, the oldest first."""
    try:
        question = Question.of(request.GET.dict())
    except BadQuestion as fault:
        return _answer(msgspec.json.encode({"error": str(fault)}), status=400)
    rows = question.rows(question.limit + 1)
    more, rows = len(rows) > question.limit, rows[: question.limit]
    links = {"next" if more else "later": _after(rows[-1], request)} if rows else {}
    return _package(request, rows, links=links, seconds=COMPLETE_FOR if more else GROWING_FOR)


@login_not_required
@require_safe
@conditional_page
def opportunity(request: HttpRequest, reference: str) -> HttpResponse:
    """Every release of one opportunity, the oldest first, as a release package."""
    rows = _rows(Q(opportunity__reference=reference))
    if not rows:
        raise Http404
    return _package(request, rows, seconds=GROWING_FOR)


@login_not_required
@require_safe
@conditional_page
def extension(request: HttpRequest, name: str) -> HttpResponse:
    """What the object `portal` of our releases holds, as OCDS extensions say it."""
    if name not in SCHEMAS:
        raise Http404
    return _answer(_schema(name), seconds=COMPLETE_FOR)


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """How to get the data, and what they say."""
    context = {
        "site": _site(),
        "limit": LIMIT,
        "latest": _latest(),
        "pipeline_url": reverse("pipeline:list"),
        "extension_url": reverse("ocds-extension", args=["release-schema"]),
    }
    return render(request, "procurement/open_data.html", context)


def _after(row: "Row", request: HttpRequest) -> str:
    """The address of what comes after this release: the next page, or, from the last one, what is published later."""
    question = {"cursor": row.key} | {name: request.GET[name] for name in PARAMETERS[1:] if name in request.GET}
    return f"{_site()}{request.path}?{urlencode(question)}"


@dataclass(frozen=True)
class Row:
    """A release as it is handed on."""

    key: int
    published_at: datetime
    ocds: msgspec.Raw


def _rows(asked: Q, most: int | None = None) -> list[Row]:
    """Releases, and what was said beside them, as PostgreSQL writes them: nobody need parse their JSON again."""
    kinds = (kind.objects.filter(asked).order_by("pk") for kind in (Release, EngagementRelease))
    text = Cast("ocds", TextField())
    first, second = (each.values_list("id", "published_at", text)[:most] for each in kinds)
    found = first.union(second, all=True).order_by("id")[:most]
    return [Row(key, published_at, msgspec.Raw(text.encode())) for key, published_at, text in found]


def _package(
    request: HttpRequest, rows: list[Row], *, seconds: int, links: dict[str, str] | None = None
) -> HttpResponse:
    package = release_package(
        (row.ocds for row in rows),
        uri=f"{_site()}{request.get_full_path()}",
        published_at=max((row.published_at for row in rows), default=timezone.now()),
        publisher=settings.PORTAL_NAME_EN,
        site=_site(),
        extension=f"{_site()}{reverse('ocds-extension', args=['extension'])}",
        links=links,
    )
    return _answer(msgspec.json.encode(package), seconds=seconds)


def _answer(content: bytes, *, seconds: int = 0, status: int = 200) -> HttpResponse:
    response = HttpResponse(content, content_type="application/json; charset=utf-8", status=status)
    response.headers["Cache-Control"] = f"public, max-age={seconds}" if seconds else "no-store"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _site() -> str:
    return settings.PORTAL_URL


@cache
def _schema(name: str) -> bytes:
    return (SCHEMA / f"{name}.json").read_bytes()


def _latest() -> str:
    """An opportunity whose data somebody can look at."""
    newest = Release.objects.order_by("-pk").values_list("opportunity__reference", flat=True)
    return newest.first() or ""


def _number(name: str, parameters: Mapping[str, str], *, default: int, least: int, most: int) -> int:
    written = parameters.get(name, "")
    if not written:
        return default
    number = int(written) if written.isdecimal() and len(written) < 20 else -1
    if least <= number <= most:
        return number
    if name == "cursor":
        raise BadQuestion("Take the cursor from the links of the page before, or leave it out to begin at the start.")
    raise BadQuestion(f"Give {name} as a whole number from {least} to {most}.")


def _moment(name: str, parameters: Mapping[str, str], *, end_of_day: bool = False) -> datetime | None:
    """A day or a moment. The last day counts to its end. In an address "+" stands for a space."""
    written = parameters.get(name, "").strip().replace(" ", "+")
    if not written:
        return None
    try:
        moment = read_moment(written)
        is_day = len(written) <= len("2026-11-23")
        return moment + timedelta(days=1) if end_of_day and is_day else moment
    except (ValueError, OverflowError):
        raise BadQuestion(f"Give {name} as a date or a moment, such as 2026-11-23 or 2026-11-23T09:00:00Z.") from None
