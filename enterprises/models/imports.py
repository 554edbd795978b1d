"""Sheets that fill the directory: on their way in, line by line as they were taken, and pairs that may be one."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.sheets.uploads import SheetUpload, SheetUploadQuerySet


class DirectorySheetQuerySet(SheetUploadQuerySet):
    def visible_to(self, user):
        """Coordinators see their network's sheets: those of colleagues too, who may finish them."""
        return self.filter(network__in=Organisation.objects.networks().filter(memberships__in=_publishers(user)))


class DirectorySheet(SheetUpload):
    """A sheet of enterprises that a network's coordinator brings in, and where it came from."""

    network = models.ForeignKey(Organisation, models.CASCADE, related_name="directory_sheets")
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    source_name = models.CharField(_("where the list comes from"), max_length=150)
    source_url = models.URLField(_("its web address"), blank=True)
    source_licence = models.CharField(_("its licence"), max_length=80, blank=True)
    are_members = models.BooleanField(_("all of them are members of our network"), default=False)

    objects = DirectorySheetQuerySet.as_manager()

    class Meta(SheetUpload.Meta):
        abstract = False


class ImportedLine(models.Model):
    """A line of a sheet as it was last taken in. By it the next version of the sheet is recognised.

    `sheet` tells two kinds of sheet of one source apart: it is the signature of their headings. A line whose
    fingerprint has not changed is left alone, whatever became of its enterprise meanwhile.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="imported_lines")
    source = models.CharField(max_length=150)
    sheet = models.CharField(max_length=64)
    key = models.CharField(max_length=300)
    fingerprint = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key", "sheet"], name="imported_line_once")]

    def __str__(self):
        return f"{self.source}: {self.key}"


class DoubtfulPairQuerySet(models.QuerySet):
    def open(self):
        """Nobody has decided, and both are still there."""
        return self.filter(decision="", newer__merged_into=None, older__merged_into=None)

    def decidable_by(self, user):
        """The coordinators of the network that brought it in; where no network did, those of any."""
        if user.is_staff:
            return self
        networks = Organisation.objects.networks().filter(memberships__in=_publishers(user))
        return self.filter(Q(network__in=networks) | Q(network=None, pk__in=self._if_any(networks)))

    def _if_any(self, networks):
        return DoubtfulPair.objects.filter(models.Exists(networks)).values("pk")


class DoubtfulPair(models.Model):
    """Two entries that may be one organisation. A person says which, once, and is not asked again."""

    class Reason(models.TextChoices):
        SAME_NAME = "same-name", _("The same name, at another postcode")
        SIMILAR_NAME = "similar-name", _("Almost the same name, at the same postcode")
        OTHER_NUMBER = "other-number", _("The same name and postcode, but another register number")

    class Decision(models.TextChoices):
        MERGED = "merged", _("They are one, and were merged")
        TWO = "two", _("They are two")

    newer = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    older = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason)
    network = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    found_at = models.DateTimeField(db_default=Now(), editable=False)
    decision = models.CharField(max_length=6, choices=Decision, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = DoubtfulPairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["newer", "older"], name="doubtful_pair_once"),
            models.CheckConstraint(condition=~Q(newer=models.F("older")), name="doubtful_pair_of_two"),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None) | ~Q(decision="") & Q(decided_at__isnull=False),
                name="doubtful_pair_decided_at_a_moment",
            ),
        ]

    def __str__(self):
        return f"{self.newer_id} and {self.older_id}"


def _publishers(user):
    return Membership.objects.filter(user=user, role__in=Membership.PUBLISHERS)
