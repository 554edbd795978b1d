"""The buyer says what a promise is worth in pounds, and what is taken off."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.audit import trail
from collab_portal.templatetags.words import paired
from procurement.models.stages import NotAllowed
from socialvalue.delivering import worth
from socialvalue.models import Delivery, Promise, Proxy, ProxySet, Valuation
from socialvalue.value.claims import SHARES


@transaction.atomic
def value_promise(
    *,
    promise: Promise,
    proxy: Proxy,
    shares: Mapping[str, tuple[Sequence[Decimal], str]],
    by: User,
    at: datetime,
    who: str = "",
    years: int = 1,
) -> Valuation:
    """Pair a promise with a value, or pair it anew. `shares`: low, central and high of one, and why, by name.

    Raises `NotAllowed` for a set of somebody else, a licence that has run out, another unit, and an outcome that
    would be counted twice.
    """
    delivery = _held(promise.delivery)
    _require_usable(proxy, promise, delivery, at)
    said = {name: list(shares[name][0]) for name in SHARES}
    said |= {f"{name}_because": shares[name][1] for name in SHARES}
    told = {"proxy": proxy, "who": who, "years": years, "valued_by": by.pk, "valued_at": at}
    made, _is_new = Valuation.objects.update_or_create(promise=promise, defaults=told | said)
    agreed = {str(each.pk): paired(each, "title")[0] for each in delivery.promises.agreed()}
    standing = Valuation.objects.filter(promise__in=agreed).select_related("proxy").order_by("pk")
    if twice := worth.clashes(standing, agreed):
        raise NotAllowed(" ".join(twice))
    trail.record("promise valued", by=by, target=promise, proxy=proxy.pk)
    return made


@transaction.atomic
def value_no_more(*, promise: Promise, by: User) -> None:
    _held(promise.delivery)
    gone, _kinds = Valuation.objects.filter(promise=promise).delete()
    if gone:
        trail.record("promise valued no more", by=by, target=promise)


def _held(delivery: Delivery) -> Delivery:
    """So that two people at once do not each count the same outcome."""
    return Delivery.objects.select_for_update(of=["self"]).select_related("buyer").get(pk=delivery.pk)


def _require_usable(proxy: Proxy, promise: Promise, delivery: Delivery, at: datetime) -> None:
    open_sets = ProxySet.objects.open_to(delivery.buyer)
    if not open_sets.filter(pk=proxy.proxy_set_id).exists():
        raise NotAllowed(_("Choose a value of an open set, or of a set that you have a licence for."))
    if proxy.proxy_set.has_expired(timezone.localdate(at)):
        raise NotAllowed(_("Your licence for this set has run out. Choose another value, or renew it."))
    if proxy.central is None or not worth.can_be_valued(promise) or proxy.unit != promise.unit:
        raise NotAllowed(_("Choose a value for the unit of the promise."))
