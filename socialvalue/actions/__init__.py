"""What can be done about social value."""

from socialvalue.actions.confirming import confirm_row
from socialvalue.actions.loading import load_frameworks
from socialvalue.actions.own_measures import MeasureIsAskedFor, add_measure, change_measure, retire_measure
from socialvalue.actions.policies import copy_policy, save_policy

__all__ = [
    "MeasureIsAskedFor",
    "add_measure",
    "change_measure",
    "confirm_row",
    "copy_policy",
    "load_frameworks",
    "retire_measure",
    "save_policy",
]
