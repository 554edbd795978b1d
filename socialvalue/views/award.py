"""After the result is confirmed: the award report for the file, and a letter to each bidder."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collab_portal.accounts.models import Organisation
from procurement.models import Stage
from procurement.models.stages import NotAllowed
from socialvalue import awarding, judging, letters, results, rules, sealing
from socialvalue.actions import awarding as actions
from socialvalue.awarding import Record
from socialvalue.models import Consensus, Criteria, Decision, FeedbackLetter, Offer
from socialvalue.people import names_of
from socialvalue.views.offers import for_bidders
from socialvalue.views.panel_doors import about, for_readers, may_decide, may_publish, place


@require_safe
@for_readers
def report(request: HttpRequest, criteria: Criteria, decision: Decision, offers) -> HttpResponse:
    """All that the award rests on, on one page that prints."""
    record, sheet = awarding.read(decision.result), judging.sheet(criteria, offers)
    versions = list(criteria.results.order_by("version"))
    changes = list(
        Consensus.objects.filter(criterion__criteria=criteria, version__gt=1)
        .select_related("offer__bidder", "criterion")
        .order_by("offer", "criterion__position", "version")
    )
    names = names_of([decision.decided_by, *(each.recorded_by for each in versions)])
    context = about(criteria) | {
        "decision": decision,
        "record": record,
        "winners": awarding.called(record, awarding.winners(decision, record)),
        "standings": results.standings(record),
        "ties": results.ties_in_words(record),
        "panel": list(criteria.panel.select_related("user").order_by("-role", "pk")),
        "questions": list(criteria.questions.order_by("position")),
        "levels": rules.levels_of(criteria),
        "priced": rules.weight_of(criteria.lot, *rules.PRICED),
        "judged": _judged(record, sheet),
        "versions": [(each, names[each.recorded_by]) for each in versions],
        "changes": changes,
        "changed_scores": _changed_scores(sheet),
        "who": names[decision.decided_by],
        "is_figure": record.result.rule.price.method.is_figure,
        "award_url": _award_url(request, criteria, decision, record),
    }
    return render(request, "socialvalue/panel/report.html", context)


@require_safe
@for_readers
def outbox(request: HttpRequest, criteria: Criteria, decision: Decision, offers) -> HttpResponse:
    """The letters: who has had hers, and when."""
    sent = {each.offer_id: each for each in decision.letters.all()}
    lines = [{"offer": each, "letter": sent.get(each.pk)} for each in offers]
    context = about(criteria) | {"decision": decision, "lines": lines, "may_send": may_decide(request, criteria)}
    return render(request, "socialvalue/panel/letters.html", context)


@require_safe
@for_readers
def letter(request: HttpRequest, criteria: Criteria, decision: Decision, offers, pk: int) -> HttpResponse:
    """One letter as its bidder reads it."""
    found = get_object_or_404(offers, pk=pk)
    return _letter(request, criteria, decision, found)


@require_POST
@for_readers
def send(request: HttpRequest, criteria: Criteria, decision: Decision, offers, pk: int) -> HttpResponse:
    """Send one letter, once."""
    if not may_decide(request, criteria):
        raise PermissionDenied
    found = get_object_or_404(offers, pk=pk)
    try:
        actions.send_letter(decision=decision, offer=found, by=request.user, at=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The letter is sent."))
    return redirect("letters:list", *place(criteria))


@require_safe
@for_bidders
def own(request: HttpRequest, criteria: Criteria, bidder: Organisation) -> HttpResponse:
    """The bidder's own letter, as soon as it was sent."""
    offers = list(Offer.objects.filter(criteria=criteria, route=Offer.Route.PORTAL).select_related("bidder"))
    sent = FeedbackLetter.objects.filter(offer__in=offers).select_related("decision__result")
    last = get_object_or_404(sent.order_by("-decision__result__version")[:1])
    found = next(each for each in offers if each.pk == last.offer_id)
    return _letter(request, criteria, last.decision, found)


def _letter(request: HttpRequest, criteria: Criteria, decision: Decision, found: Offer) -> HttpResponse:
    record = awarding.read(decision.result)
    sent = decision.letters.filter(offer=found).first()
    context = about(criteria) | {"decision": decision, "offer": found, "sent": sent}
    return render(
        request, "socialvalue/panel/letter.html", context | {"letters": letters.both(decision, record, str(found.pk))}
    )


def _judged(record: Record, sheet: judging.Sheet) -> list[dict]:
    """Question by question, offer by offer: what each evaluator gave, and what was agreed by this result."""
    return [
        {
            "question": question,
            "offers": [
                {
                    "offer": offer,
                    "said": sheet.said(offer, question),
                    "agreed": record.agreed.get(str(offer.pk), {}).get(question.code),
                }
                for offer in sheet.offers
            ],
        }
        for question in sheet.questions
    ]


def _changed_scores(sheet: judging.Sheet) -> list[dict]:
    """Scores that an evaluator changed after her lock."""
    members, offers = {each.pk: each for each in sheet.evaluators}, {each.pk: each for each in sheet.offers}
    questions = {each.pk: each for each in sheet.questions}
    return [
        {"member": members[member], "offer": offers[offer], "question": questions[question], "score": score}
        for (member, offer, question), score in sorted(sheet.scores.items())
        if score.version > 1
    ]


def _award_url(request: HttpRequest, criteria: Criteria, decision: Decision, record: Record) -> str:
    """Procurement's page that publishes the award, with the winners filled in; empty where that is done."""
    opportunity = criteria.lot.opportunity
    if not may_publish(request, criteria) or not opportunity.may_move_to(Stage.AWARDED):
        return ""
    with sealing.opened(criteria) as offers:
        bidders = {str(each.pk): each.bidder_id for each in offers}
    prices = {bid.id: bid.price for bid in record.bids}
    filled = [
        ("winner", f"{criteria.lot.number}|{bidders[bid] or ''}|{prices[bid] or ''}|{record.name(bid)}")
        for bid in awarding.winners(decision, record)
    ]
    return f"{reverse('pipeline:award', args=[opportunity.reference])}?{urlencode(filled)}"
