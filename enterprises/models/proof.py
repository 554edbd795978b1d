"""Why an enterprise can be trusted: the base test, who checked it, badges, insurances, standing for reserved lots."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit.history import track_history
from enterprises.lookups import badges
from enterprises.models.profile import Enterprise


@track_history()
class Statement(models.Model):
    """One of the four statements of the base test, made by the enterprise, with what shows that it is so.

    Source: Social Services and Well-being (Wales) Act 2014, section 16.
    """

    class Test(models.TextChoices):
        TRADE = "trade", _("Most of our income comes from business or trade")
        REINVESTS = "reinvests", _("We put most of our profit back into our purpose for society")
        INDEPENDENT = "independent", _("We are independent of any public authority")
        CONSTITUTED = "constituted", _("We are owned, controlled and managed in line with that purpose")

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="statements")
    test = models.CharField(max_length=12, choices=Test)
    is_true = models.BooleanField()
    evidence = models.TextField(_("what shows it"), max_length=1000, blank=True)
    evidence_url = models.URLField(_("link to it"), blank=True)
    stated_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    stated_at = models.DateTimeField()
    checked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    checked_for = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enterprise", "test"], name="statement_once_per_test")]

    def __str__(self):
        return f"{self.test} of {self.enterprise_id}: {self.is_true}"

    @property
    def is_shown(self) -> bool:
        """It is stated to be so, with something that shows it."""
        return self.is_true and bool(self.evidence or self.evidence_url)


class VerificationQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(ended_at=None)

    def end(self, because, at) -> int:
        return self.standing().update(ended_at=at, ended_because=because)


@track_history(exclude=["verifier_name"])
class Verification(models.Model):
    """A person of a network checked that an enterprise passes the base test, and until when that holds.

    `verifier_name` is who is shown: "verified by NAME on DATE". It goes when that person's account is erased.
    """

    class End(models.TextChoices):
        RENEWED = "renewed", _("Checked anew")
        LAPSED = "lapsed", _("Ran out")
        CHANGED = "changed", _("An answer changed")
        SENT_BACK = "sent-back", _("Not confirmed at the recheck")
        DELISTED = "delisted", _("Taken off the directory")

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="verifications")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    verifier_name = models.CharField(max_length=150, blank=True)
    network = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    verified_on = models.DateField()
    recheck_on = models.DateField()
    note = models.TextField(max_length=1000, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=10, choices=End, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"], condition=Q(ended_at=None), name="one_standing_verification"
            ),
            models.CheckConstraint(condition=Q(recheck_on__gt=models.F("verified_on")), name="recheck_comes_later"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_because="") | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="ended_verification_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.enterprise_id} verified on {self.verified_on}"


class DatedQuerySet(models.QuerySet):
    def held(self, on: date):
        """Not expired on that day."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=on))


@track_history()
class Badge(models.Model):
    """A mark that somebody else gave the enterprise. A lapsed one is not shown as held."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="badges")
    kind = models.CharField(_("badge"), max_length=12, choices=badges.choices)
    number = models.CharField(_("certificate or member number"), max_length=60, blank=True)
    evidence_url = models.URLField(_("where it can be looked up"), blank=True)
    awarded_on = models.DateField(_("given on"), null=True, blank=True)
    expires_on = models.DateField(_("runs out on"), null=True, blank=True)
    checked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enterprise", "kind"], name="badge_once_per_kind")]

    def __str__(self):
        return f"{self.kind} of {self.enterprise_id}"


@track_history()
class Insurance(models.Model):
    """A cover the enterprise has, in pounds, and the day it runs out."""

    class Kind(models.TextChoices):
        PUBLIC_LIABILITY = "public-liability", _("Public liability")
        EMPLOYERS_LIABILITY = "employers-liability", _("Employers’ liability")
        PROFESSIONAL_INDEMNITY = "professional-indemnity", _("Professional indemnity")
        PRODUCT_LIABILITY = "product-liability", _("Product liability")
        CYBER = "cyber", _("Cyber")
        MOTOR = "motor", _("Motor")

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="insurances")
    kind = models.CharField(_("insurance"), max_length=24, choices=Kind)
    cover = models.DecimalField(_("cover in pounds"), max_digits=12, decimal_places=0)
    expires_on = models.DateField(_("runs out on"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "kind"], name="insurance_once_per_kind"),
            models.CheckConstraint(condition=Q(cover__gt=0), name="insurance_covers_something"),
        ]

    def __str__(self):
        return f"{self.kind} of {self.enterprise_id}"


@track_history()
class Standing(models.Model):
    """What lets an enterprise bid for a reserved lot, or is asked for in its own right; stated, then checked.

    Sources: Procurement Act 2023, section 32 (supported employment), section 33 (public service mutuals).
    """

    class Kind(models.TextChoices):
        SUPPORTED_EMPLOYMENT = "supported-employment", _("Supported employment provider")
        MUTUAL = "mutual", _("Public service mutual")
        COMMUNITY = "community", _("Community business")

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="standings")
    kind = models.CharField(max_length=24, choices=Kind)
    evidence = models.TextField(_("what shows it"), max_length=1000)
    evidence_url = models.URLField(_("link to it"), blank=True)
    stated_on = models.DateField()
    checked_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["enterprise", "kind"], name="standing_once_per_kind")]

    def __str__(self):
        return f"{self.kind} of {self.enterprise_id}"
