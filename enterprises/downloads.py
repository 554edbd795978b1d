"""Who read the pack, as its enterprise sees it: which body, what, and when; never which person."""

from dataclasses import dataclass
from datetime import datetime

from collab_portal.accounts.models import Organisation
from collab_portal.audit.models import Act
from enterprises.models import Enterprise

SHOWN = 50


@dataclass(frozen=True)
class Download:
    """One line of the log. A document that is gone has no title any more; the whole pack never had one."""

    at: datetime
    organisation: str
    title: str
    is_whole: bool


def latest(enterprise: Enterprise) -> list[Download]:
    acts = Act.objects.filter(
        target_type=enterprise._meta.label_lower,
        target_id=str(enterprise.pk),
        verb__in=("pack downloaded", "pack document downloaded"),
    ).order_by("-at", "-pk")[:SHOWN]
    acts = list(acts)
    names = Organisation.objects.in_bulk([act.details["organisation"] for act in acts])
    titles = dict(enterprise.documents.values_list("pk", "title"))
    return [
        Download(
            at=act.at,
            organisation=str(names.get(act.details["organisation"], "")),
            title=titles.get(act.details.get("document"), ""),
            is_whole="document" not in act.details,
        )
        for act in acts
    ]
