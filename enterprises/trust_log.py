"""Writing what happened to the trust in an enterprise, and telling those who look after it."""

from collections.abc import Iterable
from datetime import datetime

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from enterprises.models import Enterprise, TrustStep, Verification


def write(
    enterprise: Enterprise,
    what: TrustStep.What,
    *,
    at: datetime,
    by: User | None = None,
    network: Organisation | None = None,
    reason: str = "",
) -> TrustStep:
    """One line of the log, and the same act in the trail, without words."""
    step = TrustStep.objects.create(enterprise=enterprise, what=what, at=at, by=by, network=network, reason=reason)
    details = {"network": network.pk} if network else {}
    trail.record(f"trust: {step.what}", by=by, target=enterprise, state=enterprise.state, **details)
    return step


def tell(step: TrustStep, people: Iterable[User]) -> None:
    """One message for each of them, however often this is called. Who did it needs no telling."""
    others = [person for person in people if person.pk != step.by_id]
    outbox.post_to_each(others, key=f"trust/{step.pk}", kind="trust-news", payload={"step": step.pk})


def administrators(organisation: Organisation) -> list[User]:
    return people(organisation, [Membership.Role.ADMINISTRATOR])


def coordinators(network: Organisation) -> list[User]:
    return people(network, Membership.PUBLISHERS)


def people(organisation: Organisation, roles: Iterable[str]) -> list[User]:
    """Those with one of the roles, who can still sign in."""
    members = User.objects.filter(is_active=True, memberships__organisation=organisation, memberships__role__in=roles)
    return list(members.order_by("pk"))


def checkers(verification: Verification) -> list[User]:
    """Who made the check, as long as she coordinates the network; otherwise all who do."""
    able = coordinators(verification.network)
    return [each for each in able if each.pk == verification.by_id] or able
