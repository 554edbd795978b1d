"""An upcoming contract in the pipeline."""

from datetime import datetime
from decimal import Decimal

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat, Greatest, Length, LPad, Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation
from collab_portal.audit.history import track_history
from collab_portal.reference.models import Category
from procurement.models.stages import CURRENT_STAGES, TRANSITIONS, NotAllowed, Stage
from procurement.models.terms import TERM_CONSTRAINTS, Terms


class Confidence(models.TextChoices):
    """How sure the buyer is of a date."""

    IDEA = "idea", _("An early idea")
    LIKELY = "likely", _("Likely")
    FIRM = "firm", _("Firm")


class ValueBand(models.TextChoices):
    """A range for a value that is not yet known, in pounds without VAT."""

    UNDER_30K = "0-30000", _("Under £30,000")
    TO_100K = "30000-100000", _("£30,000 to £100,000")
    TO_250K = "100000-250000", _("£100,000 to £250,000")
    TO_1M = "250000-1000000", _("£250,000 to £1 million")
    TO_5M = "1000000-5000000", _("£1 million to £5 million")
    OVER_5M = "5000000-", _("Over £5 million")

    @property
    def limits(self) -> tuple[Decimal, Decimal | None]:
        """The lowest and the highest value in pounds; no highest for the last band."""
        low, high = self.value.split("-")
        return Decimal(low), Decimal(high) if high else None


