"""Claiming an entry: by a link to the enterprise's own mailbox, or because a coordinator vouches."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts import actions as accounts
from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from enterprises import projection, trust_log
from enterprises.actions.joining import admit, request_to_join
from enterprises.domains import is_own_address
from enterprises.models import Claim, Decision, Enterprise, NotAllowed, TrustStep

LINK_LASTS = timedelta(hours=48)


class OneClaimAtATime(NotAllowed):
    """She has claimed another entry, or this one, and that is not decided yet."""

    def __init__(self, claim: Claim) -> None:
        super().__init__(_("You have a claim that is not decided yet. Take it back first."))
        self.claim = claim


class NotItsAddress(NotAllowed):
    """A link proves something only at the enterprise's own domain."""

    def __init__(self) -> None:
        super().__init__(_("Enter an e-mail address at the enterprise’s own domain"))


@transaction.atomic
def claim_by_email(
    *, enterprise: Enterprise, by: User, at: datetime, address: str, language: str, message: str = ""
) -> Claim:
    """Send a link to a mailbox at the enterprise's own domain. Whoever opens it there decides."""
    enterprise = _claimable(enterprise, by)
    if not is_own_address(address, enterprise.organisation):
        raise NotItsAddress
    fields = {"way": Claim.Way.EMAIL, "address": address.strip().lower(), "expires_at": at + LINK_LASTS}
    claim = _begin(enterprise, by, at, message=message, **fields)
    outbox.post(
        key=f"claim/{claim.pk}",
        kind="claim-link",
        address=claim.address,
        language=language,
        payload={"claim": claim.pk},
    )
    return claim


@transaction.atomic
def claim_by_vouching(*, enterprise: Enterprise, by: User, at: datetime, network: Organisation, message: str) -> Claim:
    """Ask a network's coordinators to say that she acts for the enterprise."""
    claim = _begin(_claimable(enterprise, by), by, at, way=Claim.Way.VOUCH, network=network, message=message)
    others = [person for person in trust_log.coordinators(network) if person != by]
    outbox.post_to_each(others, key=f"claim/{claim.pk}/waiting", kind="claim-waiting", payload={"claim": claim.pk})
    return claim


@transaction.atomic
def confirm_claim(*, claim: Claim, at: datetime) -> Claim:
    """Somebody at the enterprise's own mailbox followed the link and says that the claim is right."""
    return _accept(_undecided(claim, at), at=at)


@transaction.atomic
def deny_claim(*, claim: Claim, at: datetime) -> Claim:
    """Somebody at the enterprise's own mailbox says that the claim is wrong."""
    return _refuse(_undecided(claim, at), at=at)


@transaction.atomic
def vouch(*, claim: Claim, by: User, at: datetime, reason: str = "") -> Claim:
    """A coordinator knows the person, and says so."""
    claim = _undecided(claim, at)
    _require_coordinator(claim, by)
    return _accept(claim, by=by, at=at, reason=reason)


@transaction.atomic
def refuse_claim(*, claim: Claim, by: User, at: datetime, reason: str) -> Claim:
    """A coordinator does not know the person, or knows better."""
    claim = _undecided(claim, at)
    _require_coordinator(claim, by)
    return _refuse(claim, by=by, at=at, reason=reason)


@transaction.atomic
def withdraw_claim(*, claim: Claim, at: datetime) -> None:
    """She takes it back. Its link is dead from now on."""
    _close(_undecided(claim, at), Decision.WITHDRAWN, by=claim.by, at=at)
    trail.record("claim taken back", by=claim.by, target=claim.enterprise)


def expire_claims(*, at: datetime) -> int:
    """Claims whose link was not followed in time are over."""
    return Claim.objects.out_of_time(at).update(decision=Decision.EXPIRED, decided_at=at)


def _claimable(enterprise: Enterprise, by: User) -> Enterprise:
    """The row as it is now, held until the end."""
    held = Enterprise.objects.select_for_update(of=["self"]).select_related("organisation").get(pk=enterprise.pk)
    if not Enterprise.objects.claimable_by(by).filter(pk=held.pk).exists():
        raise NotAllowed(_("Somebody looks after this entry already. Ask to join instead."))
    return held


