"""The link in an alert that answers an opportunity without signing in. Nothing is stored: it is signed.

It is bound to one subscriber and one opportunity, and runs out. To open it answers nothing: programs that look
after mail open links by themselves.
"""

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from procurement.models import Opportunity, Subscriber

WORKS_FOR = timedelta(days=60)
_signer = signing.TimestampSigner(salt="procurement.engagement.answer", sep="~")


def answer_path(subscriber: int, opportunity: int) -> str:
    token = _signer.sign_object({"subscriber": subscriber, "opportunity": opportunity})
    return reverse("alerts:answer", args=[token])


def opened(token: str) -> tuple[Subscriber, Opportunity] | None:
    """Whose link it is, and about what; None where it was tampered with, is too old, or its owner is gone."""
    try:
        said = _signer.unsign_object(token, max_age=WORKS_FOR)
    except signing.BadSignature:
        return None
    subscriber = Subscriber.objects.select_related("user").filter(pk=said["subscriber"]).first()
    opportunity = Opportunity.objects.published().filter(pk=said["opportunity"]).first()
    return (subscriber, opportunity) if subscriber and opportunity and subscriber.confirmed_at else None
