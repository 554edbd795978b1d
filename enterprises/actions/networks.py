"""Organisations ask to join networks, are let in, leave, or are removed; and what a network says of itself."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from enterprises import projection
from enterprises.models import Coordinator, Departure, Enterprise, MembershipRequest, Network, NetworkMembership

State = MembershipRequest.State


@transaction.atomic
def join_network(
    *, network: Organisation, member: Organisation, by: User | None = None, at: datetime | None = None
) -> NetworkMembership:
    """A public body, enterprise or support agency belongs to the network from now on."""
    since = {"joined_at": at} if at else {}
    membership, created = NetworkMembership.objects.get_or_create(network=network, member=member, defaults=since)
    if created:
        _search_anew(member)
        trail.record("network joined", by=by, target=membership)
    return membership


@transaction.atomic
def describe_network(*, network: Organisation, by: User | None = None, **fields: Any) -> Network:
    """Change what a network says of itself on its page."""
    described, _created = Network.objects.update_or_create(organisation=network, defaults=fields)
    trail.record("network described", by=by, target=network, fields=sorted(fields))
    return described


@transaction.atomic
def show_coordinator(*, network: Organisation, user: User, role_en: str, role_cy: str, is_named: bool) -> None:
    """How she is shown on the network's page. Only she decides that; without a role she is not shown."""
    if role_en or role_cy:
        shown = {"role_en": role_en, "role_cy": role_cy, "is_named": is_named}
        Coordinator.objects.update_or_create(network=network, user=user, defaults=shown)
    else:
        Coordinator.objects.filter(network=network, user=user).delete()
    trail.record("coordinator shown", by=user, target=network, is_named=is_named)


@transaction.atomic
def ask_to_join(
    *, network: Organisation, member: Organisation, by: User, at: datetime, note: str = ""
) -> MembershipRequest:
    """An organisation would like to join. The coordinators hear of it; asked twice it is one request."""
    asked = {"note": note, "asked_by": by, "asked_at": at}
    request, created = MembershipRequest.objects.get_or_create(
        network=network, member=member, state=State.WAITING, defaults=asked
    )
    if created:
        _post("network-request", request.pk, people_of(network, Membership.PUBLISHERS), {"request": request.pk})
        trail.record("network membership asked for", by=by, target=network, member=member.pk)
    return request


@transaction.atomic
def accept_request(*, request: MembershipRequest, by: User, at: datetime) -> None:
    """Let the organisation in."""
    if _decide(request, State.ACCEPTED, by=by, at=at):
        join_network(network=request.network, member=request.member, by=by, at=at)


@transaction.atomic
def refuse_request(*, request: MembershipRequest, reason: str, by: User, at: datetime) -> None:
    """Not now, for a reason that is told."""
    _decide(request, State.REFUSED, by=by, at=at, reason=reason)


@transaction.atomic
def leave_network(*, membership: NetworkMembership, by: User, at: datetime) -> Departure:
    """The organisation leaves by its own will. The coordinators hear of it."""
    departure = _depart(membership, by=by, at=at)
    coordinators = people_of(membership.network, Membership.PUBLISHERS)
    _post("network-departure", departure.pk, coordinators, {"departure": departure.pk})
    trail.record("network left", by=by, target=membership.network, member=membership.member_id)
    return departure


@transaction.atomic
def remove_from_network(*, membership: NetworkMembership, reason: str, by: User, at: datetime) -> Departure:
    """The network ends a membership, for a reason that the member is told."""
    departure = _depart(membership, by=by, at=at, is_removal=True, reason=reason)
    administrators = people_of(membership.member, [Membership.Role.ADMINISTRATOR])
    _post("network-departure", departure.pk, administrators, {"departure": departure.pk})
    trail.record("removed from network", by=by, target=membership.network, member=membership.member_id)
    return departure


def people_of(organisation: Organisation, roles: Iterable[str]) -> list[User]:
    """Who has one of these roles there, and can still sign in."""
    people = User.objects.filter(is_active=True, memberships__organisation=organisation, memberships__role__in=roles)
    return list(people.order_by("pk"))


def _decide(request: MembershipRequest, state: str, *, by: User, at: datetime, reason: str = "") -> bool:
    """Decide once: of two coordinators at the same time, the first. The one who asked hears of it."""
    decided = {"state": state, "decided_by": by, "decided_at": at, "reason": reason}
    if not MembershipRequest.objects.waiting().filter(pk=request.pk).update(**decided):
        return False
    for name, value in decided.items():
        setattr(request, name, value)
    if request.asked_by:
        _post("network-decision", request.pk, [request.asked_by], {"request": request.pk})
    trail.record("network membership decided", by=by, target=request.network, member=request.member_id, answer=state)
    return True


def _depart(membership: NetworkMembership, *, by: User, at: datetime, **fields: Any) -> Departure:
    departure = Departure.objects.create(
        network=membership.network,
        member=membership.member,
        joined_at=min(membership.joined_at, at),
        left_at=at,
        by=by,
        **fields,
    )
    NetworkMembership.objects.filter(pk=membership.pk).delete()
    _search_anew(membership.member)
    return departure


def _search_anew(member: Organisation) -> None:
    """An enterprise is found by its networks too."""
    for enterprise in Enterprise.objects.filter(organisation=member).select_related("organisation"):
        projection.refresh(enterprise)


def _post(kind: str, pk: int, people: Iterable[User], payload: dict[str, Any]) -> None:
    """One letter for each of them, in her language."""
    outbox.post_many(
        outbox.Letter(
            key=f"{kind}/{pk}/{person.pk}",
            kind=kind,
            address=person.email,
            language=person.language,
            payload=payload | {"to": person.pk},
        )
        for person in people
    )