def _begin(enterprise: Enterprise, by: User, at: datetime, **fields: object) -> Claim:
    User.objects.select_for_update().get(pk=by.pk)  # two clicks at once are one after the other
    Claim.objects.filter(by=by).out_of_time(at).update(decision=Decision.EXPIRED, decided_at=at)
    if waiting := Claim.objects.open(at).filter(by=by).first():
        raise OneClaimAtATime(waiting)
    claim = Claim.objects.create(enterprise=enterprise, by=by, made_at=at, **fields)
    trail.record("enterprise claimed", by=by, target=enterprise, way=claim.way)
    return claim


def _undecided(claim: Claim, at: datetime) -> Claim:
    """The claim as it is now, with its entry held first, so that two claims on it are decided one after the other."""
    Enterprise.objects.select_for_update(of=["self"]).get(pk=claim.enterprise_id)
    held = Claim.objects.open(at).select_for_update(of=["self"]).filter(pk=claim.pk)
    found = held.select_related("enterprise__organisation", "by", "network").first()
    if found is None:
        raise NotAllowed(_("This claim is decided already."))
    return found


def _require_coordinator(claim: Claim, by: User) -> None:
    """Two people: nobody vouches for herself."""
    if by == claim.by:
        raise NotAllowed(_("You cannot decide your own claim. Ask another coordinator."))
    coordinates = by.memberships.filter(organisation=claim.network, role__in=Membership.PUBLISHERS)
    if claim.network is None or not coordinates.exists():
        raise NotAllowed(_("Only a coordinator of the network that was asked can decide this claim."))


def _accept(claim: Claim, *, at: datetime, by: User | None = None, reason: str = "") -> Claim:
    enterprise = claim.enterprise
    if not Enterprise.objects.claimable_by(claim.by).filter(pk=enterprise.pk).exists():
        return _overtake(claim, at=at)
    admit(claim.by, enterprise.organisation, Membership.Role.ADMINISTRATOR)
    accounts.switch(user=claim.by, organisation=enterprise.organisation)
    if enterprise.state == Enterprise.State.UNCLAIMED:
        enterprise.move_to(Enterprise.State.CLAIMED)
        enterprise.save(update_fields=["state"])
        projection.refresh(enterprise, on=timezone.localdate(at))
    _close(claim, Decision.ACCEPTED, by=by, at=at, reason=reason)
    trust_log.write(enterprise, TrustStep.What.CLAIMED, at=at, by=by or claim.by, network=claim.network)
    _tell(claim)
    for other in enterprise.claims.filter(decision="").exclude(pk=claim.pk).select_related("by", "enterprise"):
        _overtake(other, at=at)
    return claim


def _refuse(claim: Claim, *, at: datetime, by: User | None = None, reason: str = "") -> Claim:
    _close(claim, Decision.REFUSED, by=by, at=at, reason=reason)
    trust_log.write(claim.enterprise, TrustStep.What.CLAIM_REFUSED, at=at, by=by, network=claim.network)
    _tell(claim)
    return claim


def _overtake(claim: Claim, *, at: datetime) -> Claim:
    """Somebody else's claim was accepted first. This one goes on as a request to join, unless its time was over."""
    if claim.expires_at and claim.expires_at <= at:
        return _close(claim, Decision.EXPIRED, by=None, at=at)
    _close(claim, Decision.OVERTAKEN, by=None, at=at)
    request_to_join(claim.enterprise, claim.by, message=claim.message, at=at)
    _tell(claim)
    return claim


def _close(claim: Claim, decision: str, *, by: User | None, at: datetime, reason: str = "") -> Claim:
    claim.decision, claim.decided_at, claim.decided_by, claim.reason = decision, at, by, reason
    claim.save(update_fields=["decision", "decided_at", "decided_by", "reason"])
    return claim


def _tell(claim: Claim) -> None:
    outbox.post(
        key=f"claim/{claim.pk}/{claim.decision}",
        kind="claim-news",
        address=claim.by.email,
        language=claim.by.language,
        payload={"claim": claim.pk},
    )
