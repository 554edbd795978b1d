"""Lists of enterprises that a team keeps for a purpose of its own."""

from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat, Greatest, Length, Lower, LPad, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from enterprises.models.profile import Enterprise

DIGITS = Cast("id", models.TextField())


class ShortlistQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisation she acts for."""
        return self._of_member(user, Membership.Role.values)

    def editable_by(self, user):
        return self._of_member(user, Membership.EDITORS)

    def named(self, organisation, name):
        """Those of that name, however it is written."""
        return self.filter(organisation=organisation, name__iexact=name).order_by("pk")

    def with_counts(self):
        return self.annotate(count=models.Count("entries"))

    def _of_member(self, user, roles):
        if not user.is_authenticated:
            return self.none()
        mine = Membership.objects.filter(user=user, organisation=user.acting_for_id, role__in=roles)
        return self.filter(organisation__in=mine.values("organisation"))


class Shortlist(models.Model):
    """Enterprises that the people of one organisation want to come back to, under a name; only they see it."""

    reference = models.GeneratedField(
        expression=Concat(Value("SL-"), LPad(DIGITS, Greatest(Value(4), Length(DIGITS)), Value("0"))),
        output_field=models.CharField(max_length=24),
        db_persist=True,
        unique=True,
    )
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="shortlists")
    name = models.CharField(_("name of the list"), max_length=150)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = ShortlistQuerySet.as_manager()

    class Meta:
        constraints = [  # a button pressed twice makes one list; organisations that become one keep all they had
            models.UniqueConstraint("organisation", "made_by", Lower("name"), name="shortlist_made_once")
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("shortlists:detail", args=[self.reference])


class ShortlistEntry(models.Model):
    """An enterprise on a shortlist, with what the team notes about it."""

    shortlist = models.ForeignKey(Shortlist, models.CASCADE, related_name="entries")
    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="+")
    note = models.TextField(_("note"), max_length=2000, blank=True)
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shortlist", "enterprise"], name="on_a_shortlist_once")]

    def __str__(self):
        return f"{self.enterprise_id} on {self.shortlist_id}"
