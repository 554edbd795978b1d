"""What a person may do to an opportunity. Every verb is atomic, leaves a trail, and knows nothing of pages."""

from procurement.actions.design import set_design_limits
from procurement.actions.differences import CANNOT_BE_TAKEN, settle_difference
from procurement.actions.draft import amend, amend_lot, discard, link_notice, remove_lot, start_draft, unlink_notice
from procurement.actions.lots import choose_lots
from procurement.actions.plans import answer_vanished, follow_up, let_end
from procurement.actions.publish import (
    DeadlineGone,
    DeadlineShortened,
    NotReady,
    award,
    cancel,
    correct_award,
    extend_deadline,
    open_tender,
    publish,
    publish_changes,
    reopen,
    withdraw,
)
from procurement.actions.redesigns import share_redesign, take_back_redesign
from procurement.actions.take_back import drop_changes

__all__ = [
    "CANNOT_BE_TAKEN",
    "DeadlineGone",
    "DeadlineShortened",
    "NotReady",
    "amend",
    "amend_lot",
    "answer_vanished",
    "award",
    "cancel",
    "choose_lots",
    "correct_award",
    "discard",
    "drop_changes",
    "extend_deadline",
    "follow_up",
    "let_end",
    "link_notice",
    "open_tender",
    "publish",
    "publish_changes",
    "remove_lot",
    "reopen",
    "set_design_limits",
    "settle_difference",
    "share_redesign",
    "start_draft",
    "take_back_redesign",
    "unlink_notice",
    "withdraw",
]
