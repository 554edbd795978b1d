"""What a public body asks of a contract, by its value."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.audit.history import track_history


class ScoringMethod(models.TextChoices):
    """How quantities become points (see `socialvalue.scoring`)."""

    RELATIVE = "QREL", _("Against the highest offer")
    TARGET = "QTGT", _("Against a target, with a cap")
    UNIT = "QUNIT", _("Measure by measure, in its own unit")
    QUALITY = "QUAL", _("In words only, on a scale")


class PolicyQuerySet(models.QuerySet):
    def examples(self):
        """What others published; everybody may look at them and copy one."""
        return self.filter(owner=None)

    def of_member(self, user, roles):
        """Those of the body the person acts for, if she has one of the roles there."""
        if not user.is_authenticated:
            return self.none()
        mine = {"owner": user.acting_for_id, "owner__memberships__user": user}
        return self.filter(**mine, owner__memberships__role__in=roles)

    def editable_by(self, user):
        return self.of_member(user, Membership.EDITORS)

    def valid(self, on: date):
        """Those in use on that day."""
        return self.filter(is_in_use=True, valid_from__lte=on)


@track_history()
class Policy(models.Model):
    """What a public body asks for, by the value of the contract. One without an owner is an example to learn from.

    `source_note` says what the source says, where our bands cannot. Of an example, the first day may not be known.
    """

    owner = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="social_value_policies")
    slug = models.SlugField(max_length=60)
    title_en = models.CharField(_("title in English"), max_length=200)
    title_cy = models.CharField(_("title in Welsh"), max_length=200, blank=True)
    source_url = models.URLField(blank=True)
    source_note_en = models.CharField(max_length=500, blank=True)
    source_note_cy = models.CharField(max_length=500, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    is_in_use = models.BooleanField(default=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "policies"
        constraints = [
            models.UniqueConstraint(fields=["owner", "slug"], name="policy_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(owner=None) | Q(valid_from__isnull=False), name="own_policy_says_from_when"
            ),
        ]

    def __str__(self):
        return self.title_en


class PolicyBand(models.Model):
    """What a policy asks of contracts from a value up to another, in pounds without VAT; shares are per cent.

    `value_to` itself belongs to the next band. Where `is_required` is false, the officer may ask for it.
    """

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="bands")
    value_from = models.DecimalField(max_digits=14, decimal_places=2)
    value_to = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    is_required = models.BooleanField(default=True)
    weight = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    quantitative_share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    method = models.CharField(max_length=5, choices=ScoringMethod, blank=True)
    most_measures = models.PositiveSmallIntegerField(null=True, blank=True)
    documents_en = models.CharField(max_length=300, blank=True)
    documents_cy = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    note_cy = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "value_from"], name="policy_band_once"),
            models.CheckConstraint(
                condition=Q(value_to=None) | Q(value_to__gt=F("value_from")), name="policy_band_is_a_range"
            ),
            models.CheckConstraint(
                condition=Q(weight=None) | Q(weight__gte=0, weight__lte=100), name="policy_weight_is_per_cent"
            ),
            models.CheckConstraint(
                condition=Q(quantitative_share=None) | Q(quantitative_share__gte=0, quantitative_share__lte=100),
                name="policy_split_is_per_cent",
            ),
        ]

    def __str__(self):
        return f"{self.policy_id} from {self.value_from}"
