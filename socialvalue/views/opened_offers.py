"""What the buyer sees of offers: that they are sealed, and after the deadline who offered what, without prices."""

from collections.abc import Callable, Iterator
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collab_portal.audit import trail
from collab_portal.forms import answer
from procurement.drafting.access import for_editors, for_members
from procurement.models import Opportunity
from procurement.models.stages import NotAllowed
from socialvalue import offering, sealing
from socialvalue.actions import offers as actions
from socialvalue.forms.offers import CorrectedOfferForm, EnteredOfferForm
from socialvalue.models import Criteria, Offer
from socialvalue.offering import Content


def opened(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view gets the criteria and the offers. Before the deadline nobody gets in, and the attempt is recorded."""

    @wraps(view)
    def door(request: HttpRequest, opportunity: Opportunity, number: int, **kwargs) -> HttpResponse:
        found = Criteria.objects.published().select_related("lot__opportunity__buyer")
        criteria = get_object_or_404(found, lot__opportunity=opportunity, lot__number=number)
        try:
            with sealing.opened(criteria) as offers:
                return view(request, criteria, offers, **kwargs)
        except sealing.Sealed as sealed:
            return still_sealed(request, criteria, sealed)

    return never_cache(door)


def still_sealed(request: HttpRequest, criteria: Criteria, sealed: sealing.Sealed) -> HttpResponse:
    """The answer to whoever asks too early."""
    trail.record("sealed offers asked for", by=request.user, target=criteria, path=request.path)
    context = {
        "criteria": criteria,
        "lot": criteria.lot,
        "opportunity": criteria.lot.opportunity,
        "until": sealed.until,
    }
    return render(request, "socialvalue/offers/sealed.html", context, status=403)


@require_safe
@for_members
@opened
def offers(request: HttpRequest, criteria: Criteria, offers) -> HttpResponse:
    context = {"criteria": criteria, "lot": criteria.lot, "opportunity": criteria.lot.opportunity}
    return render(request, "socialvalue/offers/list.html", context | {"offers": list(offers)})


@require_safe
@for_members
@opened
def offer(request: HttpRequest, criteria: Criteria, offers, pk: int) -> HttpResponse:
    """One offer, question by question. The price stays shut."""
    found = get_object_or_404(offers, pk=pk)
    seat = criteria.panel.of(request.user).first()
    if seat and seat.has_interest is not False:  # whoever judges declares her interests before she reads
        if seat.has_interest or seat.stood_down_at:
            raise PermissionDenied
        return redirect("panel:declare", criteria.lot.opportunity.reference, criteria.lot.number)
    said = offering.handed_in(found)
    trail.record("offer read", by=request.user, target=criteria, offer=found.pk)
    context = {"criteria": criteria, "lot": criteria.lot, "opportunity": criteria.lot.opportunity, "offer": found}
    context |= {"answers": _answers(criteria, said), "earlier": list(_earlier(found))}
    return render(request, "socialvalue/offers/read.html", context)


@require_http_methods(["GET", "POST"])
@for_editors
@opened
def enter(request: HttpRequest, criteria: Criteria, offers) -> HttpResponse:
    """An offer that came by another route, after the deadline. It says so for good."""
    form = EnteredOfferForm(request.POST if request.method == "POST" else None, criteria=criteria, content=Content())
    if form.is_bound and form.is_valid():
        form.require_complete()
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["bidder_name"]
        try:
            actions.enter_offer(criteria=criteria, name=name, by=request.user, content=form.said)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The offer is entered, and marked as entered by you."))
            return redirect("offers:list", criteria.lot.opportunity.reference, criteria.lot.number)
    context = {"criteria": criteria, "lot": criteria.lot, "opportunity": criteria.lot.opportunity}
    return answer(request, "socialvalue/offers/enter.html", context | {"form": form, "corrected": None}, form)


@require_http_methods(["GET", "POST"])
@for_editors
@opened
def correct(request: HttpRequest, criteria: Criteria, offers, pk: int) -> HttpResponse:
    """Put right what was typed in, with a reason, before the panel begins."""
    found = get_object_or_404(offers.filter(route=Offer.Route.ENTERED), pk=pk)
    found.criteria = criteria
    about = {"criteria": criteria, "content": offering.handed_in(found), "name": found.bidder_name}
    form = CorrectedOfferForm(request.POST if request.method == "POST" else None, **about)
    if form.is_bound and form.is_valid():
        form.require_complete()
    if form.is_bound and form.is_valid():
        said = {"name": form.cleaned_data["bidder_name"], "because": form.cleaned_data["because"]}
        try:
            new = actions.correct_offer(offer=found, by=request.user, content=form.said, **said)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The offer is corrected. What stood before is kept."))
            return redirect("offers:read", criteria.lot.opportunity.reference, criteria.lot.number, new.pk)
    context = {"criteria": criteria, "lot": criteria.lot, "opportunity": criteria.lot.opportunity}
    return answer(request, "socialvalue/offers/enter.html", context | {"form": form, "corrected": found}, form)


def _answers(criteria: Criteria, said: Content) -> list[tuple]:
    return [(each, said.said(each.code)) for each in criteria.questions.order_by("position")]


def _earlier(offer: Offer) -> Iterator[dict]:
    """What it replaced, the latest first, each with the reason and its answers."""
    while offer.replaces is not None:
        before = offer.replaces
        answers = _answers(offer.criteria, offering.handed_in(before))
        yield {"offer": before, "because": offer.corrected_because, "answers": answers}
        offer = before
