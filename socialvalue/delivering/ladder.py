"""The ladder of remedies: which step may follow which, and who takes it. Everything about that stands here."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, User
from socialvalue.models import Delivery, Promise, RemedyStep

Kind = RemedyStep.Kind
NOTHING = ""  # no step was taken yet


class Side(StrEnum):
    BUYER = "buyer"
    SUPPLIER = "supplier"


@dataclass(frozen=True)
class Rung:
    """Who takes a step, in which roles there, and after which last step."""

    side: Side
    roles: Sequence[str]
    after: frozenset[str]


CLOSED = frozenset({NOTHING, Kind.SETTLED, Kind.APPROVAL})
LADDER = {
    Kind.QUERY: Rung(Side.BUYER, Membership.EDITORS, CLOSED),
    Kind.PLAN: Rung(Side.SUPPLIER, Membership.EDITORS, frozenset({Kind.QUERY, Kind.PLAN})),
    Kind.PROPOSAL: Rung(Side.SUPPLIER, Membership.EDITORS, frozenset({Kind.QUERY, Kind.PLAN, Kind.REFUSAL})),
    Kind.APPROVAL: Rung(Side.BUYER, Membership.EDITORS, frozenset({Kind.PROPOSAL})),
    Kind.REFUSAL: Rung(Side.BUYER, Membership.EDITORS, frozenset({Kind.PROPOSAL})),
    Kind.RETENTION: Rung(Side.BUYER, Membership.PUBLISHERS, frozenset({Kind.QUERY, Kind.PLAN, Kind.REFUSAL})),
    Kind.NOTICE: Rung(Side.BUYER, Membership.PUBLISHERS, frozenset({Kind.RETENTION})),
    Kind.SETTLED: Rung(
        Side.BUYER,
        Membership.EDITORS,
        frozenset({Kind.QUERY, Kind.PLAN, Kind.REFUSAL, Kind.RETENTION, Kind.NOTICE}),
    ),
}


# What a person is about to do, where the name of the step says what was done.
VERBS = {
    Kind.QUERY: _("Ask why this is behind"),
    Kind.PLAN: _("Write a recovery plan"),
    Kind.PROPOSAL: _("Propose a substitute"),
    Kind.APPROVAL: _("Approve the substitute"),
    Kind.REFUSAL: _("Refuse the substitute"),
    Kind.RETENTION: _("Keep money back, or ask for a service credit"),
    Kind.NOTICE: _("Give notice under the contract"),
    Kind.SETTLED: _("Say that it is settled"),
}


@dataclass(frozen=True)
class Seat:
    """For whom a person stands at a delivery, and in which role. The buyer also writes for a supplier without one."""

    sides: frozenset[Side]
    role: str

    @property
    def is_buyer(self) -> bool:
        return Side.BUYER in self.sides

    @property
    def may_decide(self) -> bool:
        return self.is_buyer and self.role in Membership.EDITORS

    @property
    def may_report(self) -> bool:
        return Side.SUPPLIER in self.sides and self.role in Membership.EDITORS


def seat_of(user: User, delivery: Delivery) -> Seat:
    """Read with `select_related("supplier")`; for somebody who may see the delivery."""
    role = Membership.objects.get(user=user, organisation=user.acting_for_id).role
    supplier = delivery.supplier
    sides = set()
    if delivery.buyer_id == user.acting_for_id:
        sides.add(Side.BUYER)
    speaks_for = supplier and user.acting_for_id in (supplier.pk, supplier.merged_into_id)
    if speaks_for or (supplier is None and sides):
        sides.add(Side.SUPPLIER)
    return Seat(frozenset(sides), role)


def steps_open_to(seat: Seat, last: str) -> list[Kind]:
    """What may be done next by whoever sits there, after this last step."""
    return [
        kind
        for kind, rung in LADDER.items()
        if last in rung.after and rung.side in seat.sides and seat.role in rung.roles
    ]


def last_step(promise: Promise) -> str:
    """Read with `prefetch_related("steps")`."""
    steps = sorted(promise.steps.all(), key=lambda each: each.pk)
    return steps[-1].kind if steps else NOTHING
