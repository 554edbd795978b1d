"""Looking up CPV codes and public bodies by the words an officer types."""

import re
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.translation import gettext

from collab_portal.accounts.models import Organisation
from collab_portal.reference.cpv import cpv_ancestors
from collab_portal.reference.models import CpvCode
from collab_portal.text import normalised_name
from procurement.drafting.forms.fields import in_language

MOST = 15
CODE = re.compile(r"\b(\d{8})(?:-\d)?\b")


@dataclass(frozen=True)
class Found:
    """`choices` are all that can be ticked: what is ticked already, then what was found. `exact` needs no choosing."""

    choices: list[tuple[str, str]]
    by_words: list[str] = field(default_factory=list)
    exact: list[str] = field(default_factory=list)


def find_cpv(typed: str, ticked: list[str]) -> Found:
    """Codes as they are written, with or without their check digit; other words are looked up in the labels."""
    exact = list(dict.fromkeys(CODE.findall(typed)))
    words = re.findall(r"\w{2,}", CODE.sub(" ", typed))
    by_words = [] if not words else list(_labelled(words).values_list("code", flat=True)[:MOST])
    codes = list(dict.fromkeys([*(code for code in ticked if CODE.fullmatch(code)), *exact, *by_words]))
    return Found(_with_labels(codes), by_words, exact)


def _with_labels(codes: list[str]) -> list[tuple[str, str]]:
    """Each code with its label, or with that of the nearest one above it that is known."""
    known = CpvCode.objects.in_bulk({each for code in codes for each in (code, *cpv_ancestors(code))})
    choices = []
    for code in codes:
        nearest = next((each for each in (code, *cpv_ancestors(code)) if each in known), None)
        label = in_language(known[nearest], "label") if nearest else ""
        choices.append((code, f"{code} {label}" if nearest in (code, None) else _within(code, label)))
    return choices


def _within(code: str, label: str) -> str:
    return gettext("%(code)s (a part of: %(label)s)") % {"code": code, "label": label}


def _labelled(words: list[str]):
    matching = Q()
    for word in words:
        matching &= Q(label_en__icontains=word) | Q(label_cy__icontains=word) | Q(code__startswith=word)
    return CpvCode.objects.filter(matching).order_by("code")


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
