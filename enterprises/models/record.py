"""What an enterprise has done: work for clients, and what changed for people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from collab_portal.audit.history import track_history
from enterprises.models.profile import Band, Enterprise


@track_history()
class ClientReference(models.Model):
    """A piece of work for a client, who agreed to be named."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="references")
    client = models.CharField(_("client"), max_length=200)
    what_en = models.CharField(_("what you did, in English"), max_length=300, blank=True)
    what_cy = models.CharField(_("what you did, in Welsh"), max_length=300, blank=True)
    value = models.CharField(_("value"), max_length=20, choices=Band, blank=True)
    ended_in = models.PositiveSmallIntegerField(_("year it ended, or this year"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(what_en="", what_cy=""), name="reference_says_what_was_done")
        ]

    def __str__(self):
        return f"for {self.client}"


@track_history()
class Outcome(models.Model):
    """A change for people or places that the enterprise creates, and how it knows."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="outcomes")
    what_en = models.CharField(_("what changes, in English"), max_length=300, blank=True)
    what_cy = models.CharField(_("what changes, in Welsh"), max_length=300, blank=True)
    evidence = models.CharField(_("how you know"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(what_en="", what_cy=""), name="outcome_says_what_changes")
        ]

    def __str__(self):
        return f"outcome {self.pk} of {self.enterprise_id}"
