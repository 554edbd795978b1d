"""Which filters the directory has, and the keys that stand for what can be chosen in them.

Kind of work, place and room for more are said of each activity, and must hold of the same one: whoever caters in
Cardiff and cleans in Gwynedd does not cater in Gwynedd. An enterprise has one activity for each kind of work, so a key
for each pair is enough: of three, the kind of work is in two pairs.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, product

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.reference.areas import all_areas
from collab_portal.reference.categories import all_categories
from collab_portal.templatetags.words import paired
from enterprises.lookups.badges import BADGES
from enterprises.lookups.legal_forms import LEGAL_FORMS
from enterprises.models import Activity, Enterprise, Standing
from enterprises.models.profile import Band
from enterprises.search.index import ALL, Index

WORK = ("category", "area", "capacity")  # of one activity
STATES = ("verified", "claimed", "unclaimed", "lapsed")
Values = tuple[str, ...]
Chosen = Mapping[str, Values]


@dataclass(frozen=True)
class Facet:
    """One filter. Between filters it is "and", inside one of them "or"."""

    name: str  # in addresses, and before the value in a key
    label: str | Promise
    named: Callable[[], dict[str, str]]  # what can be chosen, in the order of the page and in its language
    is_open: bool = False  # its values are whatever the enterprises have


def _categories() -> dict[str, str]:
    return {each.slug: paired(each, "name")[0] for each in all_categories()}


def _areas() -> dict[str, str]:
    return {each.code: paired(each, "name")[0] for each in all_areas(get_language() or "en")}


def _of(choices: Iterable) -> Callable[[], dict[str, str]]:
    return lambda: {each.value: str(each.label) for each in choices}


def _networks() -> dict[str, str]:
    order = "sort_key_cy" if get_language() == "cy" else "name_en"
    named = Organisation.objects.networks().only("slug", "name_en", "name_cy").order_by(order, "pk")
    return {each.slug: paired(each, "name")[0] for each in named}


CONSORTIUM = {"lead": _("Would lead a group of bidders"), "join": _("Would join a group of bidders")}
LOTS = tuple(band for band in Band if band != Band.NONE)

FACETS = (
    Facet("category", _("Kind of work"), _categories),
    Facet("area", _("Works in"), _areas),
    Facet("capacity", _("Room for more work"), _of(Activity.Capacity)),
    Facet("state", _("How far it is checked"), _of([Enterprise.State(state) for state in STATES])),
    Facet("standing", _("Can bid for reserved contracts"), _of(Standing.Kind)),
    Facet("lot", _("Size of contract it would take"), _of(LOTS)),
    Facet("welsh", _("Service in Welsh"), _of([Enterprise.WelshService.FULL, Enterprise.WelshService.PART])),
    Facet("badge", pgettext_lazy("filter", "Badge"), lambda: {code: each.name for code, each in BADGES.items()}),
    Facet("form", _("Legal form"), lambda: {code: each.name for code, each in LEGAL_FORMS.items()}),
    Facet("consortium", _("Bidding together"), lambda: {name: str(label) for name, label in CONSORTIUM.items()}),
    Facet("network", _("Network"), _networks, is_open=True),
)
FACET = {each.name: each for each in FACETS}


# ------------------------------------------------------------------------------------------------------- keys


def key(facet: str, value: str) -> str:
    return f"{facet}:{value}"


def pair(first: str, one: str, second: str, other: str) -> str:
    """`ca:catering|W06000002`: both of one activity."""
    return f"{first[0]}{second[0]}:{one}|{other}"


def keys_of_activity(category: str, areas: Iterable[str], capacity: str) -> Iterator[str]:
    """By which keys an activity is found. `areas` are all under which it is found."""
    areas = list(areas)
    yield key("category", category)
    for area in areas:
        yield key("area", area)
        yield pair("category", category, "area", area)
    if capacity:
        yield key("capacity", capacity)
        yield pair("category", category, "capacity", capacity)
        yield from (pair("area", area, "capacity", capacity) for area in areas)


def lots(smallest, largest) -> Iterator[str]:
    """The steps of money in which it would take a lot. Who names no size is in none."""
    if smallest is None and largest is None:
        return
    for band in LOTS:
        low, high = (int(bound) if bound else None for bound in band.value.split("-"))
        if (largest is None or largest >= low) and (smallest is None or high is None or smallest < high):
            yield band.value


# ----------------------------------------------------------------------------------------------------- finding


def needed(chosen: Chosen, counted: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The keys that finding and counting will ask for and that are not at hand anyway: the pairs."""
    for first, second in combinations(WORK, 2):
        ones, others = chosen.get(first, ()), chosen.get(second, ())
        wanted = {*product(ones, {*others, *counted.get(second, ())})}
        wanted |= {*product({*ones, *counted.get(first, ())}, others)}
        yield from (pair(first, one, second, other) for one, other in wanted)


def holders(index: Index, facet: str, values: Values) -> int:
    """Who has any of them."""
    return index.any_of(key(facet, value) for value in values)


def work(index: Index, chosen: Chosen) -> int | None:
    """Who has one activity that fits kind of work, place and room. None where none of them was asked for."""
    categories, areas, rooms = (chosen.get(name, ()) for name in WORK)
    asked = [name for name in WORK if chosen.get(name)]
    if not asked:
        return None
    if len(asked) == 1:
        return holders(index, asked[0], chosen[asked[0]])
    if not categories:
        return index.any_of(pair("area", area, "capacity", room) for area, room in product(areas, rooms))
    found = 0
    for category in categories:
        there = index.any_of(pair("category", category, "area", area) for area in areas)
        free = index.any_of(pair("category", category, "capacity", room) for room in rooms)
        found |= there & free if areas and rooms else there | free
    return found


def found(index: Index, chosen: Chosen) -> int:
    """Everybody whom all filters let through."""
    bits = index[ALL]
    by_work = work(index, chosen)
    if by_work is not None:
        bits &= by_work
    for name, values in chosen.items():
        if name not in WORK and values:
            bits &= holders(index, name, values)
    return bits
