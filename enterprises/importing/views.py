"""Bringing a list in, page by page: the file, its columns, what would become of the rows, and what became of them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal import celery
from collab_portal.accounts.models import Membership, Organisation
from collab_portal.forms import answer
from collab_portal.sheets import mapping, report
from collab_portal.sheets.forms import ColumnsForm, RowForm, SheetForm
from collab_portal.sheets.writing import csv_rows
from enterprises.importing import steps
from enterprises.importing.forms import ListForm
from enterprises.imports import uploads
from enterprises.imports.columns import COLUMNS
from enterprises.models import DirectorySheet, DoubtfulPair

FORM_POST = ("GET", "POST")


@require_http_methods(FORM_POST)
def start(request):
    """Choose a file; below, the lists that are on their way or have come in."""
    network = _network(request.user)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_bound and form.is_valid():
        sheet = uploads.take_file(
            network=network, by=request.user, name=form.cleaned_data["file"].name, content=form.content, **form.source
        )
        return _go_on(sheet)
    earlier = DirectorySheet.objects.visible_to(request.user).without_content().order_by("-uploaded_at")[:20]
    pairs = DoubtfulPair.objects.open().decidable_by(request.user).count()
    context = {"form": form, "network": network, "earlier": earlier, "pairs": pairs}
    return answer(request, "enterprises/imports/start.html", context, form)


@require_http_methods(FORM_POST)
def columns(request, reference):
    """Say what the columns are, if they were not recognised, or correct what was."""
    sheet = _open_sheet(request.user, reference)
    proposal = mapping.propose(sheet.sheet, COLUMNS, sheet.header)
    unsure = [key for key, sure in proposal.confidence.items() if sure < mapping.SURE]
    initial = {key: str(at) for key, at in sheet.columns.items()}
    given = {"columns": COLUMNS, "sheet": sheet.sheet, "header": sheet.header, "unsure": {*unsure, *proposal.twins}}
    form = ColumnsForm(request.POST, **given) if request.method == "POST" else ColumnsForm(initial=initial, **given)
    if form.is_bound and form.is_valid():
        uploads.understand(sheet, form.chosen)
        return _go_on(sheet)
    context = {"form": form, "sheet": sheet, "preview": steps.preview(sheet)}
    return answer(request, "enterprises/imports/columns.html", context, form)


@require_http_methods(FORM_POST)
def place(request, reference):
    """Which sheet of the workbook, and in which row its headings stand."""
    sheet = _open_sheet(request.user, reference)
    initial = {"sheet_name": sheet.sheet.name, "header_row": sheet.header_row}
    form = (
        SheetForm(request.POST, book=sheet.book)
        if request.method == "POST"
        else SheetForm(book=sheet.book, initial=initial)
    )
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        sheet.choose_sheet(chosen.get("sheet_name", sheet.sheet_name), COLUMNS, header_row=chosen["header_row"])
        sheet.state = sheet.State.UPLOADED
        sheet.save()
        return redirect("enterprises:import-columns", sheet.reference)
    return answer(request, "enterprises/imports/place.html", {"form": form, "sheet": sheet}, form)


@require_safe
def check(request, reference):
    """What would become of the rows: the numbers, the problems, and each row as it would be stored."""
    sheet = _sheet(request.user, reference)
    if sheet.state != sheet.State.CHECKED:
        return _go_on(sheet)
    context = {"sheet": sheet, **steps.overview(sheet, request.GET)}
    return render(request, "enterprises/imports/check.html", context)


@require_http_methods(FORM_POST)
def row(request, reference, number):
    """Mend one row on the page. What stands in the file stays as it is."""
    sheet = _open_sheet(request.user, reference)
    record = next((each for each in sheet.records() if each.number == number), None)
    if record is None:
        raise Http404
    asked = [column for column in COLUMNS if column.key in sheet.columns or column.needed]
    given = {"columns": asked, "record": record}
    form = RowForm(request.POST, **given) if request.method == "POST" else RowForm(**given)
    if form.is_bound and form.is_valid():
        sheet.mend(number, form.typed)
        uploads.look_over_if_short(sheet)
        messages.success(request, _("Row %(row)d is corrected.") % {"row": number})
        return _go_on(sheet)
    context = {"form": form, "sheet": sheet, "record": record, "problems": sheet.told.by_row().get(number, [])}
    return answer(request, "enterprises/imports/row.html", context, form)


@require_http_methods(["GET", "HEAD", "POST"])
def result(request, reference):
    """How far it came, then what became of the rows. A POST confirms that it may go in."""
    sheet = _sheet(request.user, reference)
    if request.method == "POST":
        if sheet.state == sheet.State.CHECKED:
            uploads.confirm(sheet=sheet, by=request.user, at=timezone.now())
            celery.nudge("imports.drain")
        return redirect("enterprises:import-result", sheet.reference)
    if sheet.state in (sheet.State.UPLOADED, sheet.State.CHECKED):
        return _go_on(sheet)
    pairs = DoubtfulPair.objects.open().decidable_by(request.user).count()
    context = {"sheet": sheet, "report": sheet.told, "pairs": pairs, "groups": steps.groups(sheet.told)}
    return render(request, "enterprises/imports/result.html", context)


@require_safe
def problems(request, reference):
    """Everything there is to tell, as CSV."""
    sheet = _sheet(request.user, reference)
    response = HttpResponse(csv_rows(report.rows(sheet.told.problems)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{sheet.reference}.csv"'
    return response


@require_POST
def discard(request, reference):
    sheet = _open_sheet(request.user, reference)
    uploads.discard(sheet=sheet, by=request.user)
    messages.success(request, _("The list is forgotten. Nothing was imported."))
    return redirect("enterprises:import")


def _network(user) -> Organisation:
    """The network she coordinates and acts for; else the first she coordinates."""
    mine = Membership.objects.filter(user=user, role__in=Membership.PUBLISHERS)
    networks = Organisation.objects.networks().filter(memberships__in=mine).order_by("pk")
    network = networks.filter(pk=user.acting_for_id).first() or networks.first()
    if network is None:
        raise Http404
    return network


def _sheet(user, reference) -> DirectorySheet:
    return get_object_or_404(DirectorySheet.objects.visible_to(user), reference=reference)


def _open_sheet(user, reference) -> DirectorySheet:
    """One that can still be worked on: it has neither been taken in, nor been queued for that."""
    return get_object_or_404(DirectorySheet.objects.visible_to(user).waiting(), reference=reference)


def _go_on(sheet: DirectorySheet):
    """To the page where the next step is taken."""
    if sheet.state == sheet.State.MAPPED:
        celery.nudge("imports.drain")
    names = {sheet.State.UPLOADED: "import-columns", sheet.State.CHECKED: "import-check"}
    return redirect(f"enterprises:{names.get(sheet.state, 'import-result')}", sheet.reference)
