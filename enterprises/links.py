"""The link that proves a claim. Nothing secret is stored: it is worked out from the claim and the portal's key."""

from datetime import datetime

from django.core import signing
from django.urls import reverse

from collab_portal.feeds import absolute
from enterprises.models import Claim

_signer = signing.Signer(salt="enterprises.claim", sep="~")  # compares in constant time


def token_of(claim: Claim) -> str:
    return _signer.sign_object({"claim": claim.pk, "until": _stamp(claim)})


def claim_url(claim: Claim) -> str:
    path = reverse("enterprises:claim-link", args=[claim.enterprise.organisation.slug, token_of(claim)])
    return absolute(path)


def open_claim(token: str, *, at: datetime) -> Claim | None:
    """The claim a link is about, as long as it is open. Once decided, or out of time, the link is dead."""
    try:
        said = _signer.unsign_object(token)
    except signing.BadSignature:
        return None
    found = Claim.objects.open(at).filter(pk=said["claim"], way=Claim.Way.EMAIL)
    claim = found.select_related("enterprise__organisation", "by").first()
    return claim if claim and _stamp(claim) == said["until"] else None


def _stamp(claim: Claim) -> str:
    return claim.expires_at.isoformat() if claim.expires_at else ""
