"""Questions to the officer who did it: by relay, with or without an account for whoever answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from collab_portal.forms import answer
from collab_portal.limits import allow
from socialvalue.practice import officers
from socialvalue.practice.actions import questions as actions
from socialvalue.practice.forms.questions import AskForm, OfficerAnswerForm, PauseForm
from socialvalue.practice.models import CaseStudy, NotAllowed, Pause, StudyQuestion
from socialvalue.practice.views.access import for_coordinators

QUESTIONS_A_DAY = 10
MOST = 100


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    study = get_object_or_404(CaseStudy.objects.published().select_related("contact_officer"), slug=slug)
    reach = officers.reach(study, timezone.localdate())
    if reach.officer is None:
        if reach.until is None:
            raise Http404
        return render(request, "practice/questions/paused.html", {"study": study, "until": reach.until})
    form = AskForm(request.POST if request.method == "POST" else None, initial={"language": get_language()})
    if form.is_bound and form.is_valid():
        if not allow("study-question", request.user.pk, times=QUESTIONS_A_DAY, seconds=24 * 3600):
            form.add_error(None, _("You have asked many questions today. Try again tomorrow."))
        elif _done(form, actions.ask_officer, study=study, by=request.user, **form.cleaned_data):
            messages.success(request, _("Your question is on its way. We e-mail you the answer."))
            return redirect("officers:mine")
    return answer(request, "practice/questions/ask.html", {"form": form, "study": study}, form)


@require_POST
def take(request: HttpRequest, slug: str) -> HttpResponse:
    """She answers questions about it from now on, or no more."""
    study = get_object_or_404(CaseStudy.objects.published(), slug=slug)
    if not officers.may_take_questions(study, request.user):
        raise PermissionDenied
    actions.take_questions(study=study, by=request.user, takes=request.POST.get("takes") != "no")
    messages.success(request, _("Saved."))
    return redirect(study)


@require_http_methods(["GET", "POST"])
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """What she asked, what she is asked, and until when she takes no questions."""
    form = PauseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.pause_questions(by=request.user, until=form.cleaned_data["until"])
        messages.success(request, _("Saved."))
        return redirect("officers:mine")
    found = StudyQuestion.objects.of(request.user).select_related("study", "organisation").order_by("-pk")[:MOST]
    pause = Pause.objects.filter(user=request.user).first()
    context = {
        "received": [each for each in found if each.officer_id == request.user.pk],
        "asked": [each for each in found if each.asked_by_id == request.user.pk],
        "pause": pause if pause and pause.holds(timezone.localdate()) else None,
        "form": form,
    }
    return answer(request, "practice/questions/mine.html", context, form)


@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    actions.pause_questions(by=request.user, until=None)
    return redirect("officers:mine")


@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer answers in the portal."""
    asked = StudyQuestion.objects.filter(officer=request.user).select_related("study", "organisation")
    return _answered(request, get_object_or_404(asked, pk=pk))


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """The officer answers by the link in our mail, without signing in. To open it changes nothing."""
    question = officers.open_question(token)
    if question is None:
        raise Http404
    return _answered(request, question)


def _answered(request: HttpRequest, question: StudyQuestion) -> HttpResponse:
    if not question.is_waiting:
        return render(request, "practice/questions/answered.html", {"question": question})
    form = OfficerAnswerForm(request.POST if request.method == "POST" else None, initial={"language": get_language()})
    if form.is_bound and form.is_valid():
        said = dict(form.cleaned_data)
        is_answer = said.pop("decision") == "answer"
        act = actions.answer_as_officer if is_answer else actions.decline_as_officer
        if _done(form, act, question=question, **(said if is_answer else {})):
            question.refresh_from_db()
            return render(request, "practice/questions/answered.html", {"question": question})
    return answer(request, "practice/questions/answer.html", {"form": form, "question": question}, form)


@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Either of the two lets everybody read it, or does not any more."""
    question = get_object_or_404(StudyQuestion.objects.of(request.user), pk=pk)
    actions.agree_to_show(question=question, by=request.user, agrees=request.POST.get("agrees") == "yes")
    messages.success(request, _("Saved."))
    return redirect("officers:mine")


@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """A coordinator takes it off the study's page."""
    for_coordinators(request)
    question = StudyQuestion.objects.shown().select_related("study").filter(pk=pk).first()
    if question is None:
        raise PermissionDenied
    actions.hide_answer(question=question, by=request.user, at=timezone.now())
    messages.success(request, _("The question and its answer are taken off this page."))
    return redirect(question.study)


def _done(form, act, **said) -> bool:
    """Do it; what the rules refuse stands in the form."""
    try:
        act(at=timezone.now(), **said)
    except NotAllowed as refused:
        form.add_error(None, str(refused))
        return False
    return True
