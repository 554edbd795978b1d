"""What a unit of change is worth in pounds, set by set, and the sheets in which a body brings its own sets in."""

from datetime import date

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.sheets.uploads import SheetUpload, SheetUploadQuerySet
from socialvalue.models.frameworks import Sourced, Unit


class ProxySetQuerySet(models.QuerySet):
    def open_to(self, organisation: Organisation | None):
        """What everybody may use, and what the organisation brought under a licence of its own."""
        return self.filter(Q(owner=None) | Q(owner=organisation) if organisation else Q(owner=None))


class ProxySet(models.Model):
    """An edition of values in pounds for units of change.

    A set with an `owner` came in under that organisation's licence, and is never shown to anybody else.
    """

    owner = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="proxy_sets")
    code = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=200)
    licence_expires_on = models.DateField(null=True, blank=True)
    attribution = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(blank=True)
    loaded_at = models.DateTimeField()

    objects = ProxySetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "code", "version"], name="proxy_set_once", nulls_distinct=False)
        ]

    def __str__(self):
        return f"{self.code} {self.version}"

    def has_expired(self, on: date) -> bool:
        """What was reckoned with it stands; nothing new is."""
        return self.licence_expires_on is not None and self.licence_expires_on < on


class Proxy(Sourced):
    """What one unit of a change is worth, in pounds of its price year; low and high where the source has a range.

    The shares (deadweight, attribution) are given only by gross sets. No value: the measure is counted, not priced.
    """

    proxy_set = models.ForeignKey(ProxySet, models.CASCADE, related_name="proxies")
    code = models.CharField(max_length=40)
    theme = models.CharField(max_length=200, blank=True)
    outcome = models.CharField(max_length=300, blank=True)
    title_en = models.CharField(max_length=500)
    title_cy = models.CharField(max_length=500, blank=True)
    unit = models.CharField(max_length=10, choices=Unit)
    per = models.CharField(max_length=10, blank=True)  # year, contract or event
    low = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    central = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    high = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    price_year = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    deadweight = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    attribution_share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    is_local = models.BooleanField(default=False)
    evidence = models.CharField(max_length=500, blank=True)
    cap = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)])

    class Meta:
        verbose_name_plural = "proxies"
        constraints = [
            models.UniqueConstraint(fields=["proxy_set", "code"], name="proxy_once"),
            models.CheckConstraint(
                condition=Q(central=None) | Q(price_year__isnull=False), name="a_value_has_its_price_year"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.title_en}"


class ProxySheetQuerySet(SheetUploadQuerySet):
    def editable_by(self, user):
        """Those of colleagues too, who may finish them."""
        mine = {"owner": user.acting_for_id, "owner__memberships__user": user}
        return self.filter(**mine, owner__memberships__role__in=Membership.EDITORS)


class ProxySheet(SheetUpload):
    """A file with values in pounds that a body has a licence for, on its way in.

    One file is one edition of one set. What the file itself does not say of the set was typed when it was uploaded.
    """

    owner = models.ForeignKey(Organisation, models.CASCADE, related_name="proxy_sheets")
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    set_code = models.CharField(max_length=40, blank=True)
    set_version = models.CharField(max_length=40, blank=True)
    licence = models.CharField(max_length=200)
    licence_expires_on = models.DateField(null=True, blank=True)
    source_url = models.URLField(blank=True)

    objects = ProxySheetQuerySet.as_manager()

    class Meta(SheetUpload.Meta):
        abstract = False
