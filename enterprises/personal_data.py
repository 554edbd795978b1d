"""What the directory keeps of a person: the events she booked, and how she is shown as a coordinator."""

from typing import Any

from django.utils import timezone

from collab_portal.accounts.models import User
from enterprises.actions import bookings
from enterprises.models import Booking, Coordinator


def export(user: User) -> dict[str, Any]:
    booked = Booking.objects.of(user).select_related("event").order_by("pk")
    shown = Coordinator.objects.filter(user=user).select_related("network").order_by("pk")
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
    }


def erase(user: User) -> None:
    """How she was shown goes with her account; her places go to those who wait."""
    bookings.forget_person(user=user, at=timezone.now())
