"""Enterprises that answer an opportunity together."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from procurement.models.opportunity import Opportunity


class ConsortiumQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_at=None)

    def formed(self):
        """Everybody in it has said yes: to the buyer they are one."""
        return self.current().filter(formed_at__isnull=False)


class Consortium(models.Model):
    """A group that wants to bid together for an opportunity or a lot.

    Its lead proposes who has which share of the work, 100 % together; it is formed once all have confirmed. Whoever
    leaves ends it, since the shares no longer hold; the lead may propose another.
    """

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="consortia")
    version = models.PositiveIntegerField()
    lot = models.PositiveSmallIntegerField(null=True, blank=True)
    name = models.CharField(_("name of the group"), max_length=150)
    lead = models.ForeignKey(Organisation, models.CASCADE, related_name="consortia_led")
    proposed_at = models.DateTimeField()
    formed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "consortia"
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "lot", "lead"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="one_consortium_per_lead",
            )
        ]

    def __str__(self):
        return f"consortium {self.pk} for {self.opportunity_id}"


class ConsortiumMember(models.Model):
    """An enterprise in a consortium, with its share of the work in per cent."""

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="consortia")
    share = models.DecimalField(_("share in per cent"), max_digits=5, decimal_places=2)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consortium", "organisation"], name="once_in_a_consortium"),
            models.CheckConstraint(condition=Q(share__gt=0, share__lte=100), name="share_is_per_cent"),
        ]

    def __str__(self):
        return f"{self.organisation_id} in {self.consortium_id}"
