"""The filters beside the list: what they offer, how many each choice would find, and what to do if nothing is found."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from enterprises.search.criteria import Criteria
from enterprises.search.facets import Facet
from enterprises.search.results import COUNTED, Results

LONG = 8  # more options than these scroll in a box of their own
OPTION = (
    '<div class="govuk-checkboxes__item"><input class="govuk-checkboxes__input" id="%(id)s" name="%(name)s"'
    ' type="checkbox" value="%(value)s"%%s><label class="govuk-label govuk-checkboxes__label" for="%(id)s">'
    '%(label)s <span class="app-filter__count">%%s</span></label></div>'
)


@dataclass(frozen=True)
class Group:
    """One filter as the panel shows it. Its options come ready as HTML: they are half of the page."""

    name: str
    label: str | Promise
    options: SafeString
    is_long: bool
    is_folded: bool


@dataclass(frozen=True)
class Way:
    """A link to another search, and how much it finds."""

    label: str
    value: str
    url: str
    count: int = field(default=0)


def groups(results: Results) -> list[Group]:
    """Every filter that offers something."""
    shown = []
    for facet in results.criteria.facets:
        counts, chosen = results.counts[facet.name], results.criteria.chosen.get(facet.name, ())
        if any(counts.values()) or chosen:
            shown.append(_group(facet, _named(facet, results), counts, chosen, results.criteria.always))
    return shown


def _named(facet: Facet, results: Results) -> dict[str, str]:
    """What is read from the database is kept as long as nobody in the directory changes."""
    if not facet.is_open:
        return facet.named()
    return results.index.remembered((facet.name, results.language), facet.named)


def _group(
    facet: Facet, named: dict[str, str], counts: dict[str, int], chosen: tuple[str, ...], always: tuple[str, ...]
) -> Group:
    language = get_language() or "en"
    options = [
        _option(facet.name, value, label, language) % (" checked" if value in chosen else "", said(counts[value]))
        for value, label in sorted(named.items(), key=lambda each: each[0] not in chosen)  # those chosen stay in sight
        if counts.get(value) or value in chosen or (facet.name == "area" and value in counts)
    ]
    is_folded = facet.name not in always and not chosen
    return Group(facet.name, facet.label, SafeString("".join(options)), len(options) > LONG, is_folded)


@lru_cache(maxsize=2000)
def _option(name: str, value: str, label: str, language: str) -> str:
    """With two places left: whether it is chosen, and how many it finds."""
    parts = {"id": f"{name}-{value}", "name": name, "value": value, "label": label}
    return OPTION % {part: escape(text).replace("%", "%%") for part, text in parts.items()}


def said(count: int) -> str:
    """Exact to 10,000."""
    return f"{count:,}" if count <= COUNTED else gettext("over 10,000")


def address(criteria: Criteria, name: str = "", **more: str) -> str:
    """The list, or another page, for this search."""
    query, path = criteria.query(**more), reverse(name or criteria.page)
    return f"{path}?{query}" if query else path


def removable(criteria: Criteria, sort: str = "") -> list[Way]:
    """The filters in use, each with the address of the list without it."""
    return [Way(label, value, address(without, sort=sort)) for label, value, without in _parts(criteria)]


def advice(results: Results) -> list[Way]:
    """For a search that finds nothing: what each filter costs, the most rewarding to drop first."""
    ways = []
    for label, value, without in _parts(results.criteria):
        what = gettext("Leave out %(filter)s") % {"filter": f"{label[0].lower()}{label[1:]}: {value}"}
        ways.append(Way(what, value, address(without), results.of(without).count))
    return sorted((way for way in ways if way.count), key=lambda way: -way.count)


def _parts(criteria: Criteria) -> Iterator[tuple[str, str, Criteria]]:
    if criteria.q:
        yield gettext("Words"), gettext("“%(words)s”") % {"words": criteria.q}, criteria.without_words()
    known = {each.name: each for each in criteria.facets}
    for name, values in criteria.chosen.items():
        named = known[name].named()
        for value in values:
            yield str(known[name].label), named.get(value, value), criteria.without(name, value)
