"""Organisations that may be the one somebody is about to enter: the same number in a register, or the same name."""

from collections.abc import Iterable

from collab_portal.accounts.models import Organisation
from collab_portal.text import normalised_name

MOST = 5


def with_number(scheme: str, value: str) -> Organisation | None:
    """The number as `register_numbers.checked` spells it."""
    found = Organisation.objects.current().filter(identifiers__scheme=scheme, identifiers__value=value)
    return found.select_related("enterprise").first()


def with_name(names: Iterable[str]) -> list[Organisation]:
    """By any of its names, former ones too, in the one spelling under which names are kept."""
    keys = [key for name in names if (key := normalised_name(name))]
    found = Organisation.objects.current().filter(names__key__in=keys).distinct()
    return list(found.select_related("enterprise").order_by("name_en", "name_cy", "pk")[:MOST])
