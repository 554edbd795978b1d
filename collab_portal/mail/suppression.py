"""Addresses to leave alone. Only a keyed hash is kept, so the list names nobody."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import salted_hmac

from collab_portal.mail.models import Suppression


def is_suppressed(address: str, *, essential: bool = False) -> bool:
    """Whether mail to it bounced, or its owner complained. Essential mail is kept back for a bounce only."""
    found = Suppression.objects.filter(address_hash__in=_hashes(address))
    if essential:
        found = found.filter(reason=Suppression.Reason.BOUNCE)
    return found.exists()


def suppress(address: str, reason: str) -> None:
    Suppression.objects.get_or_create(address_hash=_hashes(address)[0], reason=reason)


def forget_bounce(address: str) -> None:
    """Write to it again, because somebody says that the mailbox works now. A complaint stays."""
    Suppression.objects.filter(address_hash__in=_hashes(address), reason=Suppression.Reason.BOUNCE).delete()


def lift(address: str) -> None:
    """Write to it again, because its owner asks for our mails: also where she complained of them before."""
    Suppression.objects.filter(address_hash__in=_hashes(address)).delete()


def suppressed(addresses: Iterable[str]) -> dict[str, str]:
    """Those of these addresses that are to be left alone, and why; in one query, however many they are."""
    known = dict(Suppression.objects.order_by("reason").values_list("address_hash", "reason"))
    if not known:
        return {}
    found = {address: next((known[each] for each in _hashes(address) if each in known), None) for address in addresses}
    return {address: reason for address, reason in found.items() if reason}


def _hashes(address: str) -> list[str]:
    """With the key of today first, then with earlier ones: a list of bounces outlives a change of keys."""
    plain = address.strip().lower()
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac("mail.suppression", plain, secret=key, algorithm="sha256").hexdigest() for key in keys]
