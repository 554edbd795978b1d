"""How offers for a lot are judged: chosen measures, weights and rules, frozen when they are published."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, User
from collab_portal.audit.history import track_history
from procurement.models import Lot
from socialvalue.models.frameworks import Framework, Measure, Unit
from socialvalue.models.policies import PolicyBand, ScoringMethod

Roles = Membership.Role


class CriteriaQuerySet(models.QuerySet):
    def of_member(self, user, roles):
        """Those of the body the person acts for, if she has one of the roles there."""
        if not user.is_authenticated:
            return self.none()
        buyer = "lot__opportunity__buyer"
        mine = {f"{buyer}": user.acting_for_id, f"{buyer}__memberships__user": user}
        return self.filter(**mine, **{f"{buyer}__memberships__role__in": roles})

    def visible_to(self, user):
        return self.of_member(user, Roles.values)

    def editable_by(self, user):
        """Prepared by editors, until they are published."""
        return self.of_member(user, Membership.EDITORS).filter(published_at=None)

    def publishable_by(self, user):
        return self.of_member(user, Membership.PUBLISHERS)

    def published(self):
        return self.filter(published_at__isnull=False)


@track_history()
class Criteria(models.Model):
    """How offers for one lot are judged: the framework, what each question weighs, and every rule of the sum.

    Until it is published it is the officer's draft. Publishing freezes it: `rule` then holds the framework's edition
    and the rule as scoring reads it (`socialvalue.rules`), and nothing here changes any more. Offers need a published
    one.
    Weights are per cent of the whole award.
    """

    Method = ScoringMethod

    class PriceMethod(models.TextChoices):
        LOWEST = "PREL", _("Lowest price over the offer’s price")
        PER_POINT = "PQP", _("Price for each point of quality")
        NONE = "none", _("Price is not scored here")

    class Rounding(models.TextChoices):
        HALF_UP = "half_up", _("To the nearest, and half up")
        DOWN = "down", _("Down")
        UP = "up", _("Up")

    class Tie(models.TextChoices):
        SOCIAL_VALUE = "social_value", _("The higher social value score comes first")
        QUALITY = "quality", _("The higher quality score comes first")
        PRICE = "price", _("The lower price comes first")
        SHARED = "shared", _("They share the place")

    lot = models.OneToOneField(Lot, models.CASCADE, related_name="social_value")
    framework = models.ForeignKey(Framework, models.PROTECT, null=True, blank=True, related_name="+")
    band = models.ForeignKey(PolicyBand, models.SET_NULL, null=True, blank=True, related_name="+")
    need_en = models.TextField(_("local need, in English"), max_length=2000, blank=True)
    need_cy = models.TextField(_("local need, in Welsh"), max_length=2000, blank=True)
    method = models.CharField(max_length=5, choices=Method, default=Method.QUALITY)
    quantitative_share = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    # Of the contract's value in per cent: who offers so much has all points (method QTGT).
    target = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    price_method = models.CharField(max_length=4, choices=PriceMethod, default=PriceMethod.LOWEST)
    scale = models.CharField(max_length=20, blank=True)
    # [{"points": "3", "name_en": …, "name_cy": …, "means_en": …, "means_cy": …}], as the officer words it
    levels = models.JSONField(default=list, blank=True)
    rounding = models.CharField(max_length=10, choices=Rounding, default=Rounding.HALF_UP)
    places = models.PositiveSmallIntegerField(default=2)
    rounding_decides = models.BooleanField(default=False)
    tie = models.CharField(max_length=12, choices=Tie, default=Tie.SOCIAL_VALUE)
    in_pounds = models.BooleanField(default=False)
    rule = models.JSONField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")

    objects = CriteriaQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "criteria"
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None, rule=None) | Q(published_at__isnull=False, rule__isnull=False),
                name="published_criteria_are_frozen",
            ),
            models.CheckConstraint(
                condition=Q(quantitative_share__gte=0, quantitative_share__lte=100), name="criteria_split_is_per_cent"
            ),
            models.CheckConstraint(condition=Q(target=None) | Q(target__gt=0), name="criteria_target_is_above_nought"),
            models.CheckConstraint(condition=Q(places__lte=6), name="criteria_round_to_six_places_at_most"),
        ]

    def __str__(self):
        return f"criteria of lot {self.lot_id}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


@track_history()
class Criterion(models.Model):
    """One question to the bidders: a quantity of a measure, or an account in words, and what it weighs.

    The questions under the lot's social value criterion sum to its weight. A quality criterion of the lot is asked
    as one question in words with the whole of its weight.
    """

    class Kind(models.TextChoices):
        QUANTITY = "quantity", _("A quantity")
        WORDS = "words", _("In words")

    class Part(models.TextChoices):
        SOCIAL_VALUE = "social-value", _("Social value")
        QUALITY = "quality", _("Quality")

    criteria = models.ForeignKey(Criteria, models.CASCADE, related_name="questions")
    part = models.CharField(max_length=12, choices=Part, default=Part.SOCIAL_VALUE)
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=30)
    kind = models.CharField(max_length=8, choices=Kind)
    title_en = models.CharField(_("question in English"), max_length=500, blank=True)
    title_cy = models.CharField(_("question in Welsh"), max_length=500, blank=True)
    unit = models.CharField(max_length=10, choices=Unit, blank=True)
    less_is_better = models.BooleanField(default=False)
    # Pounds for one unit, where quantities are compared in pounds (methods QREL and QTGT).
    unit_value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit_value_source = models.CharField(max_length=300, blank=True)
    weight = models.DecimalField(max_digits=5, decimal_places=2)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    minimum = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "criteria questions"
        constraints = [
            models.UniqueConstraint(fields=["criteria", "code"], name="criterion_code_once"),
            models.CheckConstraint(condition=Q(weight__gt=0, weight__lte=100), name="question_weight_is_per_cent"),
            models.CheckConstraint(condition=Q(target=None) | Q(target__gt=0), name="a_target_is_above_nought"),
            models.CheckConstraint(
                condition=Q(unit_value=None) | Q(unit_value__gt=0), name="a_unit_is_worth_something"
            ),
            models.CheckConstraint(condition=Q(kind="words") | ~Q(unit=""), name="a_quantity_has_its_unit"),
        ]

    def __str__(self):
        return self.code

    @property
    def adds_up(self) -> bool:
        """The quarters of a percentage do not."""
        return self.unit != Unit.PER_CENT
