"""What an enterprise shows: its logo and pictures; and the documents that every buyer asks for, kept once."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit.history import track_history
from collab_portal.files.models import StoredFile
from enterprises.models.profile import Enterprise


class PictureQuerySet(models.QuerySet):
    def logos(self):
        return self.filter(is_logo=True)

    def in_order(self):
        """As they stand on the page, without the logo."""
        return self.filter(is_logo=False).select_related("file", "file__small").order_by("position", "pk")


@track_history()
class Picture(models.Model):
    """A picture of the enterprise's work, with words for those who cannot see it; or its logo, which its name says."""

    MOST = 8

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="pictures")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    is_logo = models.BooleanField(default=False)
    alt_en = models.CharField(_("what the picture shows, in English"), max_length=200, blank=True)
    alt_cy = models.CharField(_("what the picture shows, in Welsh"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise"], condition=Q(is_logo=True), name="one_logo"),
            models.CheckConstraint(
                condition=Q(is_logo=True) | ~Q(alt_en="") & ~Q(alt_cy=""), name="picture_described_in_both_languages"
            ),
        ]

    def __str__(self):
        return f"picture {self.pk} of {self.enterprise_id}"


@track_history()
class PackDocument(models.Model):
    """A document of the tell-us-once pack: kept once, shown only to whom the enterprise chooses."""

    class Kind(models.TextChoices):
        INSURANCE = "insurance", _("Insurance certificate")
        EQUALITY = "equality", _("Equality policy")
        HEALTH_AND_SAFETY = "health-and-safety", _("Health and safety policy")
        SAFEGUARDING = "safeguarding", _("Safeguarding policy")
        DATA_PROTECTION = "data-protection", _("Data protection policy")
        ENVIRONMENT = "environment", _("Environment or carbon plan")
        WELSH_LANGUAGE = "welsh-language", _("Welsh language policy")
        FAIR_WORK = "fair-work", _("Fair work or modern slavery statement")
        QUALITY = "quality", _("Quality certificate")
        ACCOUNTS = "accounts", _("Accounts")
        GOVERNING = "governing", _("Governing document")
        OTHER = "other", _("Something else")

    MOST = 40

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="documents")
    kind = models.CharField(_("kind of document"), max_length=20, choices=Kind)
    title = models.CharField(_("title"), max_length=150)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self):
        return f"document {self.pk} of {self.enterprise_id}"

    def is_out_of_date(self, on: date) -> bool:
        return self.valid_until is not None and self.valid_until < on


class PackGrantQuerySet(models.QuerySet):
    def current(self, on: date):
        return self.filter(Q(until=None) | Q(until__gte=on), organisation__merged_into=None)

    def to_bodies_of(self, user):
        """Those that let this person read a pack, as an officer of the body it was shown to."""
        return self.filter(organisation__memberships__user=user)


@track_history()
class PackGrant(models.Model):
    """The enterprise lets the officers of one public body read its pack, until a day or until it takes that back."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="pack_grants")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="packs_granted")
    granted_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField()
    until = models.DateField(_("until"), null=True, blank=True)

    objects = PackGrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "organisation"], name="pack_granted_once"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("granted_at__date")), name="grant_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return f"pack of {self.enterprise_id} for {self.organisation_id}"
