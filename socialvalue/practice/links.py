"""The link that lets somebody without an account check facts. Nothing secret is stored: it is signed by the portal."""

from datetime import datetime

from django.core import signing
from django.urls import reverse

from collab_portal.feeds import absolute
from socialvalue.practice.models import FactCheck

_signer = signing.Signer(salt="practice.fact-check", sep="~")  # compares in constant time


def token_of(check: FactCheck) -> str:
    return _signer.sign_object({"check": check.pk, "for": check.email})


def fact_check_url(check: FactCheck) -> str:
    return absolute(reverse("fact-check", args=[token_of(check)]))


def open_check(token: str) -> FactCheck | None:
    """The fact-check a link is about, answered and run out ones too: the page says so."""
    try:
        said = _signer.unsign_object(token)
    except signing.BadSignature:
        return None
    found = FactCheck.objects.filter(pk=said["check"], email=said["for"])
    return found.select_related("study", "revision").first()


def is_open(check: FactCheck, at: datetime) -> bool:
    return check.answered_at is None and check.expires_at > at
