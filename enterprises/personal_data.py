"""What the directory keeps of a person: events she booked, how she is shown as a coordinator, what she asked to go."""

from typing import Any

from django.utils import timezone

from collab_portal.accounts.models import User
from enterprises.actions import bookings
from enterprises.models import Booking, Coordinator, NetworkInvitation, RemovalRequest, ShortlistEntry


def export(user: User) -> dict[str, Any]:
    booked = Booking.objects.of(user).select_related("event").order_by("pk")
    shown = Coordinator.objects.filter(user=user).select_related("network").order_by("pk")
    listed = ShortlistEntry.objects.filter(added_by=user).select_related("shortlist", "enterprise__organisation")
    return {
        "events": [
            {
                "event": each.event.reference,
                "state": each.state,
                "name": each.name,
                "organisation": each.organisation,
                "needs": each.needs,
                "asked_at": each.asked_at.isoformat(),
                "attended": each.attended,
            }
            for each in booked
        ],
        "coordinator_of": [
            {
                "network": str(each.network),
                "role_en": each.role_en,
                "role_cy": each.role_cy,
                "name_shown": each.is_named,
            }
            for each in shown
        ],
        "put_on_shortlists": [
            {
                "list": str(each.shortlist),
                "enterprise": str(each.enterprise),
                "note": each.note,
                "added_at": each.added_at.isoformat(),
            }
            for each in listed.order_by("pk")
        ],
        "removals_asked": [
            {
                "entry": str(each.enterprise),
                "relation": each.relation,
                "reason": each.reason,
                "asked_at": each.asked_at.isoformat(),
            }
            for each in RemovalRequest.objects.filter(email=user.email).select_related("enterprise__organisation")
        ],
    }


def erase(user: User) -> None:
    """How she was shown goes with her account, her places go to those who wait, and no invitation keeps her address."""
    bookings.forget_person(user=user, at=timezone.now())
    NetworkInvitation.objects.filter(email=user.email).delete()
    RemovalRequest.objects.filter(email=user.email).delete()
