"""What comes back: deliveries confirmed, bounces and complaints, each counted once however often we are told."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from collab_portal.mail.clock import ClockTime
from collab_portal.mail.models import BounceEvent, Delivery, Suppression
from collab_portal.mail.suppression import suppress

Kind = BounceEvent.Kind
State = Delivery.State

KEEP_UNMATCHED = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Report:
    """One thing somebody told us. It names a delivery of ours, or the reference the provider gave it."""

    event_id: str
    kind: str
    delivery_id: int | None = None
    provider_ref: str = ""
    is_permanent: bool = True
    status: str = ""


@transaction.atomic
def take_in(report: Report) -> bool:
    """Keep it and act on it; answer whether it was new and about mail of ours."""
    if report.delivery_id and not Delivery.objects.filter(pk=report.delivery_id).exists():
        return False
    event, is_new = BounceEvent.objects.get_or_create(
        event_id=report.event_id,
        defaults={
            "kind": report.kind,
            "is_permanent": report.is_permanent,
            "status": report.status[:100],
            "delivery_id": report.delivery_id,
            "provider_ref": report.provider_ref,
        },
    )
    if is_new:
        _apply(event)
    return is_new


def apply_waiting() -> None:
    """Act on what named a provider's reference before we had noted that reference; forget what never fits."""
    waiting = BounceEvent.objects.filter(applied_at=None)
    waiting.filter(received_at__lt=ClockTime() - KEEP_UNMATCHED).delete()
    known = Delivery.objects.exclude(provider_ref="").values("provider_ref")
    for pk in waiting.filter(provider_ref__in=known).values_list("pk", flat=True):
        with transaction.atomic():
            event = BounceEvent.objects.select_for_update(skip_locked=True).filter(pk=pk, applied_at=None).first()
            if event:
                _apply(event)


def _apply(event: BounceEvent) -> None:
    delivery = _delivery_of(event)
    if delivery is None:
        return  # the provider was quicker than our own commit; the next tick looks again
    if delivery.address and event.kind == Kind.COMPLAINT:
        suppress(delivery.address, Suppression.Reason.COMPLAINT)
    if delivery.address and event.kind == Kind.BOUNCE and event.is_permanent:
        suppress(delivery.address, Suppression.Reason.BOUNCE)
    _move_on(delivery, event)
    event.delivery = delivery
    event.applied_at = ClockTime()
    event.save(update_fields=["delivery", "applied_at"])


def _delivery_of(event: BounceEvent) -> Delivery | None:
    deliveries = Delivery.objects.select_for_update()
    if event.delivery_id:
        return deliveries.get(pk=event.delivery_id)
    return deliveries.filter(provider_ref=event.provider_ref).first()


def _move_on(delivery: Delivery, event: BounceEvent) -> None:
    """Forward only. Whoever reports on it has had it, even if we do not know yet that it went."""
    went = delivery.attempts > 0 and delivery.state not in (State.CANCELLED, State.FAILED)
    if not went:
        return
    row = Delivery.objects.filter(pk=delivery.pk)
    sent_at = delivery.sent_at or ClockTime()
    if event.kind == Kind.BOUNCE:
        row.settle(State.FAILED, sent_at=sent_at, last_error=f"bounced {event.status}".strip())
    else:  # who complains has had it too
        row.settle(State.DELIVERED, sent_at=sent_at)
