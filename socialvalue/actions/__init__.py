"""What can be done about social value."""

from socialvalue.actions.confirming import confirm_row
from socialvalue.actions.criteria import (
    amend_criteria,
    choose_questions,
    publish_criteria,
    start_criteria,
    weigh_questions,
)
from socialvalue.actions.loading import load_frameworks
from socialvalue.actions.offers import enter_offer, hand_in, save_draft, take_back
from socialvalue.actions.own_measures import MeasureIsAskedFor, add_measure, change_measure, retire_measure
from socialvalue.actions.policies import copy_policy, save_policy

__all__ = [
    "MeasureIsAskedFor",
    "add_measure",
    "amend_criteria",
    "change_measure",
    "choose_questions",
    "confirm_row",
    "copy_policy",
    "enter_offer",
    "hand_in",
    "load_frameworks",
    "publish_criteria",
    "retire_measure",
    "save_draft",
    "save_policy",
    "start_criteria",
    "take_back",
    "weigh_questions",
]
