"""Writing an offer, handing it in, and taking it back: all of it sealed from everybody but the bidder."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.celery import nudge
from collab_portal.mail import outbox
from enterprises.models import Enterprise
from procurement.models import Opportunity
from procurement.models.stages import NotAllowed
from socialvalue import offering, sealing
from socialvalue.actions.panel import hold
from socialvalue.models import Answer, Criteria, Offer, OfferDraft, Price, Score, StandingAnswer
from socialvalue.offering import Content, Missing

KEPT = ("text", "how", "evidence", "who")


class TooLate(NotAllowed):
    """The deadline passed, by the clock of the database."""

    def __init__(self, deadline: datetime | None):
        self.deadline = deadline
        super().__init__(_("The deadline for offers has passed. This offer was not handed in."))


class Incomplete(Exception):
    """Something that every bidder must say is not there yet."""

    def __init__(self, missing: list[Missing]):
        self.missing = missing
        super().__init__("; ".join(each.message for each in missing))


class ChangedMeanwhile(Exception):
    """Somebody else of the same organisation saved the draft after it was looked at."""


@transaction.atomic
def save_draft(*, criteria: Criteria, bidder: Organisation, by: User, content: Content) -> OfferDraft:
    """Keep what is written so far. Only the bidder's own people can read it."""
    _require_published(criteria)
    with sealing.as_bidder(bidder):
        kept = {"content": offering.write(content), "saved_at": sealing.database_now()}
        draft, _created = OfferDraft.objects.update_or_create(criteria=criteria, bidder=bidder, defaults=kept)
    return draft


@transaction.atomic
def hand_in(
    *, criteria: Criteria, bidder: Organisation, by: User, seen_at: datetime, keep_answers: bool = False
) -> Offer:
    """Hand the draft in as it was seen last. An offer handed in before is replaced as a whole.

    Raises `Incomplete`, `ChangedMeanwhile`, or `TooLate` by the clock of the database.
    """
    questions = list(criteria.questions.order_by("position"))
    with sealing.as_bidder(bidder), _in_time(criteria):
        draft = OfferDraft.objects.select_for_update().get(criteria=criteria, bidder=bidder)
        if draft.saved_at != seen_at:
            raise ChangedMeanwhile
        content = offering.read(draft.content)
        if gaps := list(offering.missing(content, criteria, questions)):
            raise Incomplete(gaps)
        existing = own_offer(criteria, bidder)
        offer = existing or Offer(criteria=criteria, bidder=bidder)
        offer.language, offer.submitted_by = content.language, by.pk
        offer.save()
        _write_parts(offer, content, questions)
        _stamp(offer)
    if keep_answers:
        _keep_standing(bidder, content, questions)
    trail.record("offer handed in", by=by, target=criteria, digest=offer.digest, again=existing is not None)
    _post_receipt(offer, by)
    return offer


@transaction.atomic
def take_back(*, criteria: Criteria, bidder: Organisation, by: User) -> None:
    """Withdraw what was handed in, until the deadline. The draft stays."""
    with sealing.as_bidder(bidder), _in_time(criteria):
        offer = own_offer(criteria, bidder)
        if offer is None:
            raise NotAllowed(_("There is no offer to take back."))
        digest = offer.digest
        offer.delete()
    trail.record("offer taken back", by=by, target=criteria, digest=digest)


@transaction.atomic
def enter_offer(*, criteria: Criteria, name: str, by: User, content: Content) -> Offer:
    """Type in an offer that came by another route, after the deadline. It says so for good.

    Not once an evaluator has locked: she could no longer judge it.
    """
    if criteria.panel.exclude(locked_at=None).exists():
        raise NotAllowed(_("An evaluator has locked her scores, so no offer can be added now."))
    offer = _enter(Offer(criteria=criteria, bidder_name=name), content, by)
    trail.record("offer entered", by=by, target=criteria, offer=offer.pk)
    return offer


