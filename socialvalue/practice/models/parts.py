"""Pictures and files of a study, and the people and organisations it names."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit.history import track_history
from collab_portal.files.models import StoredFile
from socialvalue.practice.models.choices import Licence
from socialvalue.practice.models.study import CaseStudy


class ConsentQuerySet(models.QuerySet):
    def live(self, on: date):
        """Given, not run out and not taken back."""
        return self.filter(given_on__lte=on, withdrawn_at=None).filter(Q(expires_on=None) | Q(expires_on__gte=on))

    def of_named(self):
        """Of those whom the text still names."""
        return self.filter(no_longer_named_at=None)

    def run_out(self, on: date):
        """Given, but for days that are over."""
        return self.of_named().filter(withdrawn_at=None, expires_on__lt=on)


@track_history(exclude=["name", "role", "given_by", "withdrawn_because"])
class Consent(models.Model):
    """A person or an organisation that a study names, and what they agreed to: asked, given, run out, or taken back.

    Rows are never deleted: what was agreed and when is on record.
    """

    class Scope(models.TextChoices):
        NAMED = "named", _("Being named, and the story told")
        QUOTE = "quote", _("Being quoted")
        PICTURE = "picture", _("Being seen in a picture")
        CONTACT = "contact", _("Being asked about it through the portal")

    study = models.ForeignKey(CaseStudy, models.PROTECT, related_name="consents")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name of the person"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=150, blank=True)
    scope = ArrayField(models.CharField(max_length=10, choices=Scope), default=list)
    given_by = models.CharField(_("who agreed"), max_length=150, blank=True)
    given_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.CharField(max_length=500, blank=True)
    no_longer_named_at = models.DateTimeField(null=True, blank=True, help_text="The text names them no more.")
    asked_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None) & ~Q(name="") | Q(organisation__isnull=False),
                name="consent_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(given_on=None, given_by="") | Q(given_on__isnull=False) & ~Q(given_by=""),
                name="a_consent_says_who_gave_it_and_when",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("given_on")), name="consent_ends_after_it_begins"
            ),
        ]

    def __str__(self):
        return f"consent {self.pk} in {self.study_id}"

    @property
    def party(self) -> str:
        return self.name or str(self.organisation)

    def is_live(self, on: date) -> bool:
        if self.given_on is None or self.given_on > on or self.withdrawn_at is not None:
            return False
        return self.expires_on is None or self.expires_on >= on


class Part(models.Model):
    """A file that belongs to a study. What is taken off it stays as a row, so that earlier revisions can come back."""

    study = models.ForeignKey(CaseStudy, models.PROTECT, related_name="%(class)ss")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")
    is_shown = models.BooleanField(default=True)
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.model_name} {self.pk} of {self.study_id}"


class StudyPicture(Part):
    """A picture in a study, with words in both languages for those who cannot see it, and whose it is."""

    MOST = 8

    alt_en = models.CharField(_("what the picture shows, in English"), max_length=200, blank=True)
    alt_cy = models.CharField(_("what the picture shows, in Welsh"), max_length=200, blank=True)
    credit = models.CharField(_("who took it"), max_length=150, blank=True)
    licence = models.CharField(_("licence"), max_length=10, choices=Licence, default=Licence.OGL)
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, blank=True, related_name="+")


class StudyFile(Part):
    """A document for others to use, or the evidence that the result rests on."""

    class Kind(models.TextChoices):
        TEMPLATE = "template", _("A document for others to use")
        EVIDENCE = "evidence", _("Evidence for the result")

    MOST = 12

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TEMPLATE)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    title_cy = models.CharField(_("title in Welsh"), max_length=150, blank=True)
