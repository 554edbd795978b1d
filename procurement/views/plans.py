"""Bringing the plan of a public body in, what vanished from it, and contracts that end soon."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.accounts.models import Membership
from collab_portal.forms import answer
from collab_portal.sheets.forms import FileForm
from collab_portal.sheets.pages import Pages
from procurement import actions, renewals
from procurement.drafting.access import acting_body, for_editors
from procurement.forms.plans import AnswerForm, NoRenewalForm
from procurement.models import Opportunity, PlanLine, PlanSheet
from procurement.plans import showing, uploads
from procurement.plans.columns import COLUMNS


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Choose a file; below, the plans that are on their way or have come in."""
    body = acting_body(request.user, Membership.EDITORS)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["file"].name
        return pages.go_on(uploads.take_file(buyer=body, by=request.user, name=name, content=form.content))
    earlier = PlanSheet.objects.editable_by(request.user).without_content().order_by("-uploaded_at")[:20]
    vanished = PlanLine.objects.editable_by(request.user).vanished().count()
    context = {"form": form, "body": body, "earlier": earlier, "vanished": vanished}
    return answer(request, "procurement/plans/start.html", context, form)


class PlanPages(Pages):
    """The pages of one plan."""

    routes = "pipeline:import"
    frame = "procurement/plans/base.html"
    result_template = "procurement/plans/result.html"
    task = "plans.drain"
    uploads = uploads
    columns = COLUMNS

    def sheets(self, user):
        return PlanSheet.objects.editable_by(user)

    def caption(self, sheet):
        return f"{sheet.file_name} – {sheet.sheet_name}" if sheet.sheet_name else sheet.file_name

    def cells(self, sheet, records):
        return showing.cells(sheet.records(), [record.number for record in records])

    def beside_result(self, request, sheet):
        return {"vanished": PlanLine.objects.editable_by(request.user).vanished().count()}

    def forgotten(self):
        return _("The plan is forgotten. Nothing was imported.")


pages = PlanPages()


@require_safe
def vanished(request: HttpRequest) -> HttpResponse:
    """What stood in the plan before, and does not any more: what became of it?"""
    body = acting_body(request.user, Membership.EDITORS)
    lines = PlanLine.objects.editable_by(request.user).vanished().select_related("opportunity")
    context = {"body": body, "lines": lines.order_by("-vanished_at", "pk"), "answers": PlanLine.Answer.choices}
    return render(request, "procurement/plans/vanished.html", context)


@require_POST
@for_editors
def answer_vanished(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """It stays, it is done, or it will not be bought. What is published has its own pages for the last two."""
    line = get_object_or_404(PlanLine.objects.editable_by(request.user).vanished(), opportunity=opportunity)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose what became of it."))
        return redirect("pipeline:vanished")
    chosen = form.cleaned_data["answer"]
    actions.answer_vanished(line=line, by=request.user, answer=chosen)
    if opportunity.is_published and chosen != PlanLine.Answer.STAYS:
        return redirect("pipeline:edit", opportunity.reference)
    messages.success(request, _("Noted. You will not be asked again."))
    return redirect("pipeline:vanished")


@require_safe
def ends_soon(request: HttpRequest) -> HttpResponse:
    """Contracts that end within two years, and of which nobody has said what follows."""
    body = acting_body(request.user, Membership.EDITORS)
    endings = renewals.ending_soon(body, on=timezone.localdate())
    return render(request, "procurement/plans/ends_soon.html", {"body": body, "endings": endings})


@require_POST
@for_editors
def follow_up(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """Yes, another one follows: its draft begins where this one ends."""
    if earlier := opportunity.followed_by.first():
        return redirect("pipeline:edit", earlier.reference)
    draft = actions.follow_up(opportunity=opportunity, by=request.user)
    messages.success(request, _("The draft is started. Look over what was carried over."))
    return redirect("pipeline:edit", draft.reference)


@require_http_methods(["GET", "POST"])
@for_editors
def let_end(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """No, nothing follows, and why."""
    form = NoRenewalForm(request.POST) if request.method == "POST" else NoRenewalForm()
    if form.is_bound and form.is_valid():
        actions.let_end(opportunity=opportunity, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Noted. You will not be asked again."))
        return redirect("pipeline:ends-soon")
    return answer(request, "procurement/plans/let_end.html", {"form": form, "opportunity": opportunity}, form)
