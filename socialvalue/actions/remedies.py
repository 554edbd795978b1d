"""Steps on the ladder of remedies. What a step may follow, and who takes it, stands in `delivering.ladder`."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from procurement.models.stages import NotAllowed
from socialvalue.delivering import ladder, mailing
from socialvalue.models import Promise, RemedyStep

Kind = RemedyStep.Kind


@transaction.atomic
def take_step(
    *,
    promise: Promise,
    kind: RemedyStep.Kind,
    text: str,
    by: User,
    at: datetime,
    amount: Decimal | None = None,
    substitute: Mapping[str, Any] | None = None,
) -> RemedyStep:
    """Record the next step about a promise. `substitute`: the fields of what is proposed in its place.

    An approved substitute joins the plan from its quarter on; the original stays, and says what replaced it.
    """
    held = Promise.objects.select_for_update(of=["self"]).select_related("delivery__supplier", "delivery__buyer")
    promise = held.get(pk=promise.pk)
    seat = ladder.seat_of(by, promise.delivery)
    if kind not in ladder.steps_open_to(seat, ladder.last_step(promise)):
        raise NotAllowed(_("This step cannot be taken now. Somebody else may have taken one meanwhile."))
    step = RemedyStep(promise=promise, kind=kind, text=text, taken_by=by.pk, taken_at=at)
    if kind == Kind.RETENTION:
        step.amount = amount
    if kind == Kind.PROPOSAL:
        step.substitute = _proposed(promise, substitute or {})
    elif kind in (Kind.APPROVAL, Kind.REFUSAL):
        step.substitute = promise.steps.order_by("pk").last().substitute
    step.save()
    if kind == Kind.APPROVAL:
        _agree(step.substitute, at)
    of_buyer = ladder.LADDER[kind].side == ladder.Side.SUPPLIER
    mailing.tell(promise.delivery, kind, about=step.pk, of_buyer=of_buyer)
    trail.record("remedy step taken", by=by, target=promise, step=kind, number=step.pk)
    return step


def _proposed(promise: Promise, fields: Mapping[str, Any]) -> Promise:
    """In the same place as the original, and for its goals unless others are named; no part of the plan yet."""
    if promise.replaced_from is not None:
        raise NotAllowed(_("This promise is replaced already."))
    place = {"delivery": promise.delivery, "position": promise.position}
    return Promise.objects.create(replaces=promise, **place, **{"goals": promise.goals, **fields})


def _agree(substitute: Promise, at: datetime) -> None:
    """From its quarter on. What was reported for the original in those quarters stays on the record."""
    substitute.agreed_at = at
    substitute.save(update_fields=["agreed_at"])
