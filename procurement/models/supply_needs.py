"""Work that the winner of a contract passes on."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.reference.models import Category
from procurement.models.opportunity import Opportunity, ValueBand
from procurement.models.outcomes import Award
from procurement.models.stages import Stage


class SupplyNeedQuerySet(models.QuerySet):
    def public(self):
        """Of contracts that are still published as won by whoever says it: a result may be taken back."""
        won = Award.objects.filter(
            opportunity=models.OuterRef("opportunity"),
            supplier=models.OuterRef("organisation"),
            outcome=Award.Outcome.AWARDED,
        )
        return self.filter(models.Exists(won), opportunity__stage=Stage.AWARDED)

    def open(self, on: date):
        """Somebody is still looked for on that day."""
        return self.public().filter(closed_at=None, wanted_by__gte=on)

    def editable_by(self, user):
        roles = {"organisation__memberships__role__in": Membership.EDITORS}
        return self.filter(organisation__memberships__user=user, **roles)


class SupplyNeed(models.Model):
    """A supply-chain need: a part of a contract for which its winner looks for a subcontractor, public at once.

    Who wants it writes to the winner through the portal. `wanted_by` is the last day for that. `value_band` is what
    the part may be worth in all, without VAT; empty where the winner does not say.
    """

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="supply_needs")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="supply_needs")
    title_en = models.CharField(_("what you look for, in English"), max_length=150, blank=True)
    title_cy = models.CharField(_("what you look for, in Welsh"), max_length=150, blank=True)
    details_en = models.TextField(_("more about it, in English"), max_length=2000, blank=True)
    details_cy = models.TextField(_("more about it, in Welsh"), max_length=2000, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    value_band = models.CharField(max_length=20, choices=ValueBand, blank=True)
    area_codes = ArrayField(models.CharField(max_length=12), default=list)
    wanted_by = models.DateField(_("last day to write to you"))
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)

    objects = SupplyNeedQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title_en="", title_cy=""), name="supply_need_has_a_title")]
        indexes = [models.Index(fields=["wanted_by"], condition=Q(closed_at=None), name="supply_need_open")]

    def __str__(self):
        return f"supply-chain need {self.pk} of {self.opportunity_id}"

    def get_absolute_url(self):
        return reverse("pipeline:supply-need", args=[self.pk])

    def is_open(self, on: date) -> bool:
        return self.closed_at is None and self.wanted_by >= on
