"""Their data is theirs: what the portal keeps of a person, given back or erased on request.

UK GDPR, articles 15, 17 and 20.

Apps above register what they keep, in their `AppConfig.ready`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, User
from collab_portal.audit import trail
from collab_portal.mail.models import Delivery


@dataclass(frozen=True)
class Keeper:
    """A part of the portal that keeps something of people: how it is given back, and how erased."""

    name: str
    export: Callable[[User], Any]
    erase: Callable[[User], None]


_keepers: list[Keeper] = []


class LastAdministrator(Exception):
    """An organisation would be left without anybody who can decide."""

    def __init__(self, organisations):
        names = ", ".join(str(each) for each in organisations)
        super().__init__(_("Make somebody else an administrator first: %(names)s.") % {"names": names})


def register(name: str, *, export: Callable[[User], Any], erase: Callable[[User], None]) -> None:
    _keepers.append(Keeper(name, export, erase))


def export(user: User) -> dict[str, Any]:
    """All the portal keeps of a person, ready for JSON."""
    return {
        "account": {
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "joined_at": user.joined_at.isoformat(),
        },
        "memberships": [
            {"organisation": str(each.organisation), "role": each.role, "since": each.created_at.isoformat()}
            for each in user.memberships.select_related("organisation").order_by("created_at")
        ],
        **{keeper.name: keeper.export(user) for keeper in _keepers},
    }


@transaction.atomic
def erase(*, user: User) -> None:
    """Erase a person. The trail keeps her number, which no longer leads to anybody.

    Raises `LastAdministrator` where an organisation would be left without one.
    """
    if alone := sole_administrator_of(user):
        raise LastAdministrator(alone)
    trail.record("person erased", target=user)
    for keeper in _keepers:
        keeper.erase(user)
    Delivery.objects.to_address(user.email).erase("person erased")
    user.delete()


def sole_administrator_of(user: User) -> list:
    """The organisations with other members where she is the only administrator."""
    mine = user.memberships.filter(role=Membership.Role.ADMINISTRATOR).select_related("organisation")
    others = Membership.objects.exclude(user=user).filter(organisation__in=[each.organisation_id for each in mine])
    has_members = {each.organisation_id for each in others}
    has_administrator = {each.organisation_id for each in others if each.role == Membership.Role.ADMINISTRATOR}
    return [each.organisation for each in mine if each.organisation_id in has_members - has_administrator]
