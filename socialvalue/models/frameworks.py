"""What social value can be measured by: frameworks, their measures, and what a unit of change is worth in pounds."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from collab_portal.audit.history import track_history


class Unit(models.TextChoices):
    """What a quantity counts."""

    NUMBER = "number", _("number")
    PEOPLE = "people", _("people")
    FTE = "FTE", _("full-time equivalent jobs")
    WEEKS = "weeks", _("weeks")
    HOURS = "hours", _("hours")
    POUNDS = "GBP", _("pounds")
    CARBON = "tCO2e", _("tonnes of carbon dioxide equivalent")
    MILES = "miles", _("miles")
    PER_CENT = "%", _("per cent")


class Sourced(models.Model):
    """A row that says where it comes from and how sure that is.

    What was written from memory (`recall`) is shown as unverified until somebody has compared it with the source.
    """

    class Verification(models.TextChoices):
        EXCERPT = "excerpt", _("Read in the source")
        SECONDARY = "secondary", _("Read in something that quotes the source")
        DERIVED = "derived", _("Worked out by us")
        RECALL = "recall", _("From memory, not compared with the source")

    source = models.CharField(max_length=500, blank=True)
    verification = models.CharField(max_length=10, choices=Verification, default=Verification.RECALL)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")

    class Meta:
        abstract = True

    @property
    def is_verified(self) -> bool:
        return self.verification != self.Verification.RECALL or self.confirmed_at is not None


class FrameworkQuerySet(models.QuerySet):
    def open_to(self, organisation: Organisation | None):
        """What everybody may use, and what is the organisation's own."""
        return self.filter(Q(owner=None) | Q(owner=organisation) if organisation else Q(owner=None))

    def valid(self, on: date):
        """Those that a new contract may use on that day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)


class Framework(models.Model):
    """A dated edition of a set of themes, outcomes and measures; a council's own set has an `owner`.

    An edition never changes its meaning: contracts run under the one they were let with.
    """

    class Kind(models.TextChoices):
        MEASURES = "measures", _("Measures for contracts")
        GOALS = "goals", _("Goals and ways of working")
        DUTIES = "duties", _("Duties in law")

    code = models.SlugField(max_length=40)
    edition = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.MEASURES)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_cy = models.CharField(_("name in Welsh"), max_length=200, blank=True)
    owner = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="frameworks")
    licence = models.CharField(max_length=100)
    attribution = models.CharField(max_length=300, blank=True)
    source_url = models.URLField(blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "code", "edition"], name="framework_edition_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="framework_ends_after_it_starts"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.edition}"


class Theme(Sourced):
    """A broad field of a framework, such as fair work."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="themes")
    code = models.CharField(max_length=20)
    title_en = models.CharField(max_length=300)
    title_cy = models.CharField(max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="theme_once")]

    def __str__(self):
        return f"{self.code} {self.title_en}"


class Outcome(Sourced):
    """What is to be better afterwards."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="outcomes")
    code = models.CharField(max_length=20)
    title_en = models.CharField(max_length=500)
    title_cy = models.CharField(max_length=500, blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["theme", "code"], name="outcome_once")]

    def __str__(self):
        return f"{self.code} {self.title_en}"


class MeasureQuerySet(models.QuerySet):
    def open_to(self, organisation: Organisation | None):
        mine = Q(outcome__theme__framework__owner=None)
        return self.filter(mine | Q(outcome__theme__framework__owner=organisation) if organisation else mine)


class Measure(Sourced):
    """What an offer can promise under an outcome: so many of a unit, or an account in words where it has no unit.

    `counts_activity` marks what counts hours or roles, not a change in somebody's life.
    `goals` are the codes of the well-being goals it serves.
    """

    class Direction(models.TextChoices):
        MORE = "more", _("More is better")
        LESS = "less", _("Less is better")

    outcome = models.ForeignKey(Outcome, models.CASCADE, related_name="measures")
    code = models.CharField(max_length=30)
    title_en = models.CharField(_("title in English"), max_length=500)
    title_cy = models.CharField(_("title in Welsh"), max_length=500, blank=True)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction, default=Direction.MORE)
    evidence_en = models.CharField(_("evidence asked, in English"), max_length=500, blank=True)
    evidence_cy = models.CharField(_("evidence asked, in Welsh"), max_length=500, blank=True)
    counts_activity = models.BooleanField(default=False)
    goals = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    position = models.PositiveSmallIntegerField()

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outcome", "code"], name="measure_once")]

    def __str__(self):
        return f"{self.code} {self.title_en}"


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


@track_history()
class Policy(models.Model):
    """What a public body asks for, by the value of the contract. One without an owner is an example to learn from."""

    owner = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="social_value_policies")
    slug = models.SlugField(max_length=60)
    title_en = models.CharField(_("title in English"), max_length=200)
    title_cy = models.CharField(_("title in Welsh"), max_length=200, blank=True)
    source_url = models.URLField(blank=True)
    source_note = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField(_("valid from"))
    is_in_use = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "policies"
        constraints = [models.UniqueConstraint(fields=["owner", "slug"], name="policy_once", nulls_distinct=False)]

    def __str__(self):
        return self.title_en


class PolicyBand(models.Model):
    """What a policy asks of contracts from a value up to another, in pounds without VAT; shares are per cent."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="bands")
    value_from = models.DecimalField(max_digits=14, decimal_places=2)
    value_to = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    is_required = models.BooleanField(default=True)
    weight = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    quantitative_share = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    most_measures = models.PositiveSmallIntegerField(null=True, blank=True)
    documents_en = models.CharField(max_length=300, blank=True)
    documents_cy = models.CharField(max_length=300, blank=True)

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
