"""The directory of social enterprises, and the networks they belong to."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.audit.history import track_history
from collab_portal.reference.areas import areas_by_code
from collab_portal.reference.models import Area, Category


class EnterpriseQuerySet(models.QuerySet):
    def listed(self):
        """Shown in the public directory."""
        return self.filter(is_listed=True, organisation__merged_into=None)


@track_history()
class Enterprise(models.Model):
    """An organisation's entry in the directory: what it offers, and where."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="enterprise")
    offer_en = models.CharField(_("what you offer, in one line, in English"), max_length=200, blank=True)
    offer_cy = models.CharField(_("what you offer, in one line, in Welsh"), max_length=200, blank=True)
    description_en = models.TextField(_("description in English"), max_length=5000, blank=True)
    description_cy = models.TextField(_("description in Welsh"), max_length=5000, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=20, blank=True)
    categories = models.ManyToManyField(Category, related_name="+", blank=True)
    area_codes = ArrayField(models.CharField(max_length=12), default=list, blank=True)
    has_welsh_service = models.BooleanField(_("offers its service in Welsh"), default=False)
    is_listed = models.BooleanField(default=False)
    listed_at = models.DateTimeField(null=True, blank=True)
    document = SearchVectorField(null=True, editable=False)

    objects = EnterpriseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_listed=False) | models.Q(listed_at__isnull=False), name="listed_since_a_moment"
            )
        ]
        indexes = [
            GinIndex(fields=["document"], name="enterprise_document"),
            GinIndex(fields=["area_codes"], name="enterprise_area"),
        ]

    def __str__(self):
        return self.organisation.name

    def get_absolute_url(self):
        return reverse("enterprises:detail", args=[self.organisation.slug])

    @property
    def areas(self) -> list[Area]:
        known = areas_by_code()
        return [known[code] for code in self.area_codes if code in known]


@track_history()
class NetworkMembership(models.Model):
    """A public body, enterprise or support agency belongs to a network."""

    network = models.ForeignKey(Organisation, models.CASCADE, related_name="network_members")
    member = models.ForeignKey(Organisation, models.CASCADE, related_name="networks")
    joined_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "member"], name="member_of_a_network_once"),
            models.CheckConstraint(condition=~models.Q(network=models.F("member")), name="network_not_its_own_member"),
        ]

    def __str__(self):
        return f"{self.member_id} in {self.network_id}"
