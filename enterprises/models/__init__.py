"""The directory: who can do it, and why they can be trusted."""

from enterprises.models.claims import Claim, Decision, JoinRequest, TrustStep
from enterprises.models.events import Booking, Event
from enterprises.models.imports import DirectorySheet, DoubtfulPair, ImportedLine
from enterprises.models.networks import (
    Coordinator,
    Departure,
    MembershipRequest,
    Network,
    NetworkInvitation,
    NetworkMembership,
)
from enterprises.models.pack import PackDocument, PackGrant, Picture
from enterprises.models.profile import Activity, Enterprise
from enterprises.models.proof import Badge, Insurance, Standing, Statement, Verification
from enterprises.models.record import ClientReference, Outcome
from enterprises.models.removal import RemovalRequest, RemovedEntry
from enterprises.models.search import SearchBits, SearchChange, SearchEdition, SearchWord
from enterprises.models.shortlists import Shortlist, ShortlistEntry
from enterprises.models.states import NotAllowed

__all__ = [
    "Activity",
    "Badge",
    "Booking",
    "Claim",
    "ClientReference",
    "Coordinator",
    "Decision",
    "Departure",
    "DirectorySheet",
    "DoubtfulPair",
    "Enterprise",
    "Event",
    "ImportedLine",
    "Insurance",
    "JoinRequest",
    "MembershipRequest",
    "Network",
    "NetworkInvitation",
    "NetworkMembership",
    "NotAllowed",
    "Outcome",
    "PackDocument",
    "PackGrant",
    "Picture",
    "RemovalRequest",
    "RemovedEntry",
    "SearchBits",
    "SearchChange",
    "SearchEdition",
    "SearchWord",
    "Shortlist",
    "ShortlistEntry",
    "Standing",
    "Statement",
    "TrustStep",
    "Verification",
]
