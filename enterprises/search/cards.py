"""An enterprise in words, ready for a list: made here rather than in the template, which would take twice the time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.categories import all_categories
from collab_portal.templatetags.words import places
from collab_portal.text.paired import paired
from enterprises.models import Activity, Enterprise

PLACES = 3  # named one by one; the others are counted
COLOURS = {"verified": "green", "claimed": "teal", "lapsed": "yellow", "unclaimed": "grey"}


@dataclass(frozen=True)
class Logo:
    """Where it lies, and its size, so that the page does not jump when it comes."""

    url: str
    width: int
    height: int


@dataclass(frozen=True)
class Card:
    """One enterprise as a list shows it."""

    url: str
    name: str
    language: str  # of the name, where it is not the page's
    offer: str
    offer_language: str
    state: SafeString
    meaning: str
    facts: list[tuple[str, str]]
    welsh: str
    logo: Logo | None

    @property
    def slug(self) -> str:
        return self.url.rstrip("/").rpartition("/")[2]


class Words:
    """What every card says, looked up once for all of them."""

    def __init__(self) -> None:
        self.language = get_language() or "en"
        self.work, self.where, self.room = gettext("Work"), gettext("Where"), gettext("Room for more work")
        self.categories = {each.slug: paired(each, "name", self.language)[0] for each in all_categories()}
        self.rooms = {each.value: str(each.label) for each in Activity.Capacity}
        self.welsh = {each.value: str(each.label) for each in Enterprise.WelshService} | {"none": "", "": ""}


def of(enterprises: Iterable[Enterprise]) -> list[Card]:
    """The cards of a list. The enterprises come with all that `results.shown` adds."""
    words, list_url = Words(), reverse("enterprises:list")
    return [_card(each, f"{list_url}{each.organisation.slug}/", words) for each in enterprises]


def _card(enterprise: Enterprise, url: str, words: Words) -> Card:
    name, language = paired(enterprise.organisation, "name", words.language)
    offer, offer_language = paired(enterprise, "offer", words.language)
    return Card(
        url=url,
        name=name,
        language="" if language == words.language else language,
        offer=offer,
        offer_language="" if offer_language == words.language else offer_language,
        state=_tag(enterprise.state, words.language),
        meaning=meaning(enterprise, words.language),
        facts=_facts(enterprise, words),
        welsh=words.welsh[enterprise.welsh_service],
        logo=_logo(enterprise),
    )


def _logo(enterprise: Enterprise) -> Logo | None:
    if not (drawn := enterprise.logo):
        return None
    url = reverse("enterprise-picture", args=[enterprise.organisation.slug, drawn["digest"]])
    return Logo(url, drawn["width"], drawn["height"])


def meaning(enterprise: Enterprise, language: str) -> str:
    """A state is never shown without what it means."""
    if enterprise.state == Enterprise.State.VERIFIED:
        found = {"day": _day(enterprise.verified_on, language), "recheck": _day(enterprise.recheck_on, language)}
        networks = {"en": enterprise.verified_for_en or "", "cy": enterprise.verified_for_cy or ""}
        found |= {"name": enterprise.verified_by or "", "network": networks[language] or "".join(networks.values())}
        if not enterprise.verified_on:
            return ""
        if not enterprise.verified_by:
            return gettext("Verified by %(network)s on %(day)s, recheck %(recheck)s") % found
        return gettext("Verified by %(name)s (%(network)s) on %(day)s, recheck %(recheck)s") % found
    if enterprise.state == Enterprise.State.CLAIMED:
        return gettext("Its own people look after this entry. Nobody has checked it.")
    if enterprise.state == Enterprise.State.LAPSED:
        return gettext("It was checked, but not since the check ran out.")
    return gettext("Taken from a public register. Nobody has checked it.")


def _facts(enterprise: Enterprise, words: Words) -> list[tuple[str, str]]:
    work = enterprise.work
    kinds = ", ".join(words.categories.get(each["category"], "") for each in work)
    codes = tuple(sorted({code for each in work for code in each["areas"]}))
    best = next((room for room in words.rooms if any(each["capacity"] == room for each in work)), "")
    facts = [
        (words.work, kinds),
        (words.where, _places(codes, words.language)),
        (words.room, words.rooms.get(best, "")),
    ]
    return [fact for fact in facts if fact[1]]


@lru_cache(maxsize=5000)
def _places(codes: tuple[str, ...], language: str) -> str:
    known = areas_by_code()
    whole = [code for code in ("UK", "WALES") if code in codes][:1]
    return places([known[code] for code in whole or codes if code in known], PLACES)


@lru_cache(maxsize=1000)
def _tag(state: str, language: str) -> SafeString:
    label = Enterprise.State(state).label
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', COLOURS.get(state, "grey"), label)


@lru_cache(maxsize=5000)
def _day(day: date | None, language: str) -> str:
    return date_format(day, "j F Y") if day else ""
