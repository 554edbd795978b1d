"""What a network's page shows, each part asked for once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import get_language

from collab_portal.accounts.models import Organisation
from collab_portal.reference.areas import all_areas
from collab_portal.reference.models import Area
from enterprises import event_words
from enterprises.models import Coordinator, Enterprise, Event, Network, NetworkMembership

SHOWN = 200  # members of one kind
NEXT = 5  # events


def areas_in_order(area_codes: Iterable[str]) -> list[Area]:
    """These areas, in the alphabetical order of the page's language."""
    chosen = set(area_codes)
    return [area for area in all_areas("cy" if get_language() == "cy" else "en") if area.code in chosen]


@dataclass(frozen=True)
class NetworkPage:
    """Who it is, where it works, who belongs to it, and what is on."""

    organisation: Organisation
    at: datetime

    @cached_property
    def profile(self) -> Network | None:
        return Network.objects.filter(organisation=self.organisation).first()

    @cached_property
    def areas(self) -> list[Area]:
        return areas_in_order(self.profile.area_codes) if self.profile else []

    @cached_property
    def coordinators(self) -> list[Coordinator]:
        shown = Coordinator.objects.filter(network=self.organisation).shown()
        return list(shown.select_related("user").order_by("pk"))

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many members of each kind. One that is of several kinds is counted as a public body first."""
        return NetworkMembership.objects.filter(network=self.organisation).aggregate(
            bodies=Count("pk", filter=BODY),
            enterprises=Count("pk", filter=ENTERPRISE),
            agencies=Count("pk", filter=REST),
        )

    @cached_property
    def bodies(self) -> list[Organisation]:
        return self._members(BODY) if self.counts["bodies"] else []

    @cached_property
    def enterprises(self) -> list[Organisation]:
        return self._members(ENTERPRISE) if self.counts["enterprises"] else []

    @cached_property
    def agencies(self) -> list[Organisation]:
        return self._members(REST) if self.counts["agencies"] else []

    @cached_property
    def events(self) -> list[tuple[Event, str, str]]:
        """The next ones, with when and where."""
        coming = Event.objects.filter(host=self.organisation).upcoming(self.at).select_related("host")
        return [
            (event, event_words.when(event), event_words.where(event)) for event in coming.order_by("starts_at")[:NEXT]
        ]

    def _members(self, kind: Q) -> list[Organisation]:
        chosen = NetworkMembership.objects.filter(kind, network=self.organisation)
        listed = Enterprise.objects.listed().filter(organisation=OuterRef("pk"))
        members = Organisation.objects.current().filter(pk__in=chosen.values("member"))
        in_order = ("sort_key_cy", "pk") if get_language() == "cy" else ("name_en", "name_cy", "pk")
        return list(members.annotate(is_listed=Exists(listed)).order_by(*in_order)[:SHOWN])


BODY = Q(member__is_public_body=True)
ENTERPRISE = ~BODY & Q(member__is_enterprise=True)
REST = ~BODY & Q(member__is_enterprise=False)
