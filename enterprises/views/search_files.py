"""The results of a search as files: a page to choose from, and what it leads to."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from collab_portal.audit import trail
from collab_portal.search_limit import limited
from collab_portal.sheets.writing import csv_rows, xlsx_pieces
from enterprises.search import exports, panel
from enterprises.search.criteria import Criteria
from enterprises.search.results import Results

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
limited_export = limited("export", times=20)


@require_safe
@login_not_required
@limited_export
def download(request: HttpRequest) -> HttpResponse:
    results = Results(Criteria.from_query(request.GET))
    context = {
        "results": results,
        "hidden": list(results.criteria.parameters()),
        "tags": panel.removable(results.criteria),
        "columns": [(column.name, column.label, column.name in exports.USUAL) for column in exports.COLUMNS],
        "list_url": panel.address(results.criteria),
        "json_url": panel.address(results.criteria, "enterprises:json"),
    }
    return render(request, "enterprises/download.html", context)


@require_safe
@login_not_required
@limited_export
def spreadsheet(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    results = _asked(request, kind)
    rows = exports.rows(results, exports.chosen(request.GET.getlist("column")))
    if kind == "xlsx":
        return file_answer(xlsx_pieces(rows, title=exports.heading(), widths=[30, 30]), kind, XLSX)
    return file_answer(csv_rows(rows), kind, "text/csv; charset=utf-8")


@require_safe
@login_not_required
@limited_export
def json(request: HttpRequest) -> StreamingHttpResponse:
    response = file_answer(exports.as_json(_asked(request, "json")), "json", "application/json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _asked(request: HttpRequest, kind: str) -> Results:
    results = Results(Criteria.from_query(request.GET))
    by = request.user if request.user.is_authenticated else None
    trail.record("directory exported", by=by, format=kind, enterprises=results.count)
    return results


def file_answer(
    pieces: Iterable, kind: str, content_type: str, *, name: str = "social-enterprises"
) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_in_language(pieces, get_language()), content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _in_language(pieces: Iterable, language: str | None) -> Iterator:
    """They are made after the view is done, in the language that was asked for."""
    with override(language):
        yield from pieces
