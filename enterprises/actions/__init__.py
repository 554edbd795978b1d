"""What is done to the directory. Every verb is atomic, leaves a trail, and knows nothing of pages."""

from enterprises.actions.bookings import (
    BookingClosed,
    ask_to_book,
    book,
    cancel_booking,
    confirm_booking,
    note_attendance,
)
from enterprises.actions.events import cancel_event, change_event, discard_event, draft_event, publish_event
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
    "BookingClosed",
    "accept_network_invitation",
    "accept_request",
    "add_activity",
    "ask_to_book",
    "ask_to_join",
    "book",
    "cancel_booking",
    "cancel_event",
    "change_event",
    "confirm_booking",
    "describe_network",
    "discard_event",
    "draft_event",
    "invite_to_network",
    "join_network",
    "leave_network",
    "list_enterprise",
    "note_attendance",
    "publish_event",
    "refuse_request",
    "remove_from_network",
    "show_coordinator",
]
