"""Who judges, what interests she declares, and what she says alone."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from procurement.models.stages import NotAllowed
from socialvalue import judging, rules, sealing
from socialvalue.models import Criteria, Offer, PanelMember, Score
from socialvalue.scoring import is_on_scale


class Given(NamedTuple):
    """Points and the reason for them. A draft may hold one without the other."""

    points: Decimal | None
    reason: str


class Conflict(NotAllowed):
    """She belongs to somebody who made an offer."""

    def __init__(self) -> None:
        super().__init__(
            _("A member of an organisation that made an offer cannot be on the panel. This is noted in the trail.")
        )


class Unfinished(NotAllowed):
    """Some answer has no points or no reason yet. `places`: the numbers of its offer and question."""

    def __init__(self, places: list[judging.Place]):
        self.places = places
        super().__init__(_("Give points and a reason for every answer, then lock."))


def hold(criteria: Criteria) -> None:
    """One after the other, so that nobody joins while the last evaluator locks."""
    Criteria.objects.select_for_update(no_key=True).only("pk").get(pk=criteria.pk)


@transaction.atomic
def name_member(*, criteria: Criteria, person: User, role: str, by: User) -> PanelMember:
    """Ask somebody with an account to judge or to moderate. She is told by mail.

    Raises `Conflict` for a member of a bidder, as soon as bidders can be known: when the deadline has passed.
    """
    hold(criteria)
    if judging.is_locked(criteria) and role == PanelMember.Role.EVALUATOR:
        raise NotAllowed(_("Every evaluator has locked, and prices are open. Nobody can join them now."))
    if criteria.panel.filter(user=person).exists():
        raise NotAllowed(_("This person is on the panel already, or was taken off it."))
    if role == PanelMember.Role.MODERATOR and criteria.panel.moderators().exists():
        raise NotAllowed(_("There is a moderator already. Take that person off the panel first."))
    if has_bid(person, criteria):
        raise Conflict
    member = PanelMember.objects.create(criteria=criteria, user=person, role=role)
    trail.record("panel member named", by=by, target=criteria, member=member.pk, person=person.pk, role=role)
    outbox.post_to_each(
        [person],
        key=f"panel-asked/{member.pk}",
        kind="panel-asked",
        payload={"member": member.pk},
    )
    return member


def has_bid(person: User, criteria: Criteria) -> bool:
    """Whether an organisation of hers made an offer; not known before the deadline, and then False."""
    try:
        with sealing.opened(criteria):
            return bool(judging.bids_of(person, criteria))
    except sealing.Sealed:
        return False


@transaction.atomic
def stand_down(*, member: PanelMember, because: str, by: User, at: datetime) -> None:
    """Take somebody off the panel. What she said stays on file, and counts no more."""
    hold(member.criteria)
    member = PanelMember.objects.select_for_update().get(pk=member.pk)
    if member.stood_down_at:
        return
    if judging.is_locked(member.criteria) and member.role == PanelMember.Role.EVALUATOR:
        raise NotAllowed(_("Every evaluator has locked, and prices are open. Nobody can leave them now."))
    member.stood_down_at, member.stood_down_because = at, because
    member.save()
    trail.record("panel member stood down", by=by, target=member.criteria, member=member.pk)


@transaction.atomic
def declare_interest(*, member: PanelMember, has_interest: bool, interest: str, by: User, at: datetime) -> None:
    """Say, knowing who made offers and before reading one, whether she has an interest. Who has, takes no part."""
    hold(member.criteria)
    member = PanelMember.objects.select_for_update().get(pk=member.pk)
    if member.declared_at:
        raise NotAllowed(_("You have declared your interests already."))
    member.declared_at, member.has_interest, member.interest = at, has_interest, interest
    if has_interest:
        member.stood_down_at, member.stood_down_because = at, ""
    member.save()
    trail.record("interest declared", by=by, target=member.criteria, member=member.pk, has_interest=has_interest)


@transaction.atomic
def save_scores(*, member: PanelMember, offer: Offer, given: Mapping[int, Given], by: User, at: datetime) -> None:
    """Keep what she thinks of one offer so far, by the number of the question. Nobody else sees it."""
    member = PanelMember.objects.select_for_update().get(pk=member.pk)
    if member.is_locked:
        raise NotAllowed(_("Your scores are locked. A change needs its reason."))
    _require_on_scale(member.criteria, given)
    for question, each in given.items():
        what = {"points": each.points, "reason": each.reason, "given_at": at}
        Score.objects.update_or_create(member=member, offer=offer, criterion_id=question, version=1, defaults=what)
    trail.record("scores saved", by=by, target=member.criteria, member=member.pk, offer=offer.pk)


@transaction.atomic
def lock_scores(*, member: PanelMember, by: User, at: datetime) -> None:
    """Declare them final. When the last evaluator locks, prices and all scores are open to the panel.

    Raises `Unfinished`, or `Conflict` for who has become a member of a bidder.
    """
    hold(member.criteria)
    member = PanelMember.objects.select_for_update().select_related("criteria").get(pk=member.pk)
    if member.is_locked:
        return
    with sealing.opened(member.criteria) as offers:
        if judging.bids_of(by, member.criteria):
            raise Conflict
        scores, questions = judging.own_scores(member), judging.judged(member.criteria)
        places = [(each.pk, question.pk) for each in offers for question in questions]
    if gaps := [place for place in places if place not in scores or not scores[place].is_whole]:
        raise Unfinished(gaps)
    member.locked_at = at
    member.save()
    trail.record("scores locked", by=by, target=member.criteria, member=member.pk)
    if judging.is_locked(member.criteria):
        trail.record("all scores locked", target=member.criteria)
        moderators = [each.user for each in member.criteria.panel.moderators().select_related("user") if each.user]
        payload = {"criteria": member.criteria_id}
        outbox.post_to_each(moderators, key=f"panel-locked/{member.criteria_id}", kind="panel-locked", payload=payload)


@transaction.atomic
def change_scores(
    *, member: PanelMember, offer: Offer, given: Mapping[int, Given], because: str, by: User, at: datetime
) -> None:
    """Change scores after the lock: a new version with its reason. The earlier one stays for all to see."""
    member = PanelMember.objects.select_for_update().get(pk=member.pk)
    if not member.is_locked:
        raise NotAllowed(_("Your scores are not locked, so no reason is needed to change them."))
    if member.criteria.results.filter(decision__isnull=False).exists():
        raise NotAllowed(_("The result is confirmed, so scores no longer change."))
    if not because or any(each.points is None or not each.reason for each in given.values()):
        raise NotAllowed(_("Give points and a reason for each, and say why you change them."))
    _require_on_scale(member.criteria, given)
    before = judging.own_scores(member, offer)
    for question, each in given.items():
        last = before[offer.pk, question].version
        what = {"points": each.points, "reason": each.reason, "given_at": at, "changed_because": because}
        Score.objects.create(member=member, offer=offer, criterion_id=question, version=last + 1, **what)
    trail.record("scores changed", by=by, target=member.criteria, member=member.pk, offer=offer.pk)


def _require_on_scale(criteria: Criteria, given: Mapping[int, Given]) -> None:
    asked = {each.pk for each in judging.judged(criteria)}
    scale = rules.frozen(criteria).scales[0]
    points = [each.points for each in given.values() if each.points is not None]
    if not given.keys() <= asked or not all(is_on_scale(scale, each) for each in points):
        raise NotAllowed(_("Choose one of the levels of the scale."))
