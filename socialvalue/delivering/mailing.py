"""Letters about a delivery: what the other side did, and the two reminders that a quarter is to be reported."""

from datetime import datetime, timedelta

from django.utils import timezone

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.mail import outbox
from collab_portal.mail.kinds import Payload
from socialvalue.models import Delivery

LATE_AFTER = timedelta(days=14)
FORGOTTEN_AFTER = timedelta(days=45)  # a reminder of an older quarter helps nobody


def tell(delivery: Delivery, what: str, *, of_buyer: bool, about: int = 0) -> None:
    """Write to those who look after it on the other side."""
    side = delivery.buyer if of_buyer else delivery.supplier
    if side is None:
        return
    key = f"delivery/{delivery.pk}/{what}/{about}"
    outbox.post_to_each(editors(side), key=key, kind="delivery-news", payload={"delivery": delivery.pk, "what": what})


def editors(organisation: Organisation):
    """Of it, or of what it was merged into."""
    whose = organisation.merged_into_id or organisation.pk
    member = {"memberships__organisation": whose, "memberships__role__in": Membership.EDITORS}
    return User.objects.filter(is_active=True, **member).order_by("pk")


def remind(*, at: datetime) -> int:
    """The supplier when a quarter is over; both sides when two weeks later something is still missing. Each once."""
    today = timezone.localdate(at)
    found = 0
    running = Delivery.objects.select_related("supplier", "buyer").filter(starts_on__lt=today)
    for delivery in running.order_by("pk").iterator(chunk_size=200):
        due = delivery.due(today)
        if not due or today - delivery.quarter_ends(due) > FORGOTTEN_AFTER or not missing(delivery, due):
            continue
        is_late = today - delivery.quarter_ends(due) > LATE_AFTER
        sides = [delivery.supplier or delivery.buyer, *([delivery.buyer] if is_late and delivery.supplier else [])]
        kind = "delivery-late" if is_late else "delivery-due"
        payload = {"delivery": delivery.pk, "quarter": due}
        for side in sides:
            outbox.post_to_each(editors(side), key=f"{kind}/{delivery.pk}/{due}", kind=kind, payload=payload)
        found += 1
    return found


def missing(delivery: Delivery, quarter: int) -> bool:
    """Some promise for that quarter has no report at all."""
    promises = delivery.promises.agreed().prefetch_related("substitutes", "reports")
    return any(
        each.stands_in(quarter) and not any(report.quarter == quarter for report in each.reports.all())
        for each in promises
        if each.asks_in(quarter)
    )


def still_missing(payload: Payload) -> str | None:
    """A reminder is of no use once everything is reported."""
    delivery = Delivery.objects.get(pk=payload["delivery"])
    return None if missing(delivery, payload["quarter"]) else "reported"
