"""What the codes mean: CPV, our plain-words categories, areas, well-being goals, thresholds."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CpvCode(models.Model):
    """A code of the Common Procurement Vocabulary 2008: what a contract buys, in eight digits.

    Forty-five divisions ship with the portal. Other codes are learnt from imports, with the label found there,
    or loaded from the official list; `is_official` tells the two apart. The tree is in the digits (see `cpv.py`).
    """

    class Level(models.TextChoices):
        DIVISION = "division", _("Division")
        GROUP = "group", _("Group")
        CLASS = "class", _("Class")
        CATEGORY = "category", _("Category")
        SUBCATEGORY = "subcategory", _("Subcategory")

    code = models.CharField(max_length=8, primary_key=True)
    label_en = models.CharField(max_length=250)
    label_cy = models.CharField(max_length=250, blank=True)  # the vocabulary has no official Welsh
    level = models.CharField(max_length=11, choices=Level.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    is_official = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="cpv_code_is_eight_digits", condition=Q(code__regex=r"^[0-9]{8}$")),
            models.CheckConstraint(
                name="cpv_only_divisions_have_no_parent",
                condition=Q(level="division", parent=None) | (~Q(level="division") & Q(parent__isnull=False)),
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.label_en}"


class Category(models.Model):
    """A kind of work in plain words, over one or more branches of CPV, so that nobody has to know a code.

    The slug is the key: it stands in addresses, filters and saved searches, and never changes its meaning.
    """

    slug = models.SlugField(max_length=40, primary_key=True)
    name_en = models.CharField(max_length=80, unique=True)
    name_cy = models.CharField(max_length=80, unique=True)
    examples_en = models.CharField(max_length=200, blank=True)
    examples_cy = models.CharField(max_length=200, blank=True)
    cpv_prefixes = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "categories"

    def __str__(self):
        return self.name_en


class Area(models.Model):
    """A place where a contract is delivered: a Welsh council's area, a nation, an English region, or the whole UK.

    The key is the GSS code where a place has one (W06000011), else our own word ("WALES", "UK", "UK-ENG").
    Three generations of regional codes live side by side in notices: NUTS, ITL 2021 and ITL 2025. Several councils
    can share one of them.
    """

    class Kind(models.TextChoices):
        COUNCIL = "council", _("Council area")
        REGION = "region", _("Region")
        NATION = "nation", _("Nation")
        STATE = "state", _("United Kingdom")

    code = models.CharField(max_length=9, primary_key=True)
    name_en = models.CharField(max_length=60, unique=True)
    name_cy = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    nuts = models.CharField(max_length=5, blank=True)
    itl_2021 = models.CharField(max_length=5, blank=True)
    itl_2025 = models.CharField(max_length=5, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="area_only_the_state_has_no_parent",
                condition=Q(kind="state", parent=None) | (~Q(kind="state") & Q(parent__isnull=False)),
            )
        ]

    def __str__(self):
        return self.name_en


class WellbeingGoal(models.Model):
    """One of the seven goals of the Well-being of Future Generations (Wales) Act 2015.

    `verified` is false while the Welsh title has not been compared with the Act.
    """

    code = models.CharField(max_length=4, primary_key=True)
    name_en = models.CharField(max_length=100)
    name_cy = models.CharField(max_length=100)
    source = models.CharField(max_length=200)
    verified = models.BooleanField(default=False)

    def __str__(self):
        return self.name_en


class ThresholdQuerySet(models.QuerySet):
    def in_force(self, on: date):
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


class Threshold(models.Model):
    """The value, VAT included, from which the full procurement rules apply to one kind of contract, for a period.

    Thresholds change every second January. `verified` is false while the figure has not been read in the official
    annex; pages then say so. `valid_to` is the last day, or empty while the figure is in force.
    """

    class Kind(models.TextChoices):
        WORKS = "works", _("Works")
        GOODS_SERVICES_SUB_CENTRAL = "goods_services_sub_central", _("Goods and services, councils and others")
        GOODS_SERVICES_CENTRAL = "goods_services_central", _("Goods and services, central government")
        LIGHT_TOUCH = "light_touch", _("Light touch services")
        UTILITIES = "utilities", _("Utilities, goods and services")
        UTILITIES_LIGHT_TOUCH = "utilities_light_touch", _("Utilities, light touch services")

    kind = models.CharField(max_length=30, choices=Kind.choices)
    amount = models.DecimalField(max_digits=12, decimal_places=2)  # pounds, including VAT
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    source_url = models.URLField()
    verified = models.BooleanField(default=False)

    objects = ThresholdQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="threshold_one_per_kind_and_start", fields=["kind", "valid_from"]),
            models.UniqueConstraint(name="threshold_one_open_per_kind", fields=["kind"], condition=Q(valid_to=None)),
            models.CheckConstraint(
                name="threshold_ends_after_it_starts", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
            models.CheckConstraint(name="threshold_amount_is_positive", condition=Q(amount__gt=0)),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} from {self.valid_from}: £{self.amount:,.0f} including VAT"
