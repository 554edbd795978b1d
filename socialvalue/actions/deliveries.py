"""The plan of a winner: begun from its offer, reported on by the supplier, accepted, queried or rejected."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from collab_portal.files import documents
from collab_portal.files.documents import CheckedDocument
from procurement.models import Award, Stage
from procurement.models.stages import NotAllowed
from socialvalue import sealing
from socialvalue.delivering import mailing
from socialvalue.models import Answer, Criterion, Delivery, Evidence, Offer, Promise, Report

State = Report.State
DECIDED = {State.ACCEPTED: "report accepted", State.QUERIED: "report queried", State.REJECTED: "report rejected"}


@transaction.atomic
def begin_delivery(*, offer: Offer, by: User, at: datetime, starts_on: date | None = None) -> Delivery:
    """Turn what the winning offer promised into a plan by quarter. It starts with the contract, or today.

    Raises `NotAllowed` where the offer did not win, as far as the published award says who did.
    """
    criteria = offer.criteria
    award = _award_of(offer)
    if Delivery.objects.filter(offer=offer.pk).exists():
        raise NotAllowed(_("The delivery plan of this offer has begun already."))
    delivery = Delivery.objects.create(
        offer=offer,
        lot=criteria.lot,
        buyer=criteria.lot.opportunity.buyer,
        supplier=offer.bidder or award.supplier,
        supplier_name=offer.bidder_name if offer.bidder is None else "",
        starts_on=starts_on or award.starts_on or timezone.localdate(at),
        quarters=criteria.rule["quarters"],
        begun_at=at,
        begun_by=by.pk,
    )
    with sealing.opened(criteria):
        answers = list(offer.answers.select_related("criterion__measure").order_by("criterion__position"))
    social = [each for each in answers if each.criterion.part == Criterion.Part.SOCIAL_VALUE]
    Promise.objects.bulk_create(
        _promise(delivery, answer, place, at) for place, answer in enumerate(social, start=1) if _says(answer)
    )
    mailing.tell(delivery, "begun", of_buyer=False)
    trail.record("delivery begun", by=by, target=delivery, offer=offer.pk)
    delivery.refresh_from_db()
    return delivery


@transaction.atomic
def report(
    *,
    promise: Promise,
    quarter: int,
    quantity: Decimal | None,
    account: str,
    by: User,
    at: datetime,
    evidence: Sequence[CheckedDocument] = (),
) -> Report:
    """Say what was done in a quarter, with what shows it. A report that was queried is answered by this one."""
    promise = _locked(promise)
    if not promise.stands_in(quarter):
        raise NotAllowed(_("Another promise stands in the place of this one in that quarter."))
    if not 1 <= quarter <= promise.delivery.begun(timezone.localdate(at)):
        raise NotAllowed(_("That quarter has not begun."))
    promise.reports.filter(quarter=quarter, state=State.QUERIED).update(state=State.ANSWERED)
    made = Report.objects.create(
        promise=promise,
        quarter=quarter,
        quantity=quantity if promise.is_counted else None,
        account=account,
        reported_by=by.pk,
        reported_at=at,
    )
    Evidence.objects.bulk_create(Evidence(report=made, file=documents.store(each)) for each in evidence)
    mailing.tell(promise.delivery, "reported", about=made.pk, of_buyer=True)
    trail.record("delivery reported", by=by, target=promise, report=made.pk, quarter=quarter)
    return made


@transaction.atomic
def decide(
    *, report: Report, verdict: Report.State, by: User, at: datetime, quantity: Decimal | None = None, reason: str = ""
) -> None:
    """Accept a report whole or in part, query it, or reject it. Anything but the whole needs a reason."""
    promise = _locked(report.promise)
    report = promise.reports.get(pk=report.pk)
    if not report.is_open:
        raise NotAllowed(_("Somebody has decided on this report already."))
    is_accepted = verdict == State.ACCEPTED
    accepted = (report.quantity if quantity is None else quantity) if is_accepted else None
    if not reason and (not is_accepted or accepted != report.quantity):
        raise NotAllowed(_("Say why."))
    report.state, report.reason, report.accepted = verdict, reason, accepted
    report.decided_by, report.decided_at = by.pk, at
    report.save()
    mailing.tell(promise.delivery, verdict, about=report.pk, of_buyer=False)
    trail.record(DECIDED[verdict], by=by, target=promise, report=report.pk)


def _award_of(offer: Offer) -> Award:
    """The published award to this bidder."""
    opportunity = offer.criteria.lot.opportunity
    if opportunity.stage != Stage.AWARDED:
        raise NotAllowed(_("Publish the award first: the plan is the winner’s."))
    won = opportunity.awards.filter(outcome=Award.Outcome.AWARDED).order_by("pk")
    here = [each for each in won if each.lot_id in (None, offer.criteria.lot_id)]
    for award in here:
        is_same = award.supplier_id == offer.bidder_id if award.supplier_id and offer.bidder_id else None
        if is_same or (is_same is None and _named(award, offer)):
            return award
    raise NotAllowed(_("The published award does not name this bidder."))


def _named(award: Award, offer: Offer) -> bool:
    bidder = offer.bidder
    names = {bidder.name_en, bidder.name_cy} if bidder else {offer.bidder_name}
    return award.supplier_name.strip().casefold() in {name.strip().casefold() for name in names if name}


def _says(answer: Answer) -> bool:
    """A promise of nothing is none; but where less is better, none of it is the most that can be promised."""
    return any(answer.quantities) or bool(answer.text) or (answer.criterion.less_is_better and bool(answer.quantities))


def _promise(delivery: Delivery, answer: Answer, place: int, at: datetime) -> Promise:
    question = answer.criterion
    measure = question.measure
    return Promise(
        delivery=delivery,
        criterion=question,
        measure=measure,
        title_en=question.title_en,
        title_cy=question.title_cy,
        unit=question.unit if question.kind == Criterion.Kind.QUANTITY else "",
        less_is_better=question.less_is_better,
        quantities=answer.quantities,
        text=answer.text,
        how=answer.how,
        evidence=answer.evidence,
        who=answer.who,
        goals=measure.goals if measure else [],
        position=place,
        agreed_at=at,
    )


def _locked(promise: Promise) -> Promise:
    """Held while something is done about it, so that two people at once are one after the other."""
    found = Promise.objects.select_for_update(of=["self"]).select_related("delivery__supplier", "delivery__buyer")
    return found.get(pk=promise.pk)
