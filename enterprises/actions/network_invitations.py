"""A network invites many at once, each exactly once; whoever is invited brings her organisation in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from enterprises.actions.networks import join_network
from enterprises.invitation_lists import Line, Outcome
from enterprises.models import NetworkInvitation, NetworkMembership

LASTS = timedelta(days=30)
A_DAY = 1_000  # invitations of one network


class InvitationGone(Exception):
    """The invitation was answered, or ran out, in the meantime."""

    def __init__(self) -> None:
        super().__init__(_("This invitation was answered already, or has run out."))


@dataclass(frozen=True)
class Answer:
    """What became of one line."""

    line: Line
    outcome: Outcome


@transaction.atomic
def invite_to_network(
    *, network: Organisation, lines: Iterable[Line], language: str, by: User, at: datetime
) -> list[Answer]:
    """Invite everybody on the list who is neither a member nor invited, and say of each line what became of it."""
    Organisation.objects.select_for_update(no_key=True).get(pk=network.pk)  # two lists at once come one after the other
    lines = list(lines)
    given = {line.email for line in lines if line.email}
    members = _addresses(NetworkMembership.objects.filter(network=network), "member__mailbox", given)
    invited = _addresses(network.network_invitations.open(at), "email", given)
    network.network_invitations.filter(accepted_at=None, expires_at__lte=at, email__in=given).delete()
    left = A_DAY - network.network_invitations.filter(created_at__gt=at - timedelta(days=1)).count()
    answers, fresh = [], []
    for line in lines:
        outcome = line.problem or _already(line, members, invited)
        if outcome is None and len(fresh) >= left:
            outcome = Outcome.LATER
        if outcome is None:
            fresh.append(line)
            invited.add(line.email)
        answers.append(Answer(line, outcome or Outcome.INVITED))
    _send(network, fresh, language=language, by=by, at=at)
    trail.record("invited to network", by=by, target=network, count=len(fresh))
    return answers


@transaction.atomic
def accept_network_invitation(
    *, invitation: NetworkInvitation, member: Organisation, by: User, at: datetime
) -> NetworkMembership:
    """Bring an organisation in. The network has said yes already."""
    answered = {"accepted_at": at, "member": member}
    if not NetworkInvitation.objects.open(at).filter(pk=invitation.pk).update(**answered):
        raise InvitationGone
    return join_network(network=invitation.network, member=member, by=by, at=at)


def forget_invitations(*, at: datetime) -> int:
    """An address that somebody else gave us is not kept once its invitation was answered or has run out."""
    done = NetworkInvitation.objects.filter(Q(expires_at__lte=at) | Q(accepted_at__lte=at - timedelta(days=1)))
    return done.delete()[0]


def _already(line: Line, members: set[str], invited: set[str]) -> Outcome | None:
    if line.email in members:
        return Outcome.MEMBER
    return Outcome.BEFORE if line.email in invited else None


def _addresses(rows, field: str, given: set[str]) -> set[str]:
    """Which of the given addresses stand there. All are compared in small letters."""
    return {address.lower() for address in rows.values_list(field, flat=True)} & given


def _send(network: Organisation, lines: list[Line], *, language: str, by: User, at: datetime) -> None:
    made = NetworkInvitation.objects.bulk_create(
        NetworkInvitation(
            network=network,
            email=line.email,
            name=line.name,
            language=language,
            invited_by=by,
            expires_at=at + LASTS,
        )
        for line in lines
    )
    outbox.post_many(
        outbox.Letter(
            key=f"network-invitation/{invitation.pk}",
            kind="network-invitation",
            address=invitation.email,
            language=language,
            payload={"invitation": invitation.pk},
        )
        for invitation in made
    )