class OpportunityQuerySet(models.QuerySet):
    def of_member(self, user, roles):
        """Those of the body the person acts for, if she has one of the roles there."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(buyer=user.acting_for_id, buyer__memberships__user=user, buyer__memberships__role__in=roles)

    def visible_to(self, user):
        """Drafts and working copies: any member of the buyer. What is published is read as a `PipelineEntry`."""
        return self.of_member(user, Membership.Role.values)

    def editable_by(self, user):
        return self.of_member(user, Membership.EDITORS)

    def publishable_by(self, user):
        return self.of_member(user, Membership.PUBLISHERS)

    def published(self):
        return self.exclude(stage=Stage.DRAFT)

    def late(self, at):
        """What should have happened by that moment has not: no tender was opened, or no winner named."""
        planned = Q(stage=Stage.PLANNED, tender_start_latest__lt=timezone.localdate(at))
        return self.filter(planned | Q(stage=Stage.TENDERING, submissions_close_at__lt=at))

    def half_translated(self):
        """Current ones of which a title or a description is there in one language only."""
        missing = Q(title_en="") | Q(title_cy="") | Q(description_en="") | Q(description_cy="")
        return self.filter(missing, stage__in=CURRENT_STAGES)

    def differing(self):
        """An imported notice says something else, and nobody has decided yet."""
        return self.filter(differences__isnull=False, differences__settled_at=None).distinct()


def zero_padded(field: str):
    """The number of a row as text of at least four digits."""
    digits = Cast(field, models.TextField())
    return LPad(digits, Greatest(Value(4), Length(digits)), Value("0"))


def window():
    """The three fields of a date that is known only roughly: not before, not after, how sure."""
    return (
        models.DateField(null=True, blank=True),
        models.DateField(null=True, blank=True),
        models.CharField(max_length=10, choices=Confidence, blank=True),
    )


def window_is_sound(name: str) -> models.CheckConstraint:
    """Both ends of a window are known or neither is, and the first is not after the last."""
    both = Q(**{f"{name}_latest__gte": F(f"{name}_earliest")})
    neither = Q(**{f"{name}_earliest": None, f"{name}_latest": None})
    return models.CheckConstraint(condition=both | neither, name=f"{name}_window_is_sound")


@track_history(exclude=["contact_email"])
class Opportunity(Terms):
    """An upcoming contract in the pipeline.

    The rows here are the officer's working copy. What the public sees is the last `Release`, so that an edit shows
    only once it is published. Values are in pounds; `value_amount` is without VAT, `value_gross` with it.
    Dates that are not settled are windows with a confidence.
    """

    class Origin(models.TextChoices):
        PORTAL = "portal", _("Entered here")
        IMPORT = "import", _("Imported from a notice")

    class MainCategory(models.TextChoices):
        SERVICES = "services", _("Services")
        GOODS = "goods", _("Goods")
        WORKS = "works", _("Works")

    class Procedure(models.TextChoices):
        """How the buyer will choose (Procurement Act 2023, sections 20 and 41, and Part 6 below the thresholds)."""

        OPEN = "open", _("Open procedure")
        FLEXIBLE = "competitive-flexible", _("Competitive flexible procedure")
        FRAMEWORK = "framework", _("Call-off from a framework")
        DIRECT = "direct", _("Direct award")
        QUOTATION = "quotation", _("Quotations, below the threshold")
        OTHER = "other", _("Another way")

    MILESTONES = ("tender_start", "tender_close", "award", "contract_start")

    reference = models.GeneratedField(
        expression=Concat(Value("CP-"), zero_padded("id")),
        output_field=models.CharField(max_length=20),
        db_persist=True,
        unique=True,
    )
    # Null until the row has its number: two drafts at once must not both have an empty one.
    ocid = models.CharField(max_length=100, unique=True, null=True, editable=False)  # noqa: DJ001
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.PORTAL, editable=False)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.DRAFT, editable=False)
    buyer = models.ForeignKey(Organisation, models.PROTECT, related_name="opportunities")
    joint_buyers = models.ManyToManyField(Organisation, blank=True, related_name="joint_opportunities")

    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_cy = models.CharField(_("title in Welsh"), max_length=300, blank=True)
    description_en = models.TextField(_("description in English"), max_length=10_000, blank=True)
    description_cy = models.TextField(_("description in Welsh"), max_length=10_000, blank=True)

    main_category = models.CharField(max_length=10, choices=MainCategory, default=MainCategory.SERVICES)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    cpv_codes = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    area_codes = ArrayField(models.CharField(max_length=12), default=list, blank=True)

    value_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    value_gross = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    value_band = models.CharField(max_length=20, choices=ValueBand, blank=True)
    currency = models.CharField(max_length=3, default="GBP")

    tender_start_earliest, tender_start_latest, tender_start_confidence = window()
    tender_close_earliest, tender_close_latest, tender_close_confidence = window()
    award_earliest, award_latest, award_confidence = window()
    contract_start_earliest, contract_start_latest, contract_start_confidence = window()
    contract_months = models.PositiveSmallIntegerField(null=True, blank=True)
    extension_months = models.PositiveSmallIntegerField(null=True, blank=True)
    tender_opened_on = models.DateField(null=True, editable=False)  # when the tender notice was published
    submissions_close_at = models.DateTimeField(null=True, blank=True)

    procedure = models.CharField(max_length=25, choices=Procedure, blank=True)
    regime = models.CharField(max_length=20, choices=Organisation.Regime, blank=True)
    light_touch = models.BooleanField(null=True, blank=True)

    contact_name = models.CharField(max_length=150, blank=True, help_text="A role, not a person.")
    contact_email = models.EmailField(blank=True)
    # On the public page: "checked for small providers: what we did".
    design_badge = models.BooleanField(default=False)
    follows = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="followed_by")

    edited_fields = ArrayField(models.CharField(max_length=40), default=list, blank=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        constraints = [
            *(window_is_sound(name) for name in ("tender_start", "tender_close", "award", "contract_start")),
            models.CheckConstraint(
                condition=Q(stage=Stage.DRAFT, published_at=None)
                | (~Q(stage=Stage.DRAFT) & Q(published_at__isnull=False)),
                name="published_unless_draft",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.TENDERING) | Q(submissions_close_at__isnull=False) | Q(origin="import"),
                name="tendering_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=Q(value_amount=None) | Q(value_gross=None) | Q(value_gross__gte=F("value_amount")),
                name="opportunity_gross_not_below_net",
            ),
            models.CheckConstraint(
                condition=Q(value_amount=None, value_gross=None) | Q(value_band=""), name="value_or_band_not_both"
            ),
            *TERM_CONSTRAINTS,
        ]
        indexes = [models.Index(fields=["buyer", "stage"], name="opportunity_of_buyer")]
        triggers = [
            pgtrigger.Protect(
                name="deadline_only_extended",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__submissions_close_at__gt=pgtrigger.F("new__submissions_close_at"),
                    new__origin="portal",
                    new__stage=Stage.TENDERING.value,
                ),
            )
        ]

    def __str__(self):
        return f"{self.reference}: {self.title_en or self.title_cy}"

    def get_absolute_url(self):
        return reverse("pipeline:detail", args=[self.reference])

    @property
    def is_published(self) -> bool:
        return self.stage != Stage.DRAFT

    def may_move_to(self, stage: Stage) -> bool:
        return stage in TRANSITIONS[Stage(self.stage)]

    def move_to(self, stage: Stage, *, at: datetime) -> None:
        """Take the step, or raise `NotAllowed` where the transition table has none."""
        if not self.may_move_to(stage):
            raise NotAllowed(
                _("This cannot be done: the opportunity is “%(stage)s”.") % {"stage": self.get_stage_display()}
            )
        self.stage = stage
        self.published_at = self.published_at or at