@transaction.atomic
def correct_offer(*, offer: Offer, name: str, because: str, by: User, content: Content) -> Offer:
    """Put right what was typed wrongly, until an evaluator has begun to score. The earlier version stays on file."""
    criteria = offer.criteria
    hold(criteria)
    if not offer.is_entered:
        raise NotAllowed(_("Only its bidder can change an offer that was handed in here."))
    if Score.objects.filter(member__criteria=criteria).exists():
        raise NotAllowed(_("An evaluator has begun to score, so the offer stays as it was entered."))
    if not because:
        raise NotAllowed(_("Say what was wrong."))
    correction = Offer(criteria=criteria, bidder_name=name, replaces=offer, corrected_because=because)
    _enter(correction, content, by)
    trail.record("offer corrected", by=by, target=criteria, offer=correction.pk, replaces=offer.pk)
    return correction


def _enter(offer: Offer, content: Content, by: User) -> Offer:
    questions = list(offer.criteria.questions.order_by("position"))
    if gaps := list(offering.missing(content, offer.criteria, questions)):
        raise Incomplete(gaps)
    offer.route, offer.language, offer.submitted_by = Offer.Route.ENTERED, content.language, by.pk
    offer.digest = "entered"  # no hash: nobody handed it in here
    with sealing.opened(offer.criteria):
        offer.save()
        _write_parts(offer, content, questions)
    return offer


def own_offer(criteria: Criteria, bidder: Organisation) -> Offer | None:
    """Inside `sealing.as_bidder`. Where organisations were merged, the bidder's own comes first."""
    own = list(Offer.objects.filter(criteria=criteria, route=Offer.Route.PORTAL).select_related("bidder"))
    return min(own, key=lambda each: (each.bidder_id != bidder.pk, each.pk), default=None)


def own_draft(criteria: Criteria, bidder: Organisation) -> OfferDraft | None:
    """Inside `sealing.as_bidder`."""
    return OfferDraft.objects.filter(criteria=criteria, bidder=bidder).first()


def _write_parts(offer: Offer, content: Content, questions) -> None:
    """The answers and the price, in place of those before."""
    offer.answers.all().delete()
    said = [(each, content.said(each.code)) for each in questions]
    Answer.objects.bulk_create(
        Answer(
            offer=offer,
            criterion=question,
            text=each.text,
            quantities=[number for number in each.quantities if number is not None],
            how=each.how,
            evidence=each.evidence,
            who=each.who,
        )
        for question, each in said
    )
    Price.objects.filter(offer=offer).delete()
    if content.price is not None:
        Price(offer=offer, amount=content.price).save(force_insert=True)


def _stamp(offer: Offer) -> None:
    """Last of all, so that the moment the database notes is that of complete receipt."""
    offer.digest = offering.digest(offer)
    offer.save(update_fields=["digest"])
    offer.refresh_from_db()


def _keep_standing(bidder: Organisation, content: Content, questions) -> None:
    enterprise = Enterprise.objects.filter(organisation=bidder).first()
    for question in questions:
        said = content.said(question.code)
        kept = {name: getattr(said, name) for name in KEPT}
        if enterprise and question.measure_id and any(kept.values()):
            whose = {"enterprise": enterprise, "measure_id": question.measure_id, "language": content.language}
            StandingAnswer.objects.update_or_create(**whose, defaults=kept)


def _post_receipt(offer: Offer, by: User) -> None:
    """The mail needs nothing of the offer itself: what seals it holds for the sender of mails too."""
    outbox.post(
        key=f"offer-receipt/{offer.pk}/{offer.submitted_at.isoformat()}",
        kind="offer-receipt",
        address=by.email,
        language=by.language,
        payload={
            "criteria": offer.criteria_id,
            "bidder": offer.bidder_id,
            "digest": offer.digest,
            "submitted_at": offer.submitted_at.isoformat(),
        },
    )
    transaction.on_commit(lambda: nudge("mail.drain"), robust=True)


def _require_published(criteria: Criteria) -> None:
    if not criteria.is_published:
        raise NotAllowed(_("Offers open when the criteria are published."))


@contextmanager
def _in_time(criteria: Criteria) -> Iterator[None]:
    """Put into words what the database refuses."""
    _require_published(criteria)
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        name = refused.__cause__.diag.constraint_name
        opportunity = Opportunity.objects.get(lots__social_value=criteria)
        if name == "offers_before_the_deadline":
            raise TooLate(opportunity.submissions_close_at) from refused
        if name == "offers_need_an_open_tender":
            raise NotAllowed(_("This is not open for offers now.")) from refused
        raise
