"""What the panels keep of a person: her seats, the interests she declared, and every score she gave."""

from typing import Any

from collab_portal.accounts.models import User
from socialvalue.models import PanelMember, Score


def export(user: User) -> dict[str, Any]:
    """All versions of her scores, with the number of the offer: whose it is, the offer says."""
    seats = PanelMember.objects.filter(user=user).select_related("criteria__lot__opportunity").order_by("pk")
    scores = Score.objects.filter(member__in=seats).select_related("criterion").order_by("pk")
    return {
        "seats": [
            {
                "number": each.pk,
                "opportunity": each.criteria.lot.opportunity.reference,
                "lot": each.criteria.lot.number,
                "role": each.role,
                "declared_at": each.declared_at and each.declared_at.isoformat(),
                "has_interest": each.has_interest,
                "interest": each.interest,
                "locked_at": each.locked_at and each.locked_at.isoformat(),
                "taken_off_because": each.stood_down_because,
            }
            for each in seats
        ],
        "scores": [
            {
                "seat": each.member_id,
                "offer": each.offer_id,
                "question": each.criterion.code,
                "version": each.version,
                "points": None if each.points is None else str(each.points),
                "reason": each.reason,
                "changed_because": each.changed_because,
                "at": each.given_at.isoformat(),
            }
            for each in scores
        ],
    }


def erase(user: User) -> None:
    """What she said of herself goes. Her scores stand: others won or lost by them, and they lead to nobody any more."""
    PanelMember.objects.filter(user=user).update(interest="", stood_down_because="")
