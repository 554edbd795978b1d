"""How far an opportunity can come, and in which order."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """How far an opportunity has come."""

    DRAFT = "draft", _("Draft")
    PLANNED = "planned", _("Planned")
    TENDERING = "tendering", _("Open for bids")
    AWARDED = "awarded", _("Awarded")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CANCELLED = "cancelled", _("Cancelled")


# The one place that says what may follow what. Withdrawn: no longer planned. Cancelled: ended without an award.
TRANSITIONS = {
    Stage.DRAFT: {Stage.PLANNED, Stage.TENDERING},
    Stage.PLANNED: {Stage.TENDERING, Stage.WITHDRAWN},
    Stage.TENDERING: {Stage.AWARDED, Stage.CANCELLED},
    Stage.AWARDED: set(),
    Stage.WITHDRAWN: set(),
    Stage.CANCELLED: set(),
}
# A result that was published by mistake can be taken back, with a reason: the tender goes on.
TAKEN_BACK = {Stage.AWARDED: Stage.TENDERING}
CURRENT_STAGES = (Stage.PLANNED, Stage.TENDERING)


class NotAllowed(Exception):
    """The step is not open from the stage the opportunity is in."""
