"""The pages on which a sheet comes in: its columns, what would become of its rows, and what became of them.

Each app that takes sheets in has a subclass with its own words, columns and actions; a bound method is a view.
"""

from types import ModuleType

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal import celery
from collab_portal.forms import answer
from collab_portal.sheets import report, showing
from collab_portal.sheets.forms import ColumnsForm, RowForm, SheetForm
from collab_portal.sheets.mapping import SURE, Column, Record
from collab_portal.sheets.uploads import SheetUpload
from collab_portal.sheets.writing import csv_rows

FORM_POST = ("GET", "POST")


class Pages:
    """`routes` begins the names of the addresses: "enterprises:import" for "enterprises:import-columns" and so on.

    `uploads` is the module with `understand`, `look_over_if_short`, `confirm` and `discard`; `frame` the template
    around the pages; `task` the one that looks sheets over and takes them in.
    """

    routes: str
    frame: str
    result_template: str
    task: str
    uploads: ModuleType
    columns: tuple[Column, ...]

    def sheets(self, user) -> QuerySet:
        """Those that the person may see and work on."""
        raise NotImplementedError

    def caption(self, sheet: SheetUpload) -> str:
        """What a person calls the sheet."""
        raise NotImplementedError

    def cells(self, sheet: SheetUpload, records: list[Record]) -> list[list[dict]]:
        """For each row: what stands in its cells, and what would be stored."""
        raise NotImplementedError

    def beside_result(self, request: HttpRequest, sheet: SheetUpload) -> dict:
        """What else the page of the result shows."""
        return {}

    def forgotten(self) -> str:
        raise NotImplementedError

    @method_decorator(require_http_methods(FORM_POST))
    def choose_columns(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Say what the columns are, if they were not recognised, or correct what was."""
        sheet = self._open_sheet(request.user, reference)
        proposal = sheet.propose(self.columns, sheet.header)
        unsure = {key for key, sure in proposal.confidence.items() if sure < SURE} | {*proposal.twins}
        initial = {key: str(at) for key, at in sheet.columns.items()}
        given = {"columns": self.columns, "sheet": sheet.sheet, "header": sheet.header, "unsure": unsure}
        form = ColumnsForm(request.POST, **given) if request.method == "POST" else ColumnsForm(initial=initial, **given)
        if form.is_bound and form.is_valid():
            self.uploads.understand(sheet, form.chosen)
            return self.go_on(sheet)
        context = self._context(sheet, form=form, preview=showing.preview(sheet))
        return answer(request, "sheets/columns.html", context, form)

    @method_decorator(require_http_methods(FORM_POST))
    def place(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Which sheet of the workbook, and in which row its headings stand."""
        sheet = self._open_sheet(request.user, reference)
        if request.method == "POST":
            form = SheetForm(request.POST, book=sheet.book)
        else:
            form = SheetForm(book=sheet.book, initial={"sheet_name": sheet.sheet.name, "header_row": sheet.header_row})
        if form.is_bound and form.is_valid():
            chosen = form.cleaned_data
            sheet.choose_sheet(
                chosen.get("sheet_name", sheet.sheet_name), self.columns, header_row=chosen["header_row"]
            )
            sheet.state = sheet.State.UPLOADED
            sheet.save()
            return redirect(f"{self.routes}-columns", sheet.reference)
        return answer(request, "sheets/place.html", self._context(sheet, form=form), form)

    @method_decorator(require_safe)
    def check(self, request: HttpRequest, reference: str) -> HttpResponse:
        """What would become of the rows: the numbers, the problems, and each row as it would be stored."""
        sheet = self._sheet(request.user, reference)
        if sheet.state != sheet.State.CHECKED:
            return self.go_on(sheet)
        overview = showing.overview(sheet, request.GET, lambda records: self.cells(sheet, records))
        return render(request, "sheets/check.html", self._context(sheet, **overview))

    @method_decorator(require_http_methods(FORM_POST))
    def row(self, request: HttpRequest, reference: str, number: int) -> HttpResponse:
        """Mend one row on the page, or take in one that was left aside. What stands in the file stays as it is."""
        sheet = self._open_sheet(request.user, reference)
        record = sheet.record(number)
        if record is None:
            raise Http404
        is_aside = sheet.is_aside(record)
        asked = [column for column in self.columns if column.key in sheet.columns or column.needed]
        given = {"columns": asked, "record": record}
        form = RowForm(request.POST, **given) if request.method == "POST" else RowForm(**given)
        if form.is_bound and form.is_valid():
            sheet.mend(number, form.typed)
            self.uploads.look_over_if_short(sheet)
            said = _("Row %(row)d is taken in.") if is_aside else _("Row %(row)d is corrected.")
            messages.success(request, said % {"row": number})
            return self.go_on(sheet)
        problems = sheet.told.by_row().get(number, [])
        context = self._context(sheet, form=form, record=record, problems=problems, is_aside=is_aside)
        return answer(request, "sheets/mend.html", context, form)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def result(self, request: HttpRequest, reference: str) -> HttpResponse:
        """How far it came, then what became of the rows. A POST confirms that it may go in."""
        sheet = self._sheet(request.user, reference)
        if request.method == "POST":
            if sheet.state == sheet.State.CHECKED:
                self.uploads.confirm(sheet=sheet, by=request.user, at=timezone.now())
                celery.nudge(self.task)
            return redirect(f"{self.routes}-result", sheet.reference)
        if sheet.state in (sheet.State.UPLOADED, sheet.State.CHECKED):
            return self.go_on(sheet)
        told = {"report": sheet.told, "groups": showing.groups(sheet.told)}
        context = self._context(sheet, **told, **self.beside_result(request, sheet))
        return render(request, self.result_template, context)

    @method_decorator(require_safe)
    def problems(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Everything there is to tell, as CSV."""
        sheet = self._sheet(request.user, reference)
        return _download(csv_rows(report.rows(sheet.told.problems)), f"{sheet.reference}.csv")

    @method_decorator(require_POST)
    def discard(self, request: HttpRequest, reference: str) -> HttpResponse:
        sheet = self._open_sheet(request.user, reference)
        self.uploads.discard(sheet=sheet, by=request.user)
        messages.success(request, self.forgotten())
        return redirect(self.routes)

    @method_decorator(require_safe)
    def refused_rows(self, request: HttpRequest, reference: str) -> HttpResponse:
        """The rows that were refused, below their headings, as they stand in the sheet: to correct and upload again."""
        sheet = self._sheet(request.user, reference)
        if not sheet.content:
            raise Http404  # it is long ago, and the file is forgotten
        return _download(csv_rows(showing.refused_rows(sheet)), f"{sheet.reference}-rows.csv")

    def go_on(self, sheet: SheetUpload) -> HttpResponse:
        """To the page where the next step is taken."""
        if sheet.state == sheet.State.MAPPED:
            celery.nudge(self.task)
        names = {sheet.State.UPLOADED: "columns", sheet.State.CHECKED: "check"}
        return redirect(f"{self.routes}-{names.get(sheet.state, 'result')}", sheet.reference)

    def _context(self, sheet: SheetUpload, **more: object) -> dict:
        names = ("columns", "place", "check", "row", "result", "report", "discard", "rows")
        routes = {name: f"{self.routes}-{name}" for name in names}
        return {"sheet": sheet, "frame": self.frame, "routes": routes, "caption": self.caption(sheet), **more}

    def _sheet(self, user, reference: str) -> SheetUpload:
        return get_object_or_404(self.sheets(user), reference=reference)

    def _open_sheet(self, user, reference: str) -> SheetUpload:
        """One that can still be worked on: it has neither been taken in, nor been queued for that."""
        return get_object_or_404(self.sheets(user).waiting(), reference=reference)


def _download(rows, name: str) -> HttpResponse:
    response = HttpResponse(rows, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
