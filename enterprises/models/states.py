"""How far an entry can be trusted, and which steps lead from one state to another."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far an entry can be trusted. Only *verified* is shown as verified."""

    UNCLAIMED = "unclaimed", _("Unclaimed")  # a stub, from a public register
    CLAIMED = "claimed", _("Claimed")  # its own people look after it
    VERIFIED = "verified", _("Verified")  # a coordinator checked the base test
    LAPSED = "lapsed", _("Check has lapsed")
    DELISTED = "delisted", _("No longer listed")


TRANSITIONS = {
    State.UNCLAIMED: {State.CLAIMED, State.DELISTED},
    State.CLAIMED: {State.VERIFIED, State.DELISTED},
    State.VERIFIED: {State.VERIFIED, State.LAPSED, State.DELISTED},  # checked anew before it runs out
    State.LAPSED: {State.VERIFIED, State.DELISTED},
    State.DELISTED: {State.UNCLAIMED, State.CLAIMED},
}
CHECKABLE = tuple(state for state, steps in TRANSITIONS.items() if State.VERIFIED in steps)


class NotAllowed(Exception):
    """The step is not open from the state the enterprise is in, or not to this person. It says why."""
