"""How offers for a lot are judged: prepared by editors, published by publishers, read by everybody afterwards."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab_portal.accounts.models import Membership
from collab_portal.forms import answer
from collab_portal.forms.journey import after
from collab_portal.reference.models import WellbeingGoal
from procurement.drafting.access import for_editors, for_members, for_publishers
from procurement.models import Lot, Opportunity
from procurement.models.stages import NotAllowed
from socialvalue import advice, rules, scoring, sealing
from socialvalue.actions import criteria as actions
from socialvalue.forms.criteria import (
    CriteriaForm,
    MethodForm,
    NeedForm,
    PriceForm,
    QuestionsForm,
    ScaleForm,
    WeightsForm,
)
from socialvalue.models import Criteria, Criterion
from socialvalue.scoring import words


@dataclass(frozen=True)
class Section:
    """One page of the criteria."""

    slug: str
    title: str | Promise
    lead: str | Promise
    form: type[CriteriaForm]

    def is_done(self, criteria: Criteria, questions: list[Criterion]) -> bool:
        social = [each for each in questions if each.part == Criterion.Part.SOCIAL_VALUE]
        if self.slug == "need":
            return bool(criteria.need_en or criteria.need_cy)
        if self.slug == "questions":
            return bool(social)
        if self.slug == "weights":
            weight = rules.weight_of(criteria.lot, "social-value")
            return bool(social) and sum(each.weight for each in social) == weight
        return True


SECTIONS = {
    each.slug: each
    for each in (
        Section(
            "need",
            gettext_lazy("What people here need"),
            gettext_lazy("Two or three sentences that tell bidders who should be better off, and how you know."),
            NeedForm,
        ),
        Section(
            "method",
            gettext_lazy("How offers are compared"),
            gettext_lazy("Your policy’s answer is filled in where you have one. Choose what fits this contract."),
            MethodForm,
        ),
        Section(
            "questions",
            gettext_lazy("What you ask for"),
            gettext_lazy("A few measures that fit this contract are worth more than many. Six at most is a good rule."),
            QuestionsForm,
        ),
        Section(
            "weights",
            gettext_lazy("Weights, targets and lowest scores"),
            gettext_lazy("Weights are per cent of the whole award. The quality questions have the weights of the lot."),
            WeightsForm,
        ),
        Section(
            "scale",
            gettext_lazy("The scale for answers in words"),
            gettext_lazy("Evaluators choose one of these levels for each answer. Bidders read what each level means."),
            ScaleForm,
        ),
        Section(
            "price",
            gettext_lazy("Price, rounding and ties"),
            gettext_lazy("These rules are frozen with the rest, so that nobody can choose them once offers are known."),
            PriceForm,
        ),
    )
}


@login_not_required
@require_safe
def detail(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """For everybody once they are published; before, the officer's way in."""
    found = Criteria.objects.published().select_related("lot__opportunity__buyer", "framework")
    criteria = found.filter(lot__opportunity__reference=reference, lot__number=number).first()
    if criteria is None:
        get_object_or_404(Opportunity.objects.visible_to(request.user), reference=reference, lots__number=number)
        return redirect("criteria:edit", reference, number)
    context = _about(criteria) | {"is_open": sealing.is_open(criteria.lot.opportunity)}
    return render(request, "socialvalue/criteria/detail.html", context)


@require_safe
@for_members
def edit(request: HttpRequest, opportunity: Opportunity, number: int) -> HttpResponse:
    """The task list: it can be left and come back to."""
    lot = _lot(opportunity, number)
    criteria = _of(lot)
    if criteria and criteria.is_published:
        return redirect("criteria:detail", opportunity.reference, number)
    context = {"opportunity": opportunity, "lot": lot, "criteria": criteria, "role": _role(request, opportunity)}
    context["may_edit"] = context["role"] in Membership.EDITORS
    context["may_publish"] = context["role"] in Membership.PUBLISHERS
    context["declared"] = f"{rules.weight_of(lot, 'social-value').normalize():f}"
    if criteria:
        questions = _questions(criteria)
        context |= {"tasks": _tasks(criteria, questions, may_edit=context["may_edit"])}
        context |= {"advice": _advised(criteria, questions), "band": criteria.band}
    return render(request, "socialvalue/criteria/edit.html", context)


@require_POST
@for_editors
def start(request: HttpRequest, opportunity: Opportunity, number: int) -> HttpResponse:
    actions.start_criteria(lot=_lot(opportunity, number), by=request.user, at=timezone.now())
    return redirect("criteria:edit", opportunity.reference, number)


