"""What a person may do about mail."""

from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Greatest

from collab_portal.audit import trail
from collab_portal.celery import nudge
from collab_portal.mail import suppression
from collab_portal.mail.clock import ClockTime
from collab_portal.mail.models import Delivery, Hold


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


@transaction.atomic
def switch_off(*, reason: str, by: models.Model | None = None) -> bool:
    """Send nothing from now on but what is in a sender's hands. Answers whether it was on."""
    _hold, is_new = Hold.objects.get_or_create(defaults={"reason": reason})
    if is_new:
        trail.record("sending switched off", by=by)
    return is_new


@transaction.atomic
def switch_on(*, discard: bool = False, by: models.Model | None = None) -> int:
    """Send again, and give what waited another three days. With `discard` it is cancelled; answers how many."""
    waiting = Delivery.objects.waiting()
    discarded = waiting.cancel("discarded when sending was switched on") if discard else 0
    renewed = ClockTime() + timedelta(seconds=settings.MAIL_GIVE_UP_SECONDS)
    waiting.update(give_up_at=Greatest("give_up_at", renewed))
    removed, _by_table = Hold.objects.all().delete()
    if removed:
        trail.record("sending switched on", by=by, discarded=discarded)
    transaction.on_commit(lambda: nudge("mail.drain"), robust=True)
    return discarded
