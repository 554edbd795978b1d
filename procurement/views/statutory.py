"""The contracts register and the two-year summary of a public body: as pages, and as sheets to take away."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import conditional_page, require_safe

from collab_portal.accounts.models import Organisation
from collab_portal.search_limit import limited
from collab_portal.sheets.writing import csv_rows, xlsx_pieces
from procurement.statutory import contracts, register, years
from procurement.statutory.cells import for_sheet

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 50
FIRST_YEAR, LAST_YEAR = 2020, 2060
limited_export = limited("export", times=20)


@login_not_required
@require_safe
@conditional_page
def contracts_register(request: HttpRequest, slug: str) -> HttpResponse:
    body = public_body(slug)
    if body.slug != slug:
        return redirect("public-bodies:contracts", body.slug, permanent=True)
    found = contracts.of(body)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    lines = [register.Line(each) for each in page]
    context = {"body": body, "page": page, "lines": lines, "count": len(found), "gaps": register.gaps(found)}
    return render(request, "procurement/statutory/register.html", context)


@login_not_required
@require_safe
@limited_export
def contracts_sheet(request: HttpRequest, slug: str, kind: str) -> StreamingHttpResponse:
    body = public_body(slug)
    rows = register.rows(contracts.of(body))
    return sheet(rows, kind, name=f"contracts-{body.slug}", title=gettext("Contracts register"))


@login_not_required
@require_safe
@conditional_page
def two_years(request: HttpRequest, slug: str) -> HttpResponse:
    body = public_body(slug)
    if body.slug != slug:
        return redirect("public-bodies:two-years", body.slug, permanent=True)
    next_year = years.financial_year(timezone.localdate()) + 1
    first = _first_year(request, next_year)
    context = {
        "body": body,
        "first": first,
        "summary": years.of(body, first=first),
        "choices": [(year, f"{years.named(year)}, {years.named(year + 1)}") for year in (next_year - 1, next_year)],
    }
    return render(request, "procurement/statutory/two_years.html", context)


@login_not_required
@require_safe
@limited_export
def two_years_sheet(request: HttpRequest, slug: str, kind: str) -> StreamingHttpResponse:
    body = public_body(slug)
    first = _first_year(request, years.financial_year(timezone.localdate()) + 1)
    rows = years.rows(years.of(body, first=first))
    return sheet(rows, kind, name=f"planned-{body.slug}-{first}", title=gettext("Two financial years"))


def public_body(slug: str) -> Organisation:
    """By its slug, or by that of a body that was merged into it."""
    body = get_object_or_404(Organisation.objects.select_related("merged_into"), slug=slug)
    body = body.merged_into or body
    if not body.is_public_body:
        raise Http404
    return body


def sheet(rows: Iterable, kind: str, *, name: str, title: str) -> StreamingHttpResponse:
    """The rows as CSV or as a workbook, in the language of the request."""
    cells = for_sheet(rows)
    pieces = xlsx_pieces(cells, title=title, widths=[12, 40, 30, 30]) if kind == "xlsx" else csv_rows(cells)
    response = StreamingHttpResponse(_in_language(pieces, get_language()), content_type=XLSX if kind == "xlsx" else CSV)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _in_language(pieces: Iterable, language: str | None) -> Iterator:
    """They are made after the view is done, in the language that was asked for."""
    with override(language):
        yield from pieces


def _first_year(request: HttpRequest, usual: int) -> int:
    given = request.GET.get("from", "")
    year = int(given) if given.isascii() and given.isdecimal() and len(given) == len(str(usual)) else usual
    return year if FIRST_YEAR <= year <= LAST_YEAR else usual
