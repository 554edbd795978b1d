"""Forgetting: addresses of settled messages after a while, and those of a person who asks at once."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from collab_portal.mail.clock import ClockTime
from collab_portal.mail.models import Delivery

BATCH = 5_000
FORGOTTEN = {"address": "", "payload": {}}


def blank_old() -> int:
    """Blank a batch of addresses whose messages were settled long ago. The rows stay, and are counted."""
    old = Delivery.objects.settled().exclude(address="")
    old = old.filter(settled_at__lt=ClockTime() - timedelta(days=settings.MAIL_KEEP_DAYS))
    return Delivery.objects.filter(pk__in=old.values("pk")[:BATCH]).update(**FORGOTTEN)


@transaction.atomic
def erase_address(address: str) -> int:
    """Forget an address everywhere, and send nothing more to it that is not under way already."""
    mine = Delivery.objects.to_address(address)
    mine.unsent().cancel("the address was erased")
    return mine.update(**FORGOTTEN)
