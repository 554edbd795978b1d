"""Asking to belong to an enterprise that is looked after already, and what its administrators say."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from enterprises import trust_log
from enterprises.models import Decision, Enterprise, JoinRequest, NotAllowed, TrustStep


@transaction.atomic
def ask_for_membership(*, enterprise: Enterprise, by: User, at: datetime, message: str = "") -> JoinRequest:
    """Ask the administrators of an enterprise to be made a member. To ask twice asks once."""
    if not Enterprise.objects.joinable_by(by).filter(pk=enterprise.pk).exists():
        raise NotAllowed(_("You cannot ask to join this enterprise. You may be a member already."))
    return request_to_join(enterprise, by, message=message, at=at)


@transaction.atomic
def accept_member(*, request: JoinRequest, by: User, at: datetime, role: str, reason: str = "") -> JoinRequest:
    """She is a member from now on, in this role."""
    request = _undecided(request, by)
    request.role = role
    admit(request.by, request.enterprise.organisation, role)
    return _decide(request, Decision.ACCEPTED, by=by, at=at, reason=reason)


@transaction.atomic
def refuse_member(*, request: JoinRequest, by: User, at: datetime, reason: str) -> JoinRequest:
    return _decide(_undecided(request, by), Decision.REFUSED, by=by, at=at, reason=reason)


def request_to_join(enterprise: Enterprise, person: User, *, message: str, at: datetime) -> JoinRequest:
    """A request for the enterprise's administrators; the one she has already, if she has one."""
    fields = {"message": message, "asked_at": at}
    request, created = JoinRequest.objects.get_or_create(enterprise=enterprise, by=person, decision="", defaults=fields)
    if created:
        administrators = trust_log.administrators(enterprise.organisation)
        key, payload = f"join/{request.pk}/asked", {"request": request.pk}
        outbox.post_to_each(administrators, key=key, kind="join-request", payload=payload)
        trail.record("asked to join", by=person, target=enterprise)
    return request


def admit(person: User, organisation: Organisation, role: str) -> Membership:
    """Make her a member in that role. Nobody is lowered by it."""
    membership, created = Membership.objects.get_or_create(
        user=person, organisation=organisation, defaults={"role": role}
    )
    roles = list(Membership.Role.values)
    if not created and roles.index(role) > roles.index(membership.role):
        membership.role = role
        membership.save(update_fields=["role"])
    return membership


def _undecided(request: JoinRequest, by: User) -> JoinRequest:
    """The request as it is now, held until the end."""
    held = JoinRequest.objects.open().decidable_by(by).select_for_update(of=["self"]).filter(pk=request.pk)
    found = held.select_related("enterprise__organisation", "by").first()
    if found is None:
        raise NotAllowed(_("This request is decided already, or is not yours to decide."))
    return found


def _decide(request: JoinRequest, decision: str, *, by: User, at: datetime, reason: str) -> JoinRequest:
    request.decision, request.decided_at, request.decided_by, request.reason = decision, at, by, reason
    request.save(update_fields=["decision", "decided_at", "decided_by", "reason", "role"])
    what = TrustStep.What.JOINED if decision == Decision.ACCEPTED else TrustStep.What.JOIN_REFUSED
    trust_log.write(request.enterprise, what, at=at, by=by)
    outbox.post(
        key=f"join/{request.pk}/{decision}",
        kind="join-news",
        address=request.by.email,
        language=request.by.language,
        payload={"request": request.pk},
    )
    return request
