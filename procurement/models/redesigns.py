"""Contracts that a public body designed anew, for others to learn from."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from collab_portal.accounts.models import Organisation
from collab_portal.audit.history import track_history
from collab_portal.reference.models import Category
from procurement.models.opportunity import Opportunity


@track_history()
class Redesign(models.Model):
    """An example, public at once: how a contract was designed, how it is now, why, and which checks that answered.

    `checks` names them, such as F-02. It outlives a draft that is thrown away.
    """

    buyer = models.ForeignKey(Organisation, models.PROTECT, related_name="redesigns")
    opportunity = models.ForeignKey(Opportunity, models.SET_NULL, null=True, blank=True, related_name="redesigns")
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    checks = ArrayField(models.CharField(max_length=4))
    title_en = models.CharField(max_length=300, blank=True)
    title_cy = models.CharField(max_length=300, blank=True)
    before_en = models.TextField(max_length=2000, blank=True)
    before_cy = models.TextField(max_length=2000, blank=True)
    after_en = models.TextField(max_length=2000, blank=True)
    after_cy = models.TextField(max_length=2000, blank=True)
    why_en = models.TextField(max_length=2000, blank=True)
    why_cy = models.TextField(max_length=2000, blank=True)
    shared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title_en="", title_cy=""), name="redesign_has_a_title"),
            models.CheckConstraint(condition=Q(checks__len__gt=0), name="redesign_answers_a_check"),
        ]

    def __str__(self) -> str:
        return self.title_en or self.title_cy

    def get_absolute_url(self) -> str:
        return reverse("pipeline:redesign", args=[self.pk])
