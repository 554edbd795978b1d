"""Making an offer: written in drafts, looked over, handed in, and taken back until the deadline."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.accounts.models import Organisation
from collab_portal.forms import answer
from procurement.models import PipelineEntry
from procurement.models.stages import NotAllowed
from procurement.views.engagement import bidders
from procurement.wording import moment
from socialvalue import offering, sealing
from socialvalue.actions import offers as actions
from socialvalue.forms.offers import OfferForm, from_standing
from socialvalue.models import Criteria, FeedbackLetter, StandingAnswer
from socialvalue.offering import Content


def for_bidders(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the published criteria, and the enterprise for which she may speak; all inside its own seal."""

    @wraps(view)
    def door(request: HttpRequest, reference: str, number: int) -> HttpResponse:
        entry = get_object_or_404(PipelineEntry.objects.defer("document"), reference=reference)
        found = Criteria.objects.published().select_related("lot__opportunity__buyer")
        criteria = get_object_or_404(found, lot__opportunity=entry.pk, lot__number=number)
        organisations = bidders.organisations_of(request.user, entry)
        if not organisations:
            return bidders.refused(request, entry)
        with sealing.as_bidder(organisations[0]):
            return view(request, criteria, organisations[0])

    return never_cache(door)


@require_http_methods(["GET", "POST"])
@for_bidders
def write(request: HttpRequest, criteria: Criteria, bidder: Organisation) -> HttpResponse:
    """The offer as a form. Half an answer may be saved; what is saved after the deadline is kept, and goes nowhere."""
    context = _context(criteria, bidder)
    content, context["reused"] = _written(criteria, bidder)
    if request.method != "POST":
        return render(request, "socialvalue/offers/write.html", context | {"form": _form(criteria, content)})
    form = OfferForm(request.POST, criteria=criteria, content=content)
    if form.is_stale:
        theirs = list(_form(criteria, content).in_words)
        context |= {"form": form.again(), "theirs": theirs}
        return render(request, "socialvalue/offers/write.html", context, status=409)
    if form.is_valid():
        actions.save_draft(criteria=criteria, bidder=bidder, by=request.user, content=form.said)
        if not context["is_open"]:
            form.add_error(None, _too_late(criteria))
        elif "check" in request.POST:
            form.require_complete()
            if form.is_valid():
                return redirect("offers:check", *_place(criteria))
        else:
            messages.success(request, _("Your draft is saved. Nobody but you can read it."))
            return redirect("offers:write", *_place(criteria))
    if form.errors and form.is_bound:
        form.saved = _form(criteria, _written(criteria, bidder)[0]).saved  # what was kept just now is not stale
    return answer(request, "socialvalue/offers/write.html", context | {"form": form}, form)


@require_http_methods(["GET", "POST"])
@for_bidders
def check(request: HttpRequest, criteria: Criteria, bidder: Organisation) -> HttpResponse:
    """All of it on one page, and the button that hands it in."""
    draft = actions.own_draft(criteria, bidder)
    if draft is None:
        return redirect("offers:write", *_place(criteria))
    refused = ""
    if request.method == "POST":
        seen_at = parse_datetime(request.POST.get("seen_at", "")) if request.POST.get("seen_at") else None
        whose = {"criteria": criteria, "bidder": bidder, "by": request.user}
        try:
            actions.hand_in(**whose, seen_at=seen_at, keep_answers="keep" in request.POST)
        except actions.Incomplete:
            messages.error(request, _("Something is still missing. Press “Check and hand in” to see what."))
            return redirect("offers:write", *_place(criteria))
        except actions.ChangedMeanwhile:
            refused = _("The draft is not what this page showed. Look it over again, then hand it in.")
        except actions.TooLate:
            refused = _too_late(criteria)
        except NotAllowed as said:
            refused = str(said)
        else:
            return redirect("offers:receipt", *_place(criteria))
    content = offering.read(draft.content)
    context = _context(criteria, bidder) | {"draft": draft, "answers": _answers(criteria, content), "content": content}
    context |= {"problems": [{"message": refused, "target": ""}] if refused else [], "has_errors": bool(refused)}
    return render(request, "socialvalue/offers/check.html", context, status=409 if refused else 200)


@require_safe
@for_bidders
def receipt(request: HttpRequest, criteria: Criteria, bidder: Organisation) -> HttpResponse:
    context = _context(criteria, bidder)
    if context["offer"] is None:
        return redirect("offers:write", *_place(criteria))
    content = offering.handed_in(context["offer"])
    has_letter = FeedbackLetter.objects.filter(offer=context["offer"]).exists()
    context |= {"answers": _answers(criteria, content), "content": content, "has_letter": has_letter}
    return render(request, "socialvalue/offers/receipt.html", context)


@require_safe
@for_bidders
def copy(request: HttpRequest, criteria: Criteria, bidder: Organisation) -> HttpResponse:
    """The very bytes of which the hash was taken."""
    offer = actions.own_offer(criteria, bidder)
    if offer is None:
        return redirect("offers:write", *_place(criteria))
    response = HttpResponse(offering.canonical(offer), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="offer-{_place(criteria)[0]}.json"'
    return response


@require_http_methods(["GET", "POST"])
@for_bidders
def take_back(request: HttpRequest, criteria: Criteria, bidder: Organisation) -> HttpResponse:
    """Withdraw. The draft stays, and can be handed in again."""
    if request.method == "POST":
        try:
            actions.take_back(criteria=criteria, bidder=bidder, by=request.user)
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("Your offer is taken back. Your draft is still here."))
        return redirect("offers:write", *_place(criteria))
    context = _context(criteria, bidder)
    if context["offer"] is None or not context["is_open"]:
        return redirect("offers:write", *_place(criteria))
    return render(request, "socialvalue/offers/take_back.html", context)


def _place(criteria: Criteria) -> tuple[str, int]:
    return criteria.lot.opportunity.reference, criteria.lot.number


def _context(criteria: Criteria, bidder: Organisation) -> dict:
    opportunity = criteria.lot.opportunity
    return {
        "criteria": criteria,
        "lot": criteria.lot,
        "opportunity": opportunity,
        "bidder": bidder,
        "offer": actions.own_offer(criteria, bidder),
        "is_open": sealing.is_open(opportunity),
    }


def _form(criteria: Criteria, content: Content) -> OfferForm:
    return OfferForm(criteria=criteria, content=content)


def _written(criteria: Criteria, bidder: Organisation) -> tuple[Content, bool]:
    """What is written so far: the draft, or else what was handed in, or else the standing answers (then True)."""
    if draft := actions.own_draft(criteria, bidder):
        return offering.read(draft.content), False
    if offer := actions.own_offer(criteria, bidder):
        return offering.handed_in(offer), False
    standing = list(StandingAnswer.objects.filter(enterprise__organisation=bidder))
    content = from_standing(criteria, standing, get_language())
    return content, bool(content.answers)


def _answers(criteria: Criteria, content: Content) -> list[tuple]:
    return [(each, content.said(each.code)) for each in criteria.questions.order_by("position")]


def _too_late(criteria: Criteria) -> str:
    closes_at = criteria.lot.opportunity.submissions_close_at
    if closes_at is None:
        return _("This is not open for offers yet. What you wrote is kept as your draft.")
    words = _("The deadline was %(moment)s, by our clock. What you wrote is kept, but it is not handed in.")
    if criteria.lot.opportunity.stage == "tendering":
        return words % {"moment": moment(closes_at)}
    return _("This is not open for offers now. What you wrote is kept as your draft.")
