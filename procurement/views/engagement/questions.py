"""Questions: bidders ask, the buyer answers everybody, and everybody reads."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.forms import answer
from collab_portal.limits import allow
from procurement.actions import questions as actions
from procurement.drafting.access import for_members, for_publishers
from procurement.engagement.public import Engagement
from procurement.forms.questions import AnswerForm, AskedThereForm, QuestionForm, QuestionPeriodForm, as_told
from procurement.models import Opportunity, PipelineEntry, Question, QuestionPeriod
from procurement.models.stages import NotAllowed
from procurement.views.engagement import bidders

ASKED_A_DAY = 20
DAY = 86_400


@login_not_required
@require_safe
def questions(request: HttpRequest, reference: str) -> HttpResponse:
    """What was asked and answered, for everybody; it stays when the opportunity is over."""
    entry = get_object_or_404(PipelineEntry.objects.defer("document"), reference=reference)
    context = {"entry": entry, "engagement": Engagement(entry, timezone.now())}
    return render(request, "procurement/engagement/questions.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """For somebody signed in who looks after an enterprise; below the form, what it has asked."""
    entry = get_object_or_404(PipelineEntry.objects.defer("document"), reference=reference)
    organisations = bidders.organisations_of(request.user, entry)
    if not organisations:
        return bidders.refused(request, entry)
    mine = Question.objects.filter(opportunity=entry.pk, organisation__in=organisations)
    if request.method == "POST" and "withdraw" in request.POST:
        return _take_back(request, mine)
    initial = {"language": get_language(), "organisation": organisations[0]}
    form = QuestionForm(
        request.POST if request.method == "POST" else None, organisations=organisations, initial=initial
    )
    if form.is_bound and form.is_valid() and _asked(request, entry, form):
        messages.success(request, _("Your question is with the buyer. We e-mail you when it is answered."))
        return redirect(request.path)
    engagement = Engagement(entry, timezone.now())
    context = {"entry": entry, "form": form, "mine": mine.order_by("asked_at", "pk"), "engagement": engagement}
    return answer(request, "procurement/engagement/ask.html", context, form)


@never_cache
@require_safe
@for_members
def waiting(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """What the buyer was asked. It is not told by whom."""
    context = {
        "opportunity": opportunity,
        "waiting": _unnamed(opportunity).waiting(),
        "settled": _unnamed(opportunity).settled(),
        "period": QuestionPeriod.objects.filter(opportunity=opportunity).first(),
        "may_publish": Opportunity.objects.publishable_by(request.user).contains(opportunity),
    }
    return render(request, "procurement/engagement/waiting.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@for_publishers
def answer_question(request: HttpRequest, opportunity: Opportunity, pk: int) -> HttpResponse:
    question = get_object_or_404(_unnamed(opportunity), pk=pk)
    if not question.is_waiting:
        return redirect("pipeline:questions-waiting", opportunity.reference)
    initial = {f"question_{question.language}": question.asked}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        _settle(request, question, form)
        return redirect("pipeline:questions-waiting", opportunity.reference)
    context = {"opportunity": opportunity, "question": question, "form": form}
    return answer(request, "procurement/engagement/answer.html", context, form)


@never_cache
@require_http_methods(["GET", "POST"])
@for_publishers
def correct(request: HttpRequest, opportunity: Opportunity, pk: int) -> HttpResponse:
    """What everybody was told, said better. What was refused may be answered after all."""
    question = get_object_or_404(_unnamed(opportunity).settled(), pk=pk)
    made_for = AskedThereForm if question.is_answered else AnswerForm
    form = made_for(request.POST if request.method == "POST" else None, initial=as_told(question))
    if form.is_bound and form.is_valid():
        texts = form.texts if question.is_answered or form.is_answer else form.answer_texts
        actions.correct_answer(question=question, by=request.user, at=timezone.now(), **texts)
        messages.success(request, _("Corrected. Everybody who watches this opportunity is told."))
        return redirect("pipeline:questions-waiting", opportunity.reference)
    context = {"opportunity": opportunity, "question": question, "form": form}
    return answer(request, "procurement/engagement/answer.html", context, form)


@never_cache
@require_http_methods(["GET", "POST"])
@for_publishers
def period(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    """Until when people may ask."""
    found = QuestionPeriod.objects.filter(opportunity=opportunity).first()
    initial = {"closes_on": found.closes_on if found else None}
    form = QuestionPeriodForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        step = {"opportunity": opportunity, "by": request.user, "at": timezone.now()}
        try:
            actions.set_question_period(**step, **form.cleaned_data)
        except NotAllowed as refused:
            form.add_error("closes_on", str(refused))
        else:
            messages.success(request, _("Saved. Everybody who watches this opportunity is told."))
            return redirect("pipeline:questions-waiting", opportunity.reference)
    context = {"opportunity": opportunity, "form": form}
    return answer(request, "procurement/engagement/period.html", context, form)


def _settle(request: HttpRequest, question: Question, form: AnswerForm) -> None:
    step = {"question": question, "by": request.user, "at": timezone.now()}
    try:
        if form.is_answer:
            actions.answer_question(**step, **form.texts)
        else:
            actions.refuse_question(**step, **form.reason)
    except NotAllowed as refused:  # taken back a moment ago
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("Published. Everybody who watches this opportunity is told."))


def _unnamed(opportunity: Opportunity):
    """Without who asked, so that no page can print it."""
    return Question.objects.filter(opportunity=opportunity).defer("organisation", "asked_by")


def _asked(request: HttpRequest, entry: PipelineEntry, form: QuestionForm) -> bool:
    if not allow("question", request.user.pk, times=ASKED_A_DAY, seconds=DAY):
        form.add_error(None, _("You have asked many questions today. Ask more tomorrow."))
        return False
    opportunity = Opportunity.objects.get(pk=entry.pk)
    try:
        actions.ask(opportunity=opportunity, by=request.user, at=timezone.now(), **form.said)
    except NotAllowed as refused:
        form.add_error(None, str(refused))
    return not form.errors


def _take_back(request: HttpRequest, mine) -> HttpResponse:
    chosen = next((each for each in mine if str(each.pk) == request.POST["withdraw"]), None)
    if chosen:
        try:
            actions.take_question_back(question=chosen, by=request.user)
        except NotAllowed as refused:
            messages.warning(request, str(refused))
        else:
            messages.success(request, _("Your question is taken back."))
    return redirect(request.path)
