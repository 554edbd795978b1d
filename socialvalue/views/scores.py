"""An evaluator's own pages: the offers one by one without prices, her points and reasons, and the lock."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.audit import trail
from collab_portal.forms import answer
from procurement.models.stages import NotAllowed
from socialvalue import judging, offering, rules
from socialvalue.actions import panel as actions
from socialvalue.actions.panel import Given
from socialvalue.forms.panel import PointsForm
from socialvalue.models import Criterion, Offer, PanelMember
from socialvalue.views.panel_doors import about, for_evaluators, place


@require_safe
@for_evaluators
def offers(request: HttpRequest, member: PanelMember, offers) -> HttpResponse:
    """What she has scored, and what is left."""
    return render(request, "socialvalue/panel/offers.html", _overview(member, offers))


@require_http_methods(["GET", "POST"])
@for_evaluators
def offer(request: HttpRequest, member: PanelMember, offers, pk: int) -> HttpResponse:
    """One offer and her points. Half a judgement may be saved until she locks; afterwards a change says why."""
    found = get_object_or_404(offers, pk=pk)
    questions = judging.judged(member.criteria)
    if request.method != "POST":
        trail.record("offer read", by=request.user, target=member.criteria, offer=found.pk)
        return render(request, "socialvalue/panel/score.html", _context(member, found, _form(member, found, questions)))
    form = _form(member, found, questions, request.POST)
    if form.is_stale:
        theirs = list(form.in_words)
        context = _context(member, found, form.again()) | {"theirs": theirs}
        return render(request, "socialvalue/panel/score.html", context, status=409)
    if form.is_valid():
        try:
            _save(request, member, found, form)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved. Nobody else sees it before you lock."))
            following = _next(list(offers), found) if "next" in request.POST else None
            if following:
                return redirect("scores:offer", *place(member.criteria), following.pk)
            return redirect("scores:list", *place(member.criteria))
    return answer(request, "socialvalue/panel/score.html", _context(member, found, form), form)


@require_http_methods(["GET", "POST"])
@for_evaluators
def lock(request: HttpRequest, member: PanelMember, offers) -> HttpResponse:
    """The last look. What is missing is named, with the way there."""
    context = _overview(member, offers) | {"problems": []}
    if member.is_locked:
        return redirect("scores:list", *place(member.criteria))
    if request.method == "POST":
        try:
            actions.lock_scores(member=member, by=request.user, at=timezone.now())
        except actions.Unfinished as refused:
            context |= {"problems": _gaps(member, offers, refused), "has_errors": True}
            return render(request, "socialvalue/panel/lock.html", context, status=422)
        messages.success(request, _("Your scores are locked."))
        return redirect("scores:list", *place(member.criteria))
    return render(request, "socialvalue/panel/lock.html", context)


def _save(request: HttpRequest, member: PanelMember, found: Offer, form: PointsForm) -> None:
    given = form.entered
    step = {"member": member, "offer": found, "given": given, "by": request.user, "at": timezone.now()}
    if given and member.is_locked:
        actions.change_scores(**step, because=form.cleaned_data["because"])
    elif given:
        actions.save_scores(**step)


def _form(member: PanelMember, found: Offer, questions: list[Criterion], data=None) -> PointsForm:
    scores = judging.own_scores(member, found)
    return PointsForm(
        data,
        things=[(each.pk, rules.question_title(each)) for each in questions],
        levels=judging.levels(member.criteria),
        given={question: Given(each.points, each.reason) for (_offer, question), each in scores.items()},
        is_draft=not member.is_locked,
        asks_why=member.is_locked,
        hint=_("What in the answer earns these points, and what is missing?"),
    )


def _context(member: PanelMember, found: Offer, form: PointsForm) -> dict:
    """Each question with its answer and its two inputs; what is counted is shown, and not judged."""
    content, rows = offering.handed_in(found), {row.pk: row for row in form.rows}
    asked = member.criteria.questions.order_by("position")
    return about(member.criteria) | {
        "member": member,
        "offer": found,
        "form": form,
        "answers": [(each, content.said(each.code), rows.get(each.pk)) for each in asked],
        "versions": judging.own_versions(member, found),
    }


def _overview(member: PanelMember, offers) -> dict:
    questions, scores = judging.judged(member.criteria), judging.own_scores(member)
    tasks, is_whole = [], True
    for each in offers:
        done = sum((each.pk, question.pk) in scores and scores[each.pk, question.pk].is_whole for question in questions)
        is_whole = is_whole and done == len(questions)
        words = ngettext("%(done)d of %(all)d scored", "%(done)d of %(all)d scored", done)
        tasks.append({"offer": each, "is_done": done == len(questions),
                      "status": words % {"done": done, "all": len(questions)}})  # fmt: skip
    locked = judging.is_locked(member.criteria)
    return about(member.criteria) | {"member": member, "tasks": tasks, "is_whole": is_whole, "all_locked": locked}


def _gaps(member: PanelMember, offers, refused: actions.Unfinished) -> list[dict]:
    titles = {each.pk: rules.question_title(each) for each in judging.judged(member.criteria)}
    names = {each.pk: each.name for each in offers}
    words = _("Give points and a reason: %(bidder)s, “%(question)s”")
    return [
        {"message": words % {"bidder": names[offer], "question": titles[question]}, "target": f"offer-{offer}"}
        for offer, question in refused.places
    ]


def _next(offers: list[Offer], found: Offer) -> Offer | None:
    following = offers.index(found) + 1
    return offers[following] if following < len(offers) else None
