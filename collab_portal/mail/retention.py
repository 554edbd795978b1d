"""Forgetting: who got a message is known for as long as somebody may ask, and no longer."""

from datetime import timedelta

from django.conf import settings

from collab_portal.mail.clock import ClockTime
from collab_portal.mail.models import Delivery

BATCH = 5_000


def blank_old() -> int:
    """Blank a batch of addresses whose messages were settled long ago. The rows stay, and are counted."""
    old = Delivery.objects.settled().exclude(address="")
    old = old.filter(settled_at__lt=ClockTime() - timedelta(days=settings.MAIL_KEEP_DAYS))
    return Delivery.objects.filter(pk__in=old.values("pk")[:BATCH]).update(address="", payload={})
