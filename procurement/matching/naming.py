"""A search in words: the removable tags above a list, and the name by which a person knows a saved search."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext, override, pgettext
from django.utils.translation import gettext_lazy as _

from collab_portal.reference.models import CpvCode
from collab_portal.templatetags.words import money, paired, window
from procurement.models import Reserved

if TYPE_CHECKING:
    from procurement.matching.criteria import Criteria


@dataclass(frozen=True)
class Tag:
    """One filter in use: what it is, what it asks for, and the search without it."""

    label: str | Promise
    value: str
    without: "Criteria"


def tags(criteria: "Criteria") -> Iterator[Tag]:
    """In the language of the page, in the order of the filters."""
    if criteria.q:
        yield Tag(_("Words"), gettext("“%(words)s”") % {"words": criteria.q}, replace(criteria, q=""))
    for category in criteria.category:
        yield Tag(_("Category"), paired(category, "name")[0], _without(criteria, "category", category))
    names = CpvCode.objects.in_bulk(criteria.cpv) if criteria.cpv else {}
    for code in criteria.cpv:
        label = f"{code} {paired(names[code], 'label')[0]}" if code in names else code
        yield Tag(_("CPV code"), label, _without(criteria, "cpv", code))
    for area in criteria.area:
        yield Tag(_("Area"), paired(area, "name")[0], _without(criteria, "area", area))
    for body in criteria.buyer:
        yield Tag(_("Public body"), body.name, _without(criteria, "buyer", body))
    yield from _ranges(criteria)
    yield from _suitability(criteria)


def describe(criteria: "Criteria", language: str) -> str:
    """“cleaning” · Gwynedd · £30,000 to £100,000: one line, without the names of the filters."""
    with override(language):
        said = " · ".join(str(tag.value) for tag in tags(criteria))
        return said or gettext("Every opportunity")


def _ranges(criteria: "Criteria") -> Iterator[Tag]:
    if criteria.value_from is not None or criteria.value_to is not None:
        amounts = money(criteria.value_from), money(criteria.value_to)
        yield Tag(_("Value"), _between(*amounts), replace(criteria, value_from=None, value_to=None))
    if criteria.tender_from or criteria.tender_to:
        yield Tag(_("Tender dates"), _dates(criteria), replace(criteria, tender_from=None, tender_to=None))
    if criteria.lots_under is not None:
        said = gettext("has lots under %(amount)s") % {"amount": money(criteria.lots_under)}
        yield Tag(_("Lots"), said, replace(criteria, lots_under=None))


def _suitability(criteria: "Criteria") -> Iterator[Tag]:
    if criteria.vcse:
        yield Tag("", gettext("suitable for social enterprises"), replace(criteria, vcse=False))
    for reserved in criteria.reserved:
        yield Tag(_("Reserved for"), str(Reserved(reserved).label), _without(criteria, "reserved", reserved))
    if criteria.stage:
        closed = pgettext("opportunities", "all stages, closed ones too")
        yield Tag(_("Stage"), closed, replace(criteria, stage=""))


def _between(low: str, high: str) -> str:
    if low and high:
        return gettext("%(low)s to %(high)s") % {"low": low, "high": high}
    if low:
        return gettext("%(amount)s or more") % {"amount": low}
    return gettext("up to %(amount)s") % {"amount": high}


def _dates(criteria: "Criteria") -> str:
    first, last = criteria.tender_from, criteria.tender_to
    if first and last:
        return gettext("tender %(dates)s") % {"dates": window(first, last)}
    if first:
        return gettext("tender from %(date)s") % {"date": window(first)}
    return gettext("tender up to %(date)s") % {"date": window(last)}


def _without(criteria: "Criteria", name: str, value: object) -> "Criteria":
    left = tuple(each for each in getattr(criteria, name) if each != value)
    changed: dict[str, Any] = {name: left}
    return replace(criteria, **changed)
