"""What the public reads: editions that never change, and the row by which the library finds the last one."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.urls import reverse

from collab_portal.accounts.models import Organisation
from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.models import Area, Category
from collab_portal.templatetags.words import paired
from procurement.models import ValueBand
from socialvalue.practice.models.choices import Evidence, Route, Status, Step
from socialvalue.practice.models.editing import Revision, acted
from socialvalue.practice.models.study import CaseStudy


class Edition(models.Model):
    """A study as it was published at one moment: `practice.content.Content`. It is written once and never changed."""

    append_only = True  # the web role may add rows and read them: see the migrate command

    study = models.ForeignKey(CaseStudy, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    content = models.JSONField()
    by = acted()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "number"], name="edition_number_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"edition {self.number} of {self.study_id}"


class LibraryEntry(models.Model):
    """A published study as the library finds it, worked out from its last edition. Withdrawn studies have none."""

    study = models.OneToOneField(CaseStudy, models.CASCADE, related_name="entry", primary_key=True)
    edition = models.OneToOneField(Edition, models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=100, unique=True)
    title_en = models.CharField(max_length=100, blank=True)
    title_cy = models.CharField(max_length=100, blank=True)
    summary_en = models.CharField(max_length=300, blank=True)
    summary_cy = models.CharField(max_length=300, blank=True)
    steps = ArrayField(models.CharField(max_length=20, choices=Step), default=list)
    goals = ArrayField(models.CharField(max_length=4), default=list)
    duties = ArrayField(models.CharField(max_length=4), default=list)
    category = models.ForeignKey(Category, models.PROTECT, null=True, related_name="+")
    area_codes = ArrayField(models.CharField(max_length=12), default=list)
    route = models.CharField(max_length=20, choices=Route, blank=True)
    value_band = models.CharField(max_length=20, choices=ValueBand, blank=True)
    evidence_level = models.PositiveSmallIntegerField(choices=Evidence, null=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.LIVE)
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    partner_ids = ArrayField(models.BigIntegerField(), default=list)
    is_example = models.BooleanField(default=False)
    first_published_at = models.DateTimeField()
    published_at = models.DateTimeField()
    keys = ArrayField(models.CharField(max_length=120), default=list, help_text="One for each filter that finds it.")
    sort_key_en = models.CharField(max_length=100, blank=True)
    sort_key_cy = models.CharField(max_length=400, blank=True)
    adapted = models.PositiveIntegerField(default=0, help_text="How many say that they have adapted it.")
    document = SearchVectorField(null=True, editable=False)

    class Meta:
        indexes = [
            GinIndex(fields=["document"], name="library_entry_document"),
            GinIndex(fields=["keys"], name="library_entry_keys"),
            models.Index(fields=["-published_at", "-study"], name="library_entry_newest"),
        ]

    def __str__(self):
        return paired(self, "title")[0]

    def get_absolute_url(self):
        return reverse("case-studies:detail", args=[self.slug])

    @property
    def areas(self) -> list[Area]:
        known = areas_by_code()
        return [known[code] for code in self.area_codes if code in known]


class LibraryWord(models.Model):
    """A word of titles and summaries, and how many studies use it: by it a misspelt one is put right."""

    word = models.CharField(max_length=64, primary_key=True)
    uses = models.IntegerField()

    class Meta:
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="library_word_trigrams")]

    def __str__(self):
        return self.word


class LibraryStamp(models.Model):
    """One row that says something else whenever an entry comes, goes or changes, so that whoever keeps them knows."""

    number = models.PositiveSmallIntegerField(primary_key=True, default=1)
    stamp = models.UUIDField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(number=1), name="one_stamp")]

    def __str__(self):
        return str(self.stamp)
