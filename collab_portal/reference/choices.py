"""What people choose from in forms: places in the order of their language, and CPV codes found by words."""

import re

from django.db.models import Q
from django.utils.translation import get_language, gettext

from collab_portal.forms import Found
from collab_portal.reference.areas import all_areas
from collab_portal.reference.cpv import cpv_ancestors
from collab_portal.reference.models import CpvCode

MOST = 15
CODE = re.compile(r"\b(\d{8})(?:-\d)?\b")


def in_language(thing, field: str) -> str:
    """A paired field in the language of the page, or else in the other one."""
    first, second = ("cy", "en") if get_language() == "cy" else ("en", "cy")
    return getattr(thing, f"{field}_{first}") or getattr(thing, f"{field}_{second}")


def area_choices(*kinds: str) -> list[tuple[str, str]]:
    """Places of these kinds, the councils in the alphabetical order of the page's language."""
    areas = all_areas("cy" if get_language() == "cy" else "en")
    return [(area.code, in_language(area, "name")) for area in areas if area.kind in kinds]


def find_cpv(typed: str, ticked: list[str]) -> Found:
    """Codes as they are written, with or without their check digit; other words are looked up in the labels."""
    exact = list(dict.fromkeys(CODE.findall(typed)))
    words = re.findall(r"\w{2,}", CODE.sub(" ", typed))
    by_words = [] if not words else list(_labelled(words).values_list("code", flat=True)[:MOST])
    codes = list(dict.fromkeys([*(code for code in ticked if CODE.fullmatch(code)), *exact, *by_words]))
    return Found(cpv_choices(codes), by_words, exact)


def cpv_choices(codes: list[str]) -> list[tuple[str, str]]:
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