@require_http_methods(["GET", "POST"])
@for_editors
def section(request: HttpRequest, opportunity: Opportunity, number: int, slug: str) -> HttpResponse:
    """One page. Half an answer may be saved."""
    page = SECTIONS.get(slug)
    criteria = _of(_lot(opportunity, number))
    if page is None or criteria is None:
        raise Http404
    if criteria.is_published:
        messages.info(request, _("These criteria are published, so nothing of them can change."))
        return redirect("criteria:detail", opportunity.reference, number)
    goals = WellbeingGoal.objects.order_by("pk") if slug == "questions" else []
    context = {"opportunity": opportunity, "lot": criteria.lot, "section": page, "goals": goals}
    extra = {"goal": request.GET.get("goal", "")} if slug == "questions" else {}
    if request.method != "POST":
        return render(request, _template(slug), context | {"form": page.form(criteria=criteria, **extra)})
    form = page.form(request.POST, criteria=criteria, **extra)
    if isinstance(form, ScaleForm) and "look" in request.POST:
        return render(request, _template(slug), context | {"form": form.with_levels_of(form.typed("scale"))})
    if form.is_stale:
        theirs = list(page.form(criteria=criteria, **extra).in_words)
        return render(request, _template(slug), context | {"form": form.again(), "theirs": theirs}, status=409)
    if form.is_valid():
        form.save(by=request.user)
        following = after(page, SECTIONS)
        if "leave" in request.POST or following is None:
            messages.success(request, _("Saved."))
            return redirect("criteria:edit", opportunity.reference, number)
        return redirect("criteria:section", opportunity.reference, number, following.slug)
    return answer(request, _template(slug), context | {"form": form}, form)


@require_http_methods(["GET", "POST"])
@for_publishers
def publish(request: HttpRequest, opportunity: Opportunity, number: int) -> HttpResponse:
    """The last look. What is published never changes again."""
    criteria = _of(_lot(opportunity, number))
    if criteria is None or criteria.is_published:
        return redirect("criteria:detail", opportunity.reference, number)
    context = _about(criteria) | {"advice": _advised(criteria, _questions(criteria)), "refused": []}
    if request.method == "POST":
        try:
            actions.publish_criteria(criteria=criteria, by=request.user, at=timezone.now())
        except NotAllowed as refused:
            context["refused"] = [{"message": str(refused), "target": ""}]
        except scoring.Refused as refused:
            context["refused"] = [{"message": words.said(each), "target": ""} for each in refused.reasons]
        else:
            messages.success(request, _published(opportunity))
            return redirect("criteria:detail", opportunity.reference, number)
        return render(request, "socialvalue/criteria/publish.html", context | {"has_errors": True}, status=422)
    return render(request, "socialvalue/criteria/publish.html", context)


def _published(opportunity: Opportunity) -> str:
    if sealing.is_open(opportunity):
        return _("The criteria are published. Bidders can read them, and make their offers.")
    return _("The criteria are published. Bidders can read them now, and make their offers once the tender is open.")


def _lot(opportunity: Opportunity, number: int) -> Lot:
    return get_object_or_404(opportunity.lots.select_related("opportunity__buyer"), number=number)


def _of(lot: Lot) -> Criteria | None:
    found = Criteria.objects.select_related("lot__opportunity__buyer", "framework", "band__policy")
    return found.filter(lot=lot).first()


def _role(request: HttpRequest, opportunity: Opportunity) -> str:
    return request.user.memberships.get(organisation=opportunity.buyer_id).role


def _questions(criteria: Criteria) -> list[Criterion]:
    return list(criteria.questions.select_related("measure").order_by("position", "pk"))


def _address(criteria: Criteria, slug: str) -> str:
    return reverse("criteria:section", args=[criteria.lot.opportunity.reference, criteria.lot.number, slug])


def _tasks(criteria: Criteria, questions: list[Criterion], *, may_edit: bool) -> list[dict]:
    tasks = []
    for each in SECTIONS.values():
        done = each.is_done(criteria, questions)
        status = _("Done") if done else _("Not done yet")
        url = _address(criteria, each.slug) if may_edit else ""
        tasks.append({"title": each.title, "url": url, "hint": "", "done": done, "status": status})
    return tasks


def _advised(criteria: Criteria, questions: list[Criterion]) -> list[tuple[advice.Advice, str]]:
    """Each piece of advice with the address where it can be taken."""
    found = advice.of(criteria, questions)
    return [(each, _address(criteria, each.section) if each.section else "") for each in found]


def _about(criteria: Criteria) -> dict:
    """What the page of the criteria shows, published or about to be."""
    questions = _questions(criteria)
    return {
        "criteria": criteria,
        "lot": criteria.lot,
        "opportunity": criteria.lot.opportunity,
        "social": [each for each in questions if each.part == Criterion.Part.SOCIAL_VALUE],
        "quality": [each for each in questions if each.part == Criterion.Part.QUALITY],
        "levels": rules.levels_of(criteria),
        "priced": f"{rules.weight_of(criteria.lot, *rules.PRICED).normalize():f}",
        "total": sum(each.weight for each in questions if each.part == Criterion.Part.SOCIAL_VALUE),
    }


def _template(slug: str) -> str:
    return (
        f"socialvalue/criteria/{slug}.html"
        if slug in ("questions", "weights", "scale")
        else ("socialvalue/criteria/section.html")
    )
