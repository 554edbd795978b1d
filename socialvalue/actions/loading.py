"""Brings frameworks, policies and open values to what the portal ships. What people confirmed stays confirmed."""

from collections.abc import Iterable, Sequence

from django.db import models, transaction
from django.utils import timezone

from collab_portal.reference.actions import Counts, upsert
from socialvalue.frameworks import shipped
from socialvalue.models import Framework, Measure, Outcome, Policy, PolicyBand, Proxy, ProxySet, Theme
from socialvalue.models.frameworks import Sourced

CONFIRMED = ("confirmed_at", "confirmed_by", "confirmed_source")
OWN = ("retired_at",)
SAID = ("title_en", "unit")  # what somebody compares with the source


@transaction.atomic
def load_frameworks() -> Counts:
    """Rows that are no longer shipped stay: criteria may point at them."""
    total = upsert(Framework, shipped.frameworks(), key=["owner_id", "code", "edition"])
    ids = _ids(Framework, "code", "edition", owner=None)
    total = total.plus(_put(Theme, shipped.themes(ids), key=["framework_id", "code"]))
    ids = _ids(Theme, "framework__code", "framework__edition", "code", framework__owner=None)
    total = total.plus(_put(Outcome, shipped.outcomes(ids), key=["theme_id", "code"]))
    above = ("theme__framework__code", "theme__framework__edition", "theme__code", "code")
    ids = _ids(Outcome, *above, theme__framework__owner=None)
    total = total.plus(_put(Measure, shipped.measures(ids), key=["outcome_id", "code"]))
    total = total.plus(upsert(Policy, shipped.policies(), key=["owner_id", "slug"]))
    bands = shipped.policy_bands(_ids(Policy, "slug", owner=None))
    total = total.plus(upsert(PolicyBand, bands, key=["policy_id", "value_from"]))
    sets = shipped.proxy_sets(at=timezone.now())
    total = total.plus(upsert(ProxySet, sets, key=["owner_id", "code", "version"], keep=["loaded_at"]))
    proxies = shipped.proxies(_ids(ProxySet, "code", "version", owner=None))
    return total.plus(_put(Proxy, proxies, key=["proxy_set_id", "code"]))


def _ids(model: type[models.Model], *names: str, **only: object) -> dict[tuple[str, ...], int]:
    found = model._default_manager.filter(**only).values_list(*names, "pk")
    return {codes: pk for *codes, pk in found for codes in [tuple(codes)]}


def _put(model: type[Sourced], instances: Sequence[Sourced], *, key: list[str]) -> Counts:
    keep = [name for name in (*CONFIRMED, *OWN) if name in {field.name for field in model._meta.fields}]
    _ask_again(model, instances, key)
    return upsert(model, instances, key=key, keep=keep)


def _ask_again(model: type[Sourced], instances: Iterable[Sourced], key: list[str]) -> None:
    """A row that says something new has not been compared with its source."""
    names = [name for name in SAID if name in {field.name for field in model._meta.fields}]
    says = {_values(instance, key): _values(instance, names) for instance in instances}
    confirmed = model._default_manager.exclude(confirmed_at=None)
    stale = [row.pk for row in confirmed if says.get(_values(row, key), _values(row, names)) != _values(row, names)]
    model._default_manager.filter(pk__in=stale).update(confirmed_at=None, confirmed_by=None, confirmed_source="")


def _values(row: models.Model, names: Iterable[str]) -> tuple:
    return tuple(getattr(row, name) for name in names)
