"""How far a study has come, and which acts lead from one state to another."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far the working copy has come. Whether the public can read a study is told by its last edition."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Sent in")
    IN_REVIEW = "in-review", _("In review")
    SENT_BACK = "sent-back", _("Sent back")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Replaced by another study")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Act(models.TextChoices):
    """What moves a study on."""

    SUBMIT = "submit", _("Sent in")
    TAKE = "take", _("Taken into review")
    SEND_BACK = "send-back", _("Sent back")
    SCHEDULE = "schedule", _("Scheduled")
    HOLD = "hold", _("Taken off the schedule")
    PUBLISH = "publish", _("Published")
    REVISE = "revise", _("Opened for a new edition")
    SUPERSEDE = "supersede", _("Replaced by another study")
    WITHDRAW = "withdraw", _("Withdrawn")


# The one place that says what may follow what: for each act, from where and to where.
TRANSITIONS = {
    Act.SUBMIT: ({State.DRAFT, State.SENT_BACK}, State.SUBMITTED),
    Act.TAKE: ({State.SUBMITTED}, State.IN_REVIEW),
    Act.SEND_BACK: ({State.SUBMITTED, State.IN_REVIEW}, State.SENT_BACK),
    Act.SCHEDULE: ({State.IN_REVIEW}, State.SCHEDULED),
    Act.HOLD: ({State.SCHEDULED}, State.IN_REVIEW),
    Act.PUBLISH: ({State.IN_REVIEW, State.SCHEDULED}, State.PUBLISHED),
    Act.REVISE: ({State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN}, State.DRAFT),
    Act.SUPERSEDE: ({State.PUBLISHED}, State.SUPERSEDED),
    # While a new edition is written, the one before it is still read: it too can be withdrawn.
    Act.WITHDRAW: (set(State) - {State.WITHDRAWN}, State.WITHDRAWN),
}
WITH_AUTHORS = (State.DRAFT, State.SENT_BACK)
ON_THE_DESK = (State.SUBMITTED, State.IN_REVIEW)


class NotAllowed(Exception):
    """The act is not open from the state the study is in, or not to this person. It says why."""
