"""The panel meets: how far its evaluators are apart, and what the moderator writes down that they agree on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.forms import answer
from collab_portal.sheets.writing import csv_rows
from procurement.models.stages import NotAllowed
from socialvalue import judging, pictures, rules
from socialvalue.actions import awarding as actions
from socialvalue.actions.panel import Given
from socialvalue.forms.panel import PointsForm
from socialvalue.judging import Sheet
from socialvalue.models import Consensus, Criterion, PanelMember
from socialvalue.scoring import is_on_scale
from socialvalue.views.panel_doors import about, for_panel, place

HINT = gettext_lazy(
    "Why these points? Write in the language of the offer: the bidder reads it, and where it wins, the others do too."
)


@require_safe
@for_panel
def questions(request: HttpRequest, member: PanelMember, offers) -> HttpResponse:
    """Every question with how far it has come."""
    sheet = judging.sheet(member.criteria, offers)
    tasks = []
    for each in sheet.questions:
        done = sum((offer.pk, each.pk) in sheet.agreed for offer in sheet.offers)
        tasks.append({"question": each, "done": done, "is_done": done == len(sheet.offers)})
    context = about(member.criteria) | {"member": member, "sheet": sheet, "tasks": tasks}
    return render(request, "socialvalue/panel/moderation.html", context | {"is_whole": not sheet.missing()})


@require_http_methods(["GET", "POST"])
@for_panel
def question(request: HttpRequest, member: PanelMember, offers, pk: int) -> HttpResponse:
    """One question over all offers: who gave what and why, and the consensus. Nothing is filled in beforehand."""
    if request.method == "POST" and not _moderates(member):
        raise PermissionDenied
    sheet = judging.sheet(member.criteria, offers)
    found = get_object_or_404(Criterion.objects.filter(pk__in=[each.pk for each in sheet.questions]), pk=pk)
    form = _form(sheet, member, found, request.POST if request.method == "POST" else None)
    context = _context(sheet, member, found)
    if form.is_stale:
        theirs = list(form.in_words)
        again = form.again()
        context |= {"form": again, "theirs": theirs} | _rows(sheet, found, again)
        return render(request, "socialvalue/panel/question.html", context, status=409)
    if form.is_bound and form.is_valid() and form.is_empty:
        form.add_error(None, _("Nothing is entered yet. Give points and a reason for at least one offer."))
    if form.is_bound and form.is_valid():
        step = {"criteria": member.criteria, "question": found, "by": request.user, "at": timezone.now()}
        try:
            actions.record_consensus(**step, given=form.entered, because=form.cleaned_data.get("because", ""))
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("What the panel agreed is recorded."))
            return redirect("moderation:list", *place(member.criteria))
    context |= {"form": form} | _rows(sheet, found, form)
    return answer(request, "socialvalue/panel/question.html", context, form)


@require_safe
@for_panel
def spread_csv(request: HttpRequest, member: PanelMember, offers, pk: int) -> HttpResponse:
    """The numbers of the picture."""
    sheet = judging.sheet(member.criteria, offers)
    found = get_object_or_404(Criterion.objects.filter(pk__in=[each.pk for each in sheet.questions]), pk=pk)
    lines = list(csv_rows(_picture(sheet, member, found).csv))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="spread-{found.code}.csv"'
    return response


def _moderates(member: PanelMember) -> bool:
    return member.role == PanelMember.Role.MODERATOR


def _form(sheet: Sheet, member: PanelMember, found: Criterion, data) -> PointsForm:
    given = {
        each.pk: _given(sheet.agreed[each.pk, found.pk]) for each in sheet.offers if (each.pk, found.pk) in sheet.agreed
    }
    return PointsForm(
        data,
        things=[(each.pk, each.name) for each in sheet.offers],
        levels=judging.levels(member.criteria),
        given=given,
        asks_why=bool(given),
        hint=str(HINT),
    )


def _given(consensus: Consensus) -> Given:
    return Given(consensus.points, consensus.reason)


def _context(sheet: Sheet, member: PanelMember, found: Criterion) -> dict:
    return about(member.criteria) | {
        "member": member,
        "moderates": _moderates(member),
        "question": found,
        "title": rules.question_title(found),
        "picture": _picture(sheet, member, found),
        "numeric": ",".join(str(number) for number in range(2, len(sheet.evaluators) + 3)),
        "versions": _versions(sheet, found),
    }


def _rows(sheet: Sheet, found: Criterion, form: PointsForm) -> dict:
    """Each offer with its answer, what each evaluator said, and the inputs."""
    answers, rows = judging.answers_to(found, sheet.offers), {row.pk: row for row in form.rows}
    return {
        "rows": [
            {
                "offer": each,
                "answer": answers.get(each.pk),
                "said": sheet.said(each, found),
                "agreed": sheet.agreed.get((each.pk, found.pk)),
                "row": rows[each.pk],
            }
            for each in sheet.offers
        ]
    }


def _picture(sheet: Sheet, member: PanelMember, found: Criterion) -> pictures.Picture:
    scale = rules.frozen(member.criteria).scales[0]
    bids = []
    for each in sheet.offers:
        agreed = sheet.agreed.get((each.pk, found.pk))
        points = {name: score for name, score in sheet.points(each, found).items() if is_on_scale(scale, score)}
        bids.append(pictures.Scored(each.name, points, agreed.points if agreed else None))
    return pictures.spread(bids, scale.top)


def _versions(sheet: Sheet, found: Criterion) -> list[Consensus]:
    """Where something was agreed anew: all versions, the latest first."""
    changed = [key for key, each in sheet.agreed.items() if key[1] == found.pk and each.version > 1]
    past = Consensus.objects.filter(criterion=found, offer__in=[offer for offer, _question in changed])
    return list(past.select_related("offer__bidder").order_by("offer", "-version"))
