"""Where an opportunity stands in somebody's plan: for the button beside it."""

from dataclasses import dataclass

from collab_portal.accounts.models import User
from enterprises.models import Enterprise
from procurement.models import PipelineEntry


@dataclass(frozen=True)
class Place:
    """Whose plan, and whether the opportunity is in it: put in or weighed by somebody there."""

    slug: str
    is_in: bool


def of(user: User, entry: PipelineEntry) -> Place | None:
    """Of the enterprise she acts for, else of her first; none for its buyer."""
    if not user.is_authenticated:
        return None
    mine = Enterprise.objects.editable_by(user).filter(organisation__merged_into=None)
    mine = list(mine.select_related("organisation").only("organisation__slug").order_by("organisation__name_en", "pk"))
    others = [each for each in mine if each.organisation_id not in entry.buyer_ids]
    if not others:
        return None
    chosen = min(others, key=lambda each: each.organisation_id != user.acting_for_id)
    is_in = chosen.prospects.filter(opportunity=entry.pk).exists()
    return Place(chosen.organisation.slug, is_in)
