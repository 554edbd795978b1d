"""The filters beside the list: what they offer, what is chosen, and what to do when nothing is found."""

import operator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, reduce
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, gettext

from collab_portal.reference.areas import all_areas
from collab_portal.reference.categories import all_categories
from collab_portal.reference.cpv import cpv_code
from collab_portal.reference.models import CpvCode
from collab_portal.templatetags.words import paired
from procurement import choices, wording
from procurement.choices import Option
from procurement.matching import Criteria, Problem
from procurement.matching.criteria import EVERYTHING
from procurement.matching.naming import Tag
from procurement.models import Reserved
from procurement.results import COUNTED

SUGGESTIONS = 6
PARTS = ("tender_from", "tender_to")  # dates in two inputs, month and year


@dataclass(frozen=True)
class Way:
    """A link to another search, and how much it finds."""

    label: str
    url: str
    count: int = 0


class FilterPanel:
    """What the panel shows for one search. Its names are those of the search's address."""

    def __init__(self, criteria: Criteria, given: QueryDict):
        self.criteria = criteria
        self._given = given

    @property
    def category(self) -> list[Option]:
        chosen = {each.slug for each in self.criteria.category}
        return [Option(each.slug, paired(each, "name")[0], each.slug in chosen) for each in all_categories()]

    @property
    def area(self) -> list[Option]:
        chosen = {each.code for each in self.criteria.area}
        areas = all_areas(get_language() or "en")
        return [Option(each.code, paired(each, "name")[0], each.code in chosen) for each in areas]

    @property
    def buyer(self) -> list[Option]:
        """Those not chosen yet; the page lists the chosen ones above."""
        chosen = {each.slug for each in self.criteria.buyer}
        return [option for option in choices.buyers(get_language() or "en") if option.value not in chosen]

    @property
    def chosen_buyers(self) -> list[Option]:
        return [Option(each.slug, each.name, True) for each in self.criteria.buyer]

    @property
    def chosen_codes(self) -> list[Option]:
        return [Option(code, code, True) for code in self.criteria.cpv]

    @property
    def reserved(self) -> list[Option]:
        chosen = self.criteria.reserved
        offered = [each for each in Reserved if each != Reserved.NONE]
        label = gettext("Reserved: %(whom)s")
        return [Option(each.value, label % {"whom": each.label}, each.value in chosen) for each in offered]

    @cached_property
    def typed(self) -> dict[str, str]:
        """What stands in the text inputs: as it was typed, so that a mistake can be put right."""
        names = ("value_from", "value_to", "lots_under")
        return {name: self._given.get(name, "").strip() for name in names} | self._months()

    def _months(self) -> dict[str, str]:
        """Month and year of each date; what could not be read stays as it was typed."""
        found = {}
        for name in PARTS:
            day = getattr(self.criteria, name)
            for part in ("month", "year"):
                found[f"{name}_{part}"] = str(getattr(day, part)) if day else self._given.get(f"{name}_{part}", "")
        return found

    @cached_property
    def cpv_words(self) -> str:
        """What was typed as a code but is none."""
        return " ".join(text for text in self._given.getlist("cpv") if text.strip() and cpv_code(text.strip()) is None)

    @cached_property
    def cpv_suggestions(self) -> list[Way]:
        """Codes whose names hold those words, the broadest first."""
        words = self.cpv_words.split()[:5]
        if not words:
            return []
        named = reduce(operator.and_, (Q(label_en__icontains=word) | Q(label_cy__icontains=word) for word in words))
        return [
            Way(f"{found.code} {paired(found, 'label')[0]}", address(self._with_cpv(found.code)))
            for found in CpvCode.objects.filter(named).order_by("code")[:SUGGESTIONS]
        ]

    def _with_cpv(self, code: str) -> Criteria:
        return replace(self.criteria, cpv=tuple(sorted({*self.criteria.cpv, code})))

    @property
    def problems(self) -> list[Problem]:
        """What could not be used. Words for which codes were found are no problem."""
        return [each for each in self.criteria.problems if not (each.name == "cpv" and self.cpv_suggestions)]

    @property
    def used(self) -> int:
        """Filters in use, the words not counted: they stand in their own box."""
        return self.criteria.used - bool(self.criteria.q)


def removable(criteria: Criteria, sort: str) -> list[dict]:
    """The filters in use, each with the address of the list without it."""
    return [{"label": tag.label, "value": tag.value, "url": address(tag.without, sort)} for tag in criteria.tags()]


def advice(criteria: Criteria, at: datetime) -> list[Way]:
    """For a search that finds nothing: what each filter costs, the most rewarding to drop first."""
    ways = [Way(_without(tag), address(tag.without), _count(tag.without, at)) for tag in criteria.tags()]
    if criteria.stage != EVERYTHING:
        wider = replace(criteria, stage=EVERYTHING)
        ways.append(Way(gettext("Look at past and withdrawn opportunities too"), address(wider), _count(wider, at)))
    return sorted((way for way in ways if way.count), key=lambda way: -way.count)


def address(criteria: Criteria, sort: str = "") -> str:
    """The list page of a search."""
    query = "&".join(filter(None, [criteria.query(), sort and urlencode({"sort": sort})]))
    return f"{reverse('pipeline:list')}?{query}" if query else reverse("pipeline:list")


def _without(tag: Tag) -> str:
    what = f"{wording.small(str(tag.label))}: {tag.value}" if tag.label else tag.value
    return gettext("Leave out %(filter)s") % {"filter": what}


def _count(criteria: Criteria, at: datetime) -> int:
    return criteria.entries(at).values("pk")[: COUNTED + 1].count()
