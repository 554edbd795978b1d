"""What the panel agrees on, the result of the sum, its confirmation, and the letters to the bidders."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from procurement.models.stages import NotAllowed
from socialvalue import awarding, judging, rules, sealing
from socialvalue.actions.panel import Given, hold
from socialvalue.models import Consensus, Criteria, Criterion, Decision, FeedbackLetter, Offer, Result
from socialvalue.scoring import is_on_scale


@transaction.atomic
def record_consensus(
    *, criteria: Criteria, question: Criterion, given: Mapping[int, Given], because: str, by: User, at: datetime
) -> None:
    """What the panel agreed on for one question, by the number of the offer. What is changed says why, and stays."""
    hold(criteria)
    if not judging.is_locked(criteria):
        raise NotAllowed(_("The panel can agree on scores when every evaluator has locked hers."))
    before = judging.agreed(criteria)
    scale = rules.frozen(criteria).scales[0]
    for offer, each in given.items():
        last = before.get((offer, question.pk))
        if last and (last.points, last.reason) == each:
            continue
        if each.points is None or not each.reason or (last and not because):
            raise NotAllowed(_("Give points and a reason for each, and say why you change what was agreed."))
        if not is_on_scale(scale, each.points):
            raise NotAllowed(_("Choose one of the levels of the scale."))
        Consensus.objects.create(
            offer_id=offer,
            criterion=question,
            points=each.points,
            reason=each.reason,
            version=last.version + 1 if last else 1,
            changed_because=because if last else "",
            recorded_by=by.pk,
            recorded_at=at,
        )
        trail.record("consensus recorded", by=by, target=criteria, offer=offer, question=question.code)


@transaction.atomic
def record_result(*, criteria: Criteria, reason: str, by: User, at: datetime) -> Result:
    """Keep the result as it is now, with all it rests on. A later one says why there is another.

    Raises `awarding.NotAgreed`, `sealing.PricesSealed` or `scoring.Refused`.
    """
    hold(criteria)
    with sealing.opened(criteria) as offers:
        record = awarding.record_of(criteria, offers)
    if not record.bids:
        raise NotAllowed(_("Nobody made an offer, so there is no result."))
    last = awarding.last_result(criteria)
    if last and awarding.same(awarding.read(last), record):
        raise NotAllowed(_("Nothing has changed since the result was recorded."))
    if last and not reason:
        raise NotAllowed(_("Say why there is another result."))
    version = last.version + 1 if last else 1
    kept = {"outcome": awarding.write(record), "reason": reason if last else ""}
    result = Result.objects.create(criteria=criteria, version=version, recorded_by=by.pk, recorded_at=at, **kept)
    trail.record("result recorded", by=by, target=criteria, version=version)
    return result


@transaction.atomic
def confirm_result(*, result: Result, by: User, at: datetime, winner: int | None = None, because: str = "") -> Decision:
    """Decide the award by this result: the report and the letters rest on it.

    Where several share the first place, `because` says what was done; `winner`, the number of an offer, which of them
    has the award.
    """
    criteria = result.criteria
    hold(criteria)
    with sealing.opened(criteria) as offers:
        now = awarding.record_of(criteria, offers)
    if awarding.last_result(criteria) != result or not awarding.same(awarding.read(result), now):
        raise NotAllowed(_("Something has changed since this result was recorded. Record it again first."))
    if Decision.objects.filter(result=result).exists():
        raise NotAllowed(_("This result is confirmed already."))
    equals = now.result.winners if len(now.result.winners) > 1 else ()
    if equals and not because:
        raise NotAllowed(_("Several offers share the first place. Say which of them has the award, and why."))
    if winner is not None and str(winner) not in equals:
        raise NotAllowed(_("Only one of those who share the first place can be chosen."))
    chosen = {"winner_id": winner, "because": because if equals else ""}
    decision = Decision.objects.create(result=result, decided_by=by.pk, decided_at=at, **chosen)
    trail.record("result confirmed", by=by, target=criteria, version=result.version, chosen=winner)
    return decision


@transaction.atomic
def send_letter(*, decision: Decision, offer: Offer, by: User, at: datetime) -> FeedbackLetter:
    """Open the letter to its bidder, and tell the bidder's people by mail; once, whoever asks again."""
    hold(decision.result.criteria)
    if FeedbackLetter.objects.filter(decision=decision, offer=offer).exists():
        raise NotAllowed(_("This letter was sent already."))
    if awarding.decision_on(decision.result.criteria) != decision:
        raise NotAllowed(_("A later result was confirmed. Send the letter about that one."))
    letter = FeedbackLetter.objects.create(decision=decision, offer=offer, sent_by=by.pk, sent_at=at)
    trail.record("feedback letter sent", by=by, target=decision.result.criteria, offer=offer.pk)
    if offer.bidder_id:
        payload = {"decision": decision.pk, "offer": offer.pk, "language": offer.language}
        key = f"award-letter/{decision.pk}/{offer.pk}"
        outbox.post_to_each(writers_of(offer), key=key, kind="award-letter", payload=payload)
    return letter


def writers_of(offer: Offer) -> list[User]:
    """Who may speak for the bidder, also after it was merged into another."""
    bidders = [offer.bidder_id, offer.bidder.merged_into_id] if offer.bidder else []
    editors = {"memberships__organisation__in": bidders, "memberships__role__in": Membership.EDITORS}
    return list(User.objects.filter(is_active=True, **editors).distinct().order_by("pk"))
