"""The directory: who can do it, and why they can be trusted."""

from enterprises.models.networks import NetworkMembership
from enterprises.models.profile import Activity, Enterprise
from enterprises.models.proof import Badge, Insurance, Standing, Statement, Verification
from enterprises.models.record import ClientReference, Outcome

__all__ = [
    "Activity",
    "Badge",
    "ClientReference",
    "Enterprise",
    "Insurance",
    "NetworkMembership",
    "Outcome",
    "Standing",
    "Statement",
    "Verification",
]
