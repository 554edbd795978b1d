"""Who could deliver something, ready for its officer's page: why they fit, or what is in their way."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from collab_portal.reference.areas import areas_by_code, smallest
from collab_portal.templatetags import words
from enterprises import wording
from enterprises.models import Activity, Enterprise, ShortlistEntry, Verification
from enterprises.search import cards
from enterprises.search.results import shown
from procurement.matching import suppliers
from procurement.matching.asks import Ask
from procurement.matching.rules import Obstacle
from procurement.models import Opportunity, OpportunityShortlist, Reserved
from procurement.wording import small

PLACES = 3  # named one by one; the others are counted


@dataclass(frozen=True)
class Candidate:
    """One enterprise with the reasons, as labels and values, and with what is in its way, if anything is."""

    enterprise: Enterprise
    card: cards.Card
    reasons: list[tuple[str, str]]
    obstacle: str
    is_kept: bool


class Candidates:
    """The market for an opportunity: how many for each part of it, and those who fit the chosen part."""

    def __init__(self, opportunity: Opportunity, parts: list[Ask], chosen: str):
        self.opportunity = opportunity
        self.markets = suppliers.markets(parts, language=get_language() or "en")
        self.market = next((each for each in self.markets if str(each.ask.number) == chosen), self.markets[0])

    @property
    def has_parts(self) -> bool:
        return len(self.markets) > 1

    @cached_property
    def fits(self) -> list[Candidate]:
        return self._candidates(self.market.fits, None)

    @cached_property
    def nearly(self) -> list[tuple[Obstacle, int, list[Candidate]]]:
        """For each obstacle how many it keeps away, and the first of them."""
        groups = self.market.nearly.items()
        return [(obstacle, group.count, self._candidates(group, obstacle)) for obstacle, group in groups]

    def _candidates(self, group: suppliers.Group, obstacle: Obstacle | None) -> list[Candidate]:
        found = [(self._activities[key], self._enterprises[self._activities[key].enterprise_id])
                 for key in group.activities]  # fmt: skip
        made = cards.of(enterprise for _activity, enterprise in found)
        return [self._candidate(*each, card, obstacle) for each, card in zip(found, made, strict=True)]

    def _candidate(self, activity: Activity, enterprise: Enterprise, card: cards.Card, obstacle) -> Candidate:
        ask = self.market.ask
        checked = self._lapsed.get(enterprise.pk)
        reason = in_the_way(obstacle, ask, activity, enterprise, checked) if obstacle else ""
        return Candidate(enterprise, card, reasons(ask, activity, enterprise), reason, enterprise.pk in self._kept)

    # What is shown is fetched once for all groups.

    @cached_property
    def _keys(self) -> list[int]:
        groups = [self.market.fits, *self.market.nearly.values()]
        return [key for group in groups for key in group.activities]

    @cached_property
    def _activities(self) -> dict[int, Activity]:
        return Activity.objects.select_related("category").in_bulk(self._keys)

    @cached_property
    def _enterprises(self) -> dict[int, Enterprise]:
        keys = {each.enterprise_id for each in self._activities.values()}
        return shown(Enterprise.objects.all(), "smallest_lot", "largest_lot").in_bulk(keys)

    @cached_property
    def _lapsed(self) -> dict[int, Verification]:
        """The check that ran out, for each of those."""
        group = self.market.nearly.get(Obstacle.LAPSED)
        if group is None:
            return {}
        keys = [self._activities[key].enterprise_id for key in group.activities]
        checks = Verification.objects.filter(enterprise__in=keys).order_by("verified_on", "pk")
        return {each.enterprise_id: each for each in checks}

    @cached_property
    def _kept(self) -> set[int]:
        own = OpportunityShortlist.objects.filter(opportunity=self.opportunity).values("shortlist")
        return set(ShortlistEntry.objects.filter(shortlist__in=own).values_list("enterprise", flat=True))


def reasons(ask: Ask, activity: Activity, enterprise: Enterprise) -> list[tuple[str, str]]:
    """What the match rests on, in the words of the enterprise. What it has not said is said to be so."""
    not_said = gettext("not said")
    lots = words.value_band(enterprise.smallest_lot, enterprise.largest_lot)
    told = [
        (gettext("Work"), words.paired(activity.category, "name")[0]),
        (gettext("Where"), wording.where(activity, PLACES)),
        (gettext("Contracts they take"), lots or not_said),
        (gettext("Room for more work"), wording.room(activity) or not_said),
    ]
    return [each for each in told if each[1]]


def in_the_way(
    obstacle: Obstacle, ask: Ask, activity: Activity, enterprise: Enterprise, check: Verification | None = None
) -> str:
    """The one thing, in words that are true for the buyer as well as for the enterprise."""
    if obstacle == Obstacle.AREA:
        return gettext("Not in %(places)s") % {"places": _missing(ask, activity)}
    if obstacle == Obstacle.LARGE:
        limit = words.money(enterprise.largest_lot)
        return gettext("Larger than the limit they give: %(limit)s at most") % {"limit": limit}
    if obstacle == Obstacle.SMALL:
        limit = words.money(enterprise.smallest_lot)
        return gettext("Smaller than the limit they give: %(limit)s at least") % {"limit": limit}
    if obstacle == Obstacle.FULL:
        return gettext("Full at the moment (told on %(day)s)") % {"day": _day(activity.capacity_on)}
    if obstacle == Obstacle.STANDING:
        return gettext("Reserved for %(whom)s") % {"whom": small(str(Reserved(ask.reserved).label))}
    if obstacle == Obstacle.LAPSED and check:
        return gettext("The check of %(day)s has lapsed") % {"day": _day(check.verified_on)}
    return gettext("The check has lapsed") if obstacle == Obstacle.LAPSED else gettext("Nobody has checked it yet")


def _missing(ask: Ask, activity: Activity) -> str:
    """Where it is needed and they do not work; wide areas by their own name if they are missing altogether."""
    served = smallest(activity.served_codes)
    missing = ask.places - served
    known = areas_by_code()
    whole = [code for code in ask.areas if smallest([code]) <= missing]
    rest = sorted(missing - smallest(whole), key=list(known).index)
    return words.places([known[code] for code in [*whole, *rest] if code in known], PLACES)


def _day(day) -> str:
    return date_format(day, "j F Y") if day else ""
