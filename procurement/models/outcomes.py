"""How an opportunity ended, and where its statutory notices stand."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from procurement.models.lots import Lot
from procurement.models.opportunity import Opportunity


class Award(models.Model):
    """How a lot, or the whole, ended: who won it, or that nobody did."""

    class Outcome(models.TextChoices):
        AWARDED = "awarded", _("Awarded")
        NOT_AWARDED = "not-awarded", _("Not awarded")
        CANCELLED = "cancelled", _("Cancelled")

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="awards")
    lot = models.ForeignKey(Lot, models.SET_NULL, null=True, blank=True, related_name="awards")
    source_id = models.CharField(max_length=120, blank=True, editable=False)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.AWARDED)
    supplier = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="awards")
    supplier_name = models.CharField(max_length=255, blank=True)
    value_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="GBP")
    awarded_on = models.DateField(null=True, blank=True)
    # What the contracts register says besides (Social Partnership and Public Procurement (Wales) Act 2023, s.40).
    supplier_address = models.CharField(max_length=300, blank=True, help_text="Its principal place of business.")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    is_social_enterprise = models.BooleanField(null=True, blank=True, help_text="What the buyer says of the supplier.")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="awarded") | ~Q(supplier_name=""), name="an_award_names_its_supplier"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="an_award_ends_after_it_starts",
            ),
        ]

    def __str__(self):
        return f"{self.outcome}: {self.supplier_name}"


class NoticeLink(models.Model):
    """Where the statutory notice stands: on Sell2Wales, Find a Tender or Contracts Finder."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="notices")
    notice_type = models.CharField(max_length=20, blank=True, help_text="UK1 to UK17, where the notice says so.")
    identifier = models.CharField(max_length=120, blank=True)
    url = models.URLField(_("web address of the notice"), max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opportunity", "url"], name="notice_linked_once")]

    def __str__(self):
        return self.url
