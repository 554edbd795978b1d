"""Looking up public bodies and suppliers by the words an officer types."""

import re

from django.db.models import Q

from collab_portal.accounts.models import Organisation
from collab_portal.forms import Found
from collab_portal.text import normalised_name

MOST = 15


def find_bodies(typed: str, ticked: list[str], *, leave_out: int | None = None) -> Found:
    """Public bodies by any of their names."""
    bodies = Organisation.objects.public_bodies().exclude(pk=leave_out)
    by_words = [str(body.pk) for body in _named(bodies, typed)]
    codes = list(dict.fromkeys([*(pk for pk in ticked if pk.isdecimal()), *by_words]))
    known = {str(pk): body for pk, body in bodies.in_bulk(codes).items()}
    return Found([(pk, known[pk].name) for pk in codes if pk in known], by_words)


def find_suppliers(typed: str) -> list[Organisation]:
    """Organisations that could be the supplier of that name."""
    return _named(Organisation.objects.current(), typed, most=5)


def _named(organisations, typed: str, most: int = MOST) -> list[Organisation]:
    words = re.findall(r"\w{2,}", typed)
    if not words:
        return []
    matching = Q()
    for word in words:
        matching &= (
            Q(name_en__icontains=word) | Q(name_cy__icontains=word) | Q(names__key__icontains=normalised_name(word))
        )
    return list(organisations.filter(matching).order_by("name_en", "name_cy", "pk").distinct()[:most])
