"""The directory: who can do it, and why they can be trusted."""

from enterprises.models.events import Booking, Event
from enterprises.models.networks import (
    Coordinator,
    Departure,
    MembershipRequest,
    Network,
    NetworkInvitation,
    NetworkMembership,
)
from enterprises.models.profile import Activity, Enterprise
from enterprises.models.proof import Badge, Insurance, Standing, Statement, Verification
from enterprises.models.record import ClientReference, Outcome

__all__ = [
    "Activity",
    "Badge",
    "Booking",
    "ClientReference",
    "Coordinator",
    "Departure",
    "Enterprise",
    "Event",
    "Insurance",
    "MembershipRequest",
    "Network",
    "NetworkInvitation",
    "NetworkMembership",
    "Outcome",
    "Standing",
    "Statement",
    "Verification",
]
