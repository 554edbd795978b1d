"""The pipeline as the public searches it."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from collab_portal.accounts.models import Organisation
from collab_portal.reference.models import Category
from procurement.models.opportunity import CURRENT_STAGES, Confidence, Opportunity, Stage, ValueBand

CURRENT = Q(stage__in=CURRENT_STAGES)


class PipelineEntryQuerySet(models.QuerySet):
    def current(self, at):
        """Still to come or open at that moment; the default list."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=at), stage__in=CURRENT_STAGES)

    def of_buyer(self, organisation):
        """Those it buys, alone or jointly, or that a body bought which was merged into it."""
        merged = organisation.merged_from.values_list("pk", flat=True)
        return self.filter(buyer_ids__overlap=[organisation.pk, *merged])


class PipelineEntry(models.Model):
    """One published opportunity, laid out for searching: the list page, the saved searches and the feeds read this.

    It follows from the last `Release`, and is rewritten in the transaction that writes one. Drafts have none.
    """

    opportunity = models.OneToOneField(Opportunity, models.CASCADE, primary_key=True, related_name="entry")
    reference = models.CharField(max_length=20, unique=True)
    version = models.PositiveIntegerField()
    stage = models.CharField(max_length=12, choices=Stage)
    title_en = models.CharField(max_length=300)
    title_cy = models.CharField(max_length=300)
    summary_en = models.CharField(max_length=300)
    summary_cy = models.CharField(max_length=300)
    buyer = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    buyer_ids = ArrayField(models.BigIntegerField())
    buyer_name_en = models.CharField(max_length=255)
    buyer_name_cy = models.CharField(max_length=255)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    cpv_codes = ArrayField(models.CharField(max_length=8))
    cpv_tokens = ArrayField(models.CharField(max_length=8), help_text="The codes and all that stand above them.")
    area_codes = ArrayField(models.CharField(max_length=12))
    area_tokens = ArrayField(models.CharField(max_length=12), help_text="Every area a search for which finds it.")
    value_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    value_band = models.CharField(max_length=20, choices=ValueBand, blank=True)
    value_min = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    value_max = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    tender_earliest = models.DateField(null=True)
    tender_latest = models.DateField(null=True)
    tender_confidence = models.CharField(max_length=10, choices=Confidence, blank=True)
    submissions_close_at = models.DateTimeField(null=True)
    contract_start_earliest = models.DateField(null=True)
    lot_count = models.PositiveSmallIntegerField()
    smallest_lot = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    is_sme_suitable = models.BooleanField()
    is_vcse_suitable = models.BooleanField()
    reserved = ArrayField(models.CharField(max_length=25), help_text="For whom any of its lots is reserved.")
    asks = models.JSONField(default=list, help_text="What it asks of whoever delivers it: the whole, and each lot.")
    follows = models.CharField(max_length=20, help_text="The reference of the opportunity before it, or empty.")
    expires_at = models.DateTimeField(null=True, help_text="From when on it is no longer current, whatever its stage.")
    published_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    document = SearchVectorField()

    objects = PipelineEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["document"], name="entry_document"),
            GinIndex(fields=["cpv_tokens"], name="entry_cpv"),
            GinIndex(fields=["area_tokens"], name="entry_area"),
            GinIndex(fields=["buyer_ids"], name="entry_buyers"),
            GinIndex(fields=["buyer_ids"], name="entry_buyer"),
            models.Index(
                fields=["-published_at", "-opportunity"],
                include=["expires_at", "is_vcse_suitable"],  # so that counting these reads the index only
                condition=CURRENT,
                name="entry_newest_current",
            ),
            models.Index(fields=["-published_at", "-opportunity"], name="entry_newest"),
            models.Index(fields=["submissions_close_at", "tender_latest"], condition=CURRENT, name="entry_closing"),
            models.Index(F("value_min").desc(nulls_last=True), condition=CURRENT, name="entry_value"),
            models.Index(fields=["-changed_at"], name="entry_changed"),
            models.Index(fields=["category", "-published_at"], name="entry_category"),
            models.Index(fields=["follows"], condition=~Q(follows=""), name="entry_follows"),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("pipeline:detail", args=[self.reference])

    def is_expired(self, at: datetime) -> bool:
        """Still called planned or open, though its dates have gone by."""
        return self.stage in CURRENT_STAGES and self.expires_at is not None and self.expires_at <= at
