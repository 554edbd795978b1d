"""Those who can be told: people whose address has become useless, or who complained, are paused instead."""

from datetime import datetime
from typing import NamedTuple

from collab_portal.mail import suppression
from procurement.models import Subscriber
from procurement.models.interest import SubscriberQuerySet


class Reader(NamedTuple):
    """Somebody a mail can be written to."""

    pk: int
    address: str
    language: str


def reachable(people: SubscriberQuerySet, *, at: datetime) -> list[Reader]:
    """Each of them with address and language. Who cannot be reached is paused, and sees so on her page."""
    found = [Reader(*row) for row in people.with_address().order_by("pk").values_list("pk", "send_to", "language")]
    left_alone = suppression.suppressed(reader.address for reader in found)
    for reason in set(left_alone.values()):
        paused = [reader.pk for reader in found if left_alone.get(reader.address) == reason]
        Subscriber.objects.filter(pk__in=paused, stopped_at=None).update(stopped_at=at, stop_reason=reason)
    return [reader for reader in found if reader.address not in left_alone]
