"""How those who are interested fit what is asked: the same rules as for whoever could deliver it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from collab_portal.accounts.models import Organisation
from enterprises.models import Activity, Enterprise
from procurement import candidates
from procurement.matching import asks, suppliers
from procurement.matching.rules import Obstacle
from procurement.snapshot import Snapshot
from procurement.wording import small


@dataclass(frozen=True)
class Fit:
    """`in_the_way`: why not, in words, and nothing for those who fit; `reasons`: what a fit rests on."""

    in_the_way: list[str]
    reasons: list[str]

    def __str__(self):
        if self.in_the_way:
            return self.said_against
        return " · ".join([gettext("Fits"), *self.reasons])

    @property
    def said_against(self) -> str:
        """In one sentence."""
        return "; ".join([*self.in_the_way[:1], *map(small, self.in_the_way[1:])])


Part = tuple[int, int | None]  # an enterprise, and a lot or the whole


def of(said: Snapshot, parts: Iterable[tuple[Enterprise, int | None]]) -> dict[Part, Fit]:
    """For each enterprise and what it is interested in. A lot that is gone, or work nobody has named, has no fit."""
    asked = {ask.number: ask for ask in asks.of(said) if ask.names_work}
    wanted = {
        (enterprise.pk, lot): (enterprise, asked[number])
        for enterprise, lot in parts
        if (number := _number(said, lot)) in asked
    }
    places = list({ask.number: ask for _enterprise, ask in wanted.values()}.values())
    met = suppliers.fits(places, {enterprise for enterprise, _lot in wanted}) if wanted else []
    best = {(enterprise, places[place].number): (activity, found) for place, enterprise, activity, found in met}
    activities = Activity.objects.select_related("category").in_bulk([activity for activity, _found in best.values()])
    fits = {}
    for part, (enterprise, ask) in wanted.items():
        activity, obstacles = best.get((enterprise.pk, ask.number), (None, []))
        if activity is None:
            fits[part] = Fit([gettext("Their entry does not name this work")], [])
            continue
        by = activities[activity]
        told = [candidates.in_the_way(Obstacle(each), ask, by, enterprise) for each in obstacles]
        reasons = [value for _label, value in candidates.reasons(ask, by, enterprise)]
        fits[part] = Fit(told, [each for each in reasons if each != gettext("not said")])
    return fits


def _number(said: Snapshot, lot: int | None) -> int:
    """One lot alone is the whole."""
    return lot if lot and len(said.lots) > 1 else asks.WHOLE


def entry_of(organisation: Organisation | None) -> Enterprise | None:
    enterprise = getattr(organisation, "enterprise", None)
    return enterprise if enterprise and enterprise.is_listed else None
