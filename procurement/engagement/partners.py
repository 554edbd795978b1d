"""Who looks for partners: only those who show themselves see each other."""

from collections.abc import Iterable

from collab_portal.accounts.models import Organisation
from procurement.models import Consortium, ConsortiumMember, Interest


def on_the_board(opportunity: int, lot: int | None):
    """Those who look for partners for this part."""
    shown = Interest.objects.interested().filter(opportunity=opportunity, lot=lot, seeks_partners=True)
    return shown.select_related("organisation__enterprise").order_by("organisation__name_en", "pk")


def own_places(opportunity: int, organisations: Iterable[Organisation]) -> list[Interest]:
    """Where these show themselves: on the board of which part."""
    shown = Interest.objects.interested().filter(opportunity=opportunity, organisation__in=organisations)
    return list(shown.filter(seeks_partners=True).select_related("organisation").order_by("lot", "pk"))


def groups_of(opportunity: int, organisations: Iterable[Organisation]) -> list[Consortium]:
    """Groups that these are in or are asked to join."""
    mine = ConsortiumMember.objects.filter(organisation__in=organisations).values("consortium")
    found = Consortium.objects.current().filter(opportunity=opportunity, pk__in=mine)
    return list(found.select_related("lead").prefetch_related("members__organisation").order_by("pk"))


def in_formed_groups(opportunity: int) -> set[tuple[int, int | None]]:
    """(organisation, lot) of all who speak as a group: they are counted and shown with it, not once more."""
    members = ConsortiumMember.objects.filter(
        consortium__in=Consortium.objects.formed().filter(opportunity=opportunity)
    )
    return set(members.values_list("organisation", "consortium__lot"))
