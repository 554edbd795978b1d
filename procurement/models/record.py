"""The public record: releases that never change, what changed between them, and notices as they came."""

import json
from decimal import Decimal
from typing import Any

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from procurement.models.opportunity import Opportunity

LONG_NUMBER = 400  # digits


class Release(models.Model):
    """What the portal said about an opportunity at one moment. It is written once and never changed.

    The public page, the change log, the open data, the feeds and the alerts all read it. Whoever writes one holds a
    lock until the commit (`procurement.record`), so ids become visible in their order and no reader by cursor
    misses one that commits late.
    """

    append_only = True  # the web role may add rows and read them: see the migrate command

    opportunity = models.ForeignKey(Opportunity, models.PROTECT, related_name="releases")
    version = models.PositiveIntegerField()
    release_id = models.CharField(max_length=160, unique=True)
    snapshot = models.JSONField(help_text="All that the public page shows: `procurement.snapshot.Snapshot`.")
    ocds = models.JSONField(help_text="The same as an OCDS 1.1.5 release.")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opportunity", "version"], name="one_release_per_version")]
        indexes = [models.Index(fields=["published_at", "id"], name="release_by_date")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return self.release_id

    def get_absolute_url(self):
        return reverse("pipeline:detail", args=[self.snapshot["reference"]])


class EngagementRelease(models.Model):
    """What was said beside the releases of an opportunity at one moment: questions with answers, events with bidders.

    Like a release it is written once, under the same lock; its key is the next one of the releases' own sequence. So a
    reader by one cursor meets both in the order in which they became visible.
    """

    append_only = True  # the web role may add rows and read them: see the migrate command

    id = models.BigIntegerField(primary_key=True)
    opportunity = models.ForeignKey(Opportunity, models.PROTECT, related_name="engagement_releases")
    release_id = models.CharField(max_length=160, unique=True)
    ocds = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return self.release_id


class Change(models.Model):
    """One line of the public change log: which field, from what, to what, and why.

    `slipped_days` is set where a date moved: positive is later. `before` and `after` are the snapshot's values.
    """

    append_only = True  # the web role may add rows and read them: see the migrate command

    opportunity = models.ForeignKey(Opportunity, models.PROTECT, related_name="changes")
    release = models.ForeignKey(Release, models.PROTECT, related_name="changes")
    field = models.CharField(max_length=200)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    reason_en = models.CharField(max_length=500, blank=True)
    reason_cy = models.CharField(max_length=500, blank=True)
    slipped_days = models.IntegerField(null=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.field} of {self.opportunity_id}"


def _whole_number(digits: str) -> int | Decimal:
    return int(digits) if len(digits) < LONG_NUMBER else Decimal(digits)


class SourceDecoder(json.JSONDecoder):
    """Reads what other systems published, 1e9999 included, of which Python makes no `int`."""

    def __init__(self, **options: Any):
        super().__init__(parse_int=_whole_number, **options)


class ImportedRelease(models.Model):
    """A release of another system, kept just as it came."""

    ocid = models.CharField(max_length=100)
    release_id = models.CharField(max_length=160)
    publisher = models.CharField(max_length=200, blank=True)
    released_at = models.DateTimeField()
    opportunity = models.ForeignKey(Opportunity, models.PROTECT, related_name="imported_releases")
    data = models.JSONField(decoder=SourceDecoder)
    imported_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ocid", "release_id"], name="imported_release_once")]

    def __str__(self):
        return self.release_id


class ImportDifference(models.Model):
    """Where an imported notice or a plan says something else than an officer entered here. The officer decides."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="differences")
    imported_release = models.ForeignKey(
        ImportedRelease, models.CASCADE, null=True, related_name="differences", help_text="Empty: a plan says so."
    )
    field = models.CharField(max_length=60)
    ours = models.JSONField(null=True)
    theirs = models.JSONField(null=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "field"],
                condition=models.Q(settled_at=None),
                name="one_open_difference_per_field",
            )
        ]

    def __str__(self):
        return f"{self.field} of {self.opportunity_id}"
