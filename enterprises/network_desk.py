"""What a network's coordinator must look at: who waits, what lapses, what is incomplete, and where nobody is found."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Count, F, Func, Q

from collab_portal.accounts.models import Letter, Organisation
from collab_portal.clock import WALES
from collab_portal.reference.areas import expanded
from collab_portal.reference.categories import all_categories
from collab_portal.reference.models import Area, Category
from enterprises.models import (
    Activity,
    Badge,
    Claim,
    Enterprise,
    Event,
    MembershipRequest,
    NetworkInvitation,
    NetworkMembership,
    Verification,
)
from enterprises.network_page import areas_in_order

SOON = timedelta(days=60)
SHOWN = 10
COMPLETE = 80  # of 100
State = Enterprise.State


@dataclass(frozen=True)
class Gap:
    """How many verified enterprises do a kind of work in an area."""

    area: Area
    count: int

    @property
    def heat(self) -> str:
        return "none" if not self.count else "few" if self.count < 3 else "some"


@dataclass(frozen=True)
class NetworkDesk:
    """One coordinator's desk. Each part asks the database once, however many members there are."""

    network: Organisation
    at: datetime

    @property
    def today(self) -> date:
        return self.at.astimezone(WALES).date()

    @cached_property
    def requests(self) -> list[MembershipRequest]:
        waiting = MembershipRequest.objects.waiting().filter(network=self.network)
        return list(waiting.select_related("member").order_by("asked_at"))

    @cached_property
    def invited(self) -> int:
        return NetworkInvitation.objects.open(self.at).filter(network=self.network).count()

    @cached_property
    def claims(self) -> int:
        return Claim.objects.open(self.at).for_coordinators_of(self.network).count()

    @cached_property
    def figures(self) -> dict[str, int]:
        """How many members, and how far its enterprises can be trusted."""
        states = {state.value: Count("pk", filter=Q(member__enterprise__state=state)) for state in State}
        members = NetworkMembership.objects.filter(network=self.network)
        return members.aggregate(members=Count("pk"), enterprises=Count("member__enterprise"), **states)

    @property
    def is_anything_waiting(self) -> bool:
        return bool(self.requests or self.claims or self.invited or self.figures["claimed"])

    @cached_property
    def due(self) -> list[Verification]:
        """Checks that run out soon, or have run out and were not renewed, the most urgent first."""
        standing = Verification.objects.standing().filter(enterprise__in=self._members)
        due = standing.filter(recheck_on__lte=self.today + SOON)
        return list(due.select_related("enterprise__organisation").order_by("recheck_on", "pk")[:SHOWN])

    @cached_property
    def badges(self) -> list[tuple[Badge, bool]]:
        """Badges that have lapsed, or will soon."""
        lapsing = Badge.objects.filter(enterprise__in=self._members, expires_on__lte=self.today + SOON)
        found = lapsing.select_related("enterprise__organisation").order_by("expires_on", "pk")[:SHOWN]
        return [(badge, badge.expires_on < self.today) for badge in found]

    @cached_property
    def incomplete(self) -> list[Enterprise]:
        """Who says least of itself, among those who could say more."""
        unfinished = self._members.exclude(state=State.UNCLAIMED).filter(completeness__lt=COMPLETE)
        return list(unfinished.select_related("organisation").defer("document").order_by("completeness", "pk")[:SHOWN])

    @cached_property
    def areas(self) -> list[Area]:
        profile = getattr(self.network, "network", None)
        return areas_in_order(profile.area_codes) if profile else []

    @cached_property
    def gaps(self) -> list[tuple[Category, list[Gap]]]:
        """For each kind of work, how many verified enterprises there are in each of the network's areas."""
        if not self.areas:
            return []
        under = {area.code: expanded([area.code]) for area in self.areas}
        verified = Activity.objects.filter(enterprise__in=Enterprise.objects.verified())
        counts: dict[tuple[str, str], int] = {
            (category, code): count
            for category, code, count in verified.annotate(code=Func(F("served_codes"), function="unnest"))
            .values_list("category", "code")
            .annotate(count=Count("pk"))
        }
        return [
            (
                category,
                [
                    Gap(area, sum(counts.get((category.slug, code), 0) for code in under[area.code]))
                    for area in self.areas
                ],
            )
            for category in all_categories()
        ]

    @cached_property
    def empty(self) -> int:
        """How many pairs of work and area have no verified supplier."""
        return sum(not gap.count for _category, row in self.gaps for gap in row)

    @cached_property
    def introductions(self) -> list[Letter]:
        """The last letters from public bodies to members. Who wrote to whom, and nothing of what."""
        return list(introductions(self.network).order_by("-sent_at")[:SHOWN])

    @cached_property
    def events(self) -> list[Event]:
        """Drafts and what is to come, with how many have booked."""
        coming = Event.objects.filter(host=self.network, ends_at__gt=self.at).exclude(state=Event.State.CANCELLED)
        return list(coming.with_places().order_by("starts_at"))

    @property
    def _members(self):
        return Enterprise.objects.filter(organisation__networks__network=self.network)


def introductions(network: Organisation):
    """Letters from public bodies to the network's enterprises, relayed by the portal."""
    members = NetworkMembership.objects.filter(network=network).values("member")
    letters = Letter.objects.filter(recipient__in=members, recipient__is_enterprise=True)
    return (
        letters.filter(on_behalf_of__is_public_body=True)
        .select_related("recipient", "on_behalf_of")
        .defer("subject", "body")
    )
