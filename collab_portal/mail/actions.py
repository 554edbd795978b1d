"""What a person may do about mail."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction

from collab_portal.audit import trail
from collab_portal.celery import nudge
from collab_portal.mail import suppression
from collab_portal.mail.clock import ClockTime
from collab_portal.mail.models import Delivery


class CannotBeSent(Exception):
    """It did not fail, or its address is gone."""


@transaction.atomic
def send_again(*, delivery: Delivery, by: models.Model) -> None:
    """Give a failed message another three days, and its address another chance. It keeps its Message-ID."""
    failed = Delivery.objects.failed().exclude(address="").filter(pk=delivery.pk)
    renewed = failed.update(
        state=Delivery.State.PENDING,
        not_before=ClockTime(),
        give_up_at=ClockTime() + timedelta(seconds=settings.MAIL_GIVE_UP_SECONDS),
        settled_at=None,
        sent_at=None,
        faults=0,
        ambiguous=0,
    )
    if not renewed:
        raise CannotBeSent
    suppression.forget_bounce(delivery.address)
    trail.record("failed mail sent again", by=by, target=delivery, kind=delivery.kind)
    transaction.on_commit(lambda: nudge("mail.drain"), robust=True)
