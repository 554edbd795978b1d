"""A network's monthly letter: drafted by the clock, edited and sent by a coordinator, read by those who asked."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.audit import trail
from collab_portal.mail import outbox
from collab_portal.mail.outbox import Letter
from enterprises.actions.networks import people_of
from socialvalue.practice import digesting
from socialvalue.practice.models import DigestItem, DigestReader, NetworkDigest, NotAllowed


def draft_due(*, at: datetime) -> int:
    """Letters on the month that is over, one for each network. Answers to how many are new."""
    month = digesting.month_before(at)
    drafted = NetworkDigest.objects.filter(month=month).values("network")
    without = Organisation.objects.networks().exclude(pk__in=drafted).order_by("pk")
    return sum(draft_digest(network=network, month=month, at=at) is not None for network in without)


@transaction.atomic
def draft_digest(*, network: Organisation, month: date, at: datetime) -> NetworkDigest | None:
    """None where there is nothing to tell, or where another clock was quicker. The coordinators hear of a new one."""
    found = digesting.items(network, month, at=at)
    if not found:
        return None
    begun = {"drafted_at": at} | digesting.in_both("subject", lambda: digesting.subject(network, month))
    digest, is_new = NetworkDigest.objects.get_or_create(network=network, month=month, defaults=begun)
    if not is_new:
        return None
    for each in found:
        each.digest = digest
    DigestItem.objects.bulk_create(found)
    coordinators = people_of(network, Membership.PUBLISHERS)
    key = f"digest-draft/{digest.pk}"
    outbox.post_to_each(coordinators, key=key, kind="digest-draft", payload={"digest": digest.pk})
    trail.record("monthly letter drafted", by=None, target=digest)
    return digest


@transaction.atomic
def edit_digest(*, digest: NetworkDigest, chosen: Iterable[int], by: User, **said: Any) -> None:
    """Its words, and which of the items go in."""
    held = _unsent(digest)
    for name, value in said.items():
        setattr(held, name, value)
    held.save()
    chosen = list(chosen)
    held.items.filter(pk__in=chosen).update(is_in=True)
    held.items.exclude(pk__in=chosen).update(is_in=False)
    trail.record("monthly letter edited", by=by, target=held)


@transaction.atomic
def send_digest(*, digest: NetworkDigest, by: User, at: datetime) -> int:
    """To everybody of the network who asked for it, once. What is no longer true is left out. Answers to how many."""
    held = _unsent(digest)
    still = [each.pk for each in digesting.standing(held, at=at) if each.is_in]
    if not still:
        raise NotAllowed(_("Tick at least one thing that goes in."))
    held.items.exclude(pk__in=still).update(is_in=False)
    readers = DigestReader.objects.reachable().filter(network=held.network_id).select_related("user").order_by("pk")
    letters = [
        Letter(
            key=f"network-digest/{held.pk}/{each.user_id}",
            kind="network-digest",
            address=each.user.email,
            language=each.user.language,
            payload={"digest": held.pk, "reader": each.pk},
        )
        for each in readers
    ]
    outbox.post_many(letters)
    held.sent_at, held.sent_by, held.readers = at, by, len(letters)
    held.save()
    trail.record("monthly letter sent", by=by, target=held, readers=len(letters))
    return len(letters)


@transaction.atomic
def choose_digest(*, network: Organisation, wants: bool, by: User, at: datetime) -> None:
    """She wants the network's letter from now on, or no longer."""
    if wants:
        DigestReader.objects.get_or_create(network=network, user=by, defaults={"since": at})
    else:
        DigestReader.objects.filter(network=network, user=by).delete()
    trail.record("monthly letter chosen", by=by, target=network, wants=wants)


def _unsent(digest: NetworkDigest) -> NetworkDigest:
    """The letter as it stands now, and nobody else changes or sends it until we are done."""
    held = NetworkDigest.objects.select_for_update(of=["self"]).select_related("network").get(pk=digest.pk)
    if held.is_sent:
        raise NotAllowed(_("This letter has been sent already."))
    return held
