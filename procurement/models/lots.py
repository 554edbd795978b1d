"""The parts of an opportunity that can be won by themselves, and how offers for them are judged."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collab_portal.audit.history import track_history
from procurement.models.opportunity import Opportunity


class Reserved(models.TextChoices):
    """For whom a lot is reserved (Procurement Act 2023, sections 32 and 33)."""

    NONE = "none", _("Not reserved")
    SUPPORTED_EMPLOYMENT = "supported-employment", _("Supported employment providers")
    PUBLIC_SERVICE_MUTUAL = "public-service-mutual", _("Public service mutuals")


KEEP_ONE_LOT = """
IF EXISTS (SELECT 1 FROM procurement_opportunity WHERE id = OLD.opportunity_id)
   AND NOT EXISTS (SELECT 1 FROM procurement_lot WHERE opportunity_id = OLD.opportunity_id) THEN
    RAISE EXCEPTION 'an opportunity keeps at least one lot' USING ERRCODE = 'check_violation';
END IF;
RETURN NULL;
"""


@track_history()
class Lot(models.Model):
    """A part of an opportunity that can be won by itself. There is always at least one: the whole.

    Without CPV codes or areas of its own it has those of the whole contract.
    """

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="lots")
    number = models.PositiveSmallIntegerField()
    source_id = models.CharField(
        max_length=100, blank=True, editable=False, help_text="As the imported notice names it."
    )
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_cy = models.CharField(_("title in Welsh"), max_length=300, blank=True)
    description_en = models.TextField(_("description in English"), max_length=10_000, blank=True)
    description_cy = models.TextField(_("description in Welsh"), max_length=10_000, blank=True)
    value_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    value_gross = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    cpv_codes = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    area_codes = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    sme_suitable = models.BooleanField(null=True, blank=True)
    vcse_suitable = models.BooleanField(null=True, blank=True)
    reserved = models.CharField(max_length=25, choices=Reserved, default=Reserved.NONE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "number"], name="lot_number_once", deferrable=models.Deferrable.DEFERRED
            ),
            models.CheckConstraint(
                condition=Q(value_amount=None) | Q(value_gross=None) | Q(value_gross__gte=F("value_amount")),
                name="lot_gross_not_below_net",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="keep_one_lot",
                operation=pgtrigger.Delete,
                when=pgtrigger.After,
                timing=pgtrigger.Deferred,
                func=KEEP_ONE_LOT,
            )
        ]

    def __str__(self):
        return f"lot {self.number}"


class AwardCriterion(models.Model):
    """What offers for a lot are judged by, and how much it weighs (Procurement Act 2023, section 23)."""

    class Kind(models.TextChoices):
        PRICE = "price", _("Price")
        COST = "cost", _("Cost over the contract’s life")
        QUALITY = "quality", _("Quality")
        SOCIAL_VALUE = "social-value", _("Social value")

    lot = models.ForeignKey(Lot, models.CASCADE, related_name="criteria")
    kind = models.CharField(max_length=15, choices=Kind)
    name_en = models.CharField(_("name in English"), max_length=300, blank=True)
    name_cy = models.CharField(_("name in Welsh"), max_length=300, blank=True)
    weight = models.DecimalField(_("weight in per cent"), max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(weight=None) | Q(weight__gte=0, weight__lte=100), name="criterion_weight_is_per_cent"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.weight or ''}".strip()
