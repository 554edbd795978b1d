"""What is done to the directory. Every verb is atomic, leaves a trail, and knows nothing of pages."""

from enterprises.actions.base_test import Answer, answer_base_test
from enterprises.actions.bookings import (
    BookingClosed,
    ask_to_book,
    book,
    cancel_booking,
    confirm_booking,
    note_attendance,
)
from enterprises.actions.checking import ChangedMeanwhile, delist, lapse, relist, send_back, verify
from enterprises.actions.claims import (
    NotItsAddress,
    OneClaimAtATime,
    claim_by_email,
    claim_by_vouching,
    confirm_claim,
    deny_claim,
    expire_claims,
    refuse_claim,
    vouch,
    withdraw_claim,
)
from enterprises.actions.events import TOLD, cancel_event, change_event, discard_event, draft_event, publish_event
from enterprises.actions.joining import accept_member, ask_for_membership, refuse_member
from enterprises.actions.listing import add_activity, list_enterprise
from enterprises.actions.network_invitations import accept_network_invitation, invite_to_network
from enterprises.actions.networks import (
    accept_request,
    ask_to_join,
    describe_network,
    join_network,
    leave_network,
    refuse_request,
    remove_from_network,
    show_coordinator,
)

__all__ = [
    "TOLD",
    "Answer",
    "BookingClosed",
    "ChangedMeanwhile",
    "NotItsAddress",
    "OneClaimAtATime",
    "accept_member",
    "accept_network_invitation",
    "accept_request",
    "add_activity",
    "answer_base_test",
    "ask_for_membership",
    "ask_to_book",
    "ask_to_join",
    "book",
    "cancel_booking",
    "cancel_event",
    "change_event",
    "claim_by_email",
    "claim_by_vouching",
    "confirm_booking",
    "confirm_claim",
    "delist",
    "deny_claim",
    "describe_network",
    "discard_event",
    "draft_event",
    "expire_claims",
    "invite_to_network",
    "join_network",
    "lapse",
    "leave_network",
    "list_enterprise",
    "note_attendance",
    "publish_event",
    "refuse_claim",
    "refuse_member",
    "refuse_request",
    "relist",
    "remove_from_network",
    "send_back",
    "show_coordinator",
    "verify",
    "vouch",
    "withdraw_claim",
]
