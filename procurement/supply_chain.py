"""Supply-chain needs as pages show them, and who may publish one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.reference.areas import areas_by_code, expanded
from collab_portal.templatetags.words import places
from procurement.models import Award, PipelineEntry, SupplyNeed, ValueBand
from procurement.models.stages import Stage


@dataclass(frozen=True)
class Need:
    """One of them with its words. `entry` is the contract it is a part of."""

    said: SupplyNeed
    entry: PipelineEntry
    today: date

    @property
    def is_open(self) -> bool:
        return self.said.is_open(self.today)

    @property
    def where(self) -> str:
        """Its own places, or those of the contract."""
        known = areas_by_code()
        codes = self.said.area_codes or self.entry.area_codes
        return places([known[code] for code in codes if code in known], 3)

    @property
    def value(self) -> str:
        return str(ValueBand(self.said.value_band).label) if self.said.value_band else ""

    @property
    def part(self) -> str:
        """As addresses of a plan write it."""
        return f"need-{self.said.pk}"


def found(*, category: str = "", area: str = "", today: date) -> list[Need]:
    """Those still open, what ends soonest first. Without a place of its own a need is where its contract is."""
    open_now = SupplyNeed.objects.open(today)
    if category:
        open_now = open_now.filter(category=category)
    needs = of(open_now.order_by("wanted_by", "pk"), today)
    return [each for each in needs if not area or _is_in(each, area)]


def _is_in(need: Need, area: str) -> bool:
    return area in expanded(need.said.area_codes or need.entry.area_codes)


def of_opportunity(entry: PipelineEntry, today: date) -> list[Need]:
    """Open ones of a contract; none before somebody has won it."""
    if entry.stage != Stage.AWARDED:
        return []
    return of(SupplyNeed.objects.open(today).filter(opportunity=entry.pk).order_by("wanted_by", "pk"), today)


def of(needs: Iterable[SupplyNeed], today: date) -> list[Need]:
    needs = needs.select_related("organisation__enterprise", "category", "opportunity__entry")
    return [Need(each, each.opportunity.entry, today) for each in needs]


def winners(entry: PipelineEntry, user: User) -> list[Organisation]:
    """The organisations of hers that won this contract, and for which she may publish."""
    if entry.stage != Stage.AWARDED or not user.is_authenticated:
        return []
    mine = Membership.objects.filter(user=user, role__in=Membership.EDITORS).values("organisation")
    won = Award.objects.filter(opportunity=entry.pk, outcome=Award.Outcome.AWARDED, supplier__in=mine)
    return list(Organisation.objects.filter(pk__in=won.values("supplier"), merged_into=None).order_by("name_en", "pk"))
