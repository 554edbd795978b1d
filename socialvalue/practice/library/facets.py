"""Which filters the library has, and the keys that stand for what can be chosen in them."""

from collections.abc import Callable, Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.reference.areas import all_areas, expanded
from collab_portal.reference.categories import all_categories
from collab_portal.reference.models import WellbeingGoal
from collab_portal.templatetags.words import paired
from enterprises.models import NetworkMembership
from enterprises.search.facets import Facet, key
from procurement.models import ValueBand
from socialvalue.practice.content import Content
from socialvalue.practice.models import Duty, Evidence, LibraryEntry, Route, Status, Step

NETWORK = "network"


def _of(choices: Iterable) -> Callable[[], dict[str, str]]:
    return lambda: {str(each.value): str(each.label) for each in choices}


def _goals() -> dict[str, str]:
    return {each.pk: paired(each, "name")[0] for each in WellbeingGoal.objects.order_by("pk")}


def _categories() -> dict[str, str]:
    return {each.slug: paired(each, "name")[0] for each in all_categories()}


def _areas() -> dict[str, str]:
    return {each.code: paired(each, "name")[0] for each in all_areas(get_language() or "en")}


def _bodies() -> dict[str, str]:
    """Those that lead a study, by name in the order of the page's language."""
    order = "sort_key_cy" if get_language() == "cy" else "name_en"
    leads = Organisation.objects.filter(pk__in=LibraryEntry.objects.values("lead"))
    return {each.slug: paired(each, "name")[0] for each in leads.order_by(order, "pk")}


def _networks() -> dict[str, str]:
    order = "sort_key_cy" if get_language() == "cy" else "name_en"
    named = Organisation.objects.networks().order_by(order, "pk")
    return {each.slug: paired(each, "name")[0] for each in named}


FACETS = (
    Facet("step", _("Step"), _of(Step)),
    Facet("category", _("Kind of work"), _categories),
    Facet("goal", _("Well-being goal"), _goals, is_open=True),
    Facet("evidence", _("How strong the evidence is"), _of(Evidence)),
    Facet("route", _("How it was bought"), _of(Route)),
    Facet("value", _("Value"), _of(ValueBand)),
    Facet("area", _("Where"), _areas),
    Facet("duty", _("Duty of the 2023 Act"), _of(Duty)),
    Facet("status", _("How it stands"), _of(Status)),
    Facet("body", _("Who tells it"), _bodies, is_open=True),
    Facet(NETWORK, _("Network"), _networks, is_open=True),
)
ALWAYS = ("step", "category", "goal", "evidence")  # the others are folded until one is used


def keys_of(said: Content) -> list[str]:
    """`step:culture`, `area:W06000002`: by which choices a study is found. Networks are not in them: who belongs to
    one changes without the study, so they are looked up as the bodies that belong to them."""
    keys = {key("status", said.status)}
    keys |= {key("step", each) for each in said.steps}
    keys |= {key("goal", each) for each in said.goals}
    keys |= {key("duty", each) for each in said.duties}
    keys |= {key("area", each) for each in expanded(said.area_codes)}
    single = {"category": said.category, "route": said.route, "value": said.value_band}
    keys |= {key(name, value) for name, value in single.items() if value}
    if said.evidence_level is not None:
        keys.add(key("evidence", str(said.evidence_level)))
    keys.add(key("body", said.lead.slug))
    return sorted(keys)


def members() -> dict[str, list[str]]:
    """Of each network the bodies that lead a study."""
    leads = LibraryEntry.objects.values("lead")
    found: dict[str, list[str]] = {}
    belonging = NetworkMembership.objects.filter(member__in=leads)
    for network, member in belonging.order_by("pk").values_list("network__slug", "member__slug"):
        found.setdefault(network, []).append(member)
    return found
