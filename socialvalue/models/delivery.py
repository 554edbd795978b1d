"""What was promised, quarter by quarter; what its supplier reports; and what is done where it does not come."""

from datetime import date, timedelta
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat, Greatest, Length, LPad
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation
from collab_portal.audit.history import track_history
from collab_portal.files.models import StoredFile
from procurement.models import Lot
from procurement.ocds.dates import months_later
from socialvalue.models.criteria import Criterion
from socialvalue.models.frameworks import Measure, Unit
from socialvalue.models.offers import Offer

DIGITS = Cast("id", models.TextField())
MONTHS = 3


class DeliveryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The two sides, and nobody else: the buyer, and the supplier or what it was merged into."""
        if not user.is_authenticated:
            return self.none()
        acting = user.memberships.filter(organisation=user.acting_for_id).values("organisation")
        return self.filter(Q(buyer__in=acting) | Q(supplier__in=acting) | Q(supplier__merged_into__in=acting))


@track_history(exclude=["supplier_name"])
class Delivery(models.Model):
    """What the winner of a lot promised, as a plan: one for each winning offer, from the day the contract starts.

    Only the buyer and the supplier see it. Where the offer was entered by the buyer, the supplier is whom the award
    names; if that is nobody who is known here, the buyer writes down what the supplier reports.
    """

    reference = models.GeneratedField(
        expression=Concat(Value("SV-"), LPad(DIGITS, Greatest(Value(4), Length(DIGITS)), Value("0"))),
        output_field=models.CharField(max_length=24),
        db_persist=True,
        unique=True,
    )
    offer = models.OneToOneField(Offer, models.PROTECT, related_name="delivery")
    lot = models.ForeignKey(Lot, models.PROTECT, related_name="deliveries")
    buyer = models.ForeignKey(Organisation, models.PROTECT, related_name="deliveries_to")
    supplier = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="deliveries_by")
    supplier_name = models.CharField(max_length=255, blank=True)
    starts_on = models.DateField(_("start of the contract"))
    quarters = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    # The number of the person, as in the trail: it stays when she is erased, and leads to nobody.
    begun_by = models.BigIntegerField()

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.CheckConstraint(
                condition=Q(supplier__isnull=False) | ~Q(supplier_name=""), name="a_delivery_has_its_supplier"
            ),
            models.CheckConstraint(condition=Q(quarters__gt=0), name="a_delivery_has_quarters"),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("deliveries:detail", args=[self.reference])

    @property
    def by(self) -> str:
        """The supplier's name; read with `select_related("supplier")`."""
        return self.supplier.name if self.supplier else self.supplier_name

    def quarter_starts(self, number: int) -> date:
        return self.starts_on if number == 1 else self.quarter_ends(number - 1) + timedelta(days=1)

    def quarter_ends(self, number: int) -> date:
        return months_later(self.starts_on, MONTHS * number)

    def due(self, on: date) -> int:
        """How many quarters are over."""
        return sum(self.quarter_ends(number) < on for number in range(1, self.quarters + 1))

    def begun(self, on: date) -> int:
        """How many quarters are over or under way."""
        return sum(self.quarter_starts(number) <= on for number in range(1, self.quarters + 1))


class PromiseQuerySet(models.QuerySet):
    def agreed(self):
        """Part of the plan: not a substitute that is only proposed, or was refused."""
        return self.filter(agreed_at__isnull=False)


@track_history(exclude=["who"])
class Promise(models.Model):
    """One commitment of a delivery: so much of a unit in each quarter, or something told in words.

    A substitute `replaces` another promise from one quarter on, once the buyer agreed. The original stays as it was
    offered: what it promised for the quarters before still counts, and the rest is shown as replaced.
    """

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="promises")
    criterion = models.ForeignKey(Criterion, models.PROTECT, null=True, blank=True, related_name="+")
    measure = models.ForeignKey(Measure, models.PROTECT, null=True, blank=True, related_name="+")
    title_en = models.CharField(max_length=500, blank=True)
    title_cy = models.CharField(max_length=500, blank=True)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, blank=True)
    less_is_better = models.BooleanField(default=False)
    quantities = ArrayField(models.DecimalField(max_digits=14, decimal_places=2), default=list, blank=True)
    text = models.TextField(max_length=8000, blank=True)
    how = models.TextField(max_length=2000, blank=True)
    evidence = models.CharField(max_length=500, blank=True)
    who = models.CharField(max_length=200, blank=True)
    goals = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    position = models.PositiveSmallIntegerField()
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="substitutes")
    from_quarter = models.PositiveSmallIntegerField(default=1)
    agreed_at = models.DateTimeField(null=True, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title_en="", title_cy=""), name="a_promise_has_a_title"),
            models.CheckConstraint(
                condition=Q(replaces__isnull=False) | Q(agreed_at__isnull=False), name="what_was_offered_is_agreed"
            ),
            models.CheckConstraint(condition=Q(from_quarter__gte=1), name="a_promise_begins_with_a_quarter"),
            models.UniqueConstraint(
                fields=["replaces"], condition=Q(agreed_at__isnull=False), name="one_substitute_is_agreed"
            ),
        ]

    def __str__(self):
        return f"promise {self.pk}"

    @property
    def is_counted(self) -> bool:
        return bool(self.unit)

    @cached_property
    def replaced_from(self) -> int | None:
        """The quarter from which another promise stands in its place; read with `prefetch_related("substitutes")`."""
        agreed = [each.from_quarter for each in self.substitutes.all() if each.agreed_at]
        return agreed[0] if agreed else None

    def promised_in(self, quarter: int) -> Decimal | None:
        """As it was offered, whether replaced since or not; None for what is told in words."""
        place = quarter - self.from_quarter
        if not self.is_counted:
            return None
        return self.quantities[place] if 0 <= place < len(self.quantities) else Decimal(0)

    def asks_in(self, quarter: int) -> bool:
        """Nought of a measure is no promise, unless less is better: then it is the best there is."""
        return self.less_is_better or self.promised_in(quarter) != 0

    def stands_in(self, quarter: int) -> bool:
        return self.from_quarter <= quarter and (self.replaced_from is None or quarter < self.replaced_from)


@track_history()
class Report(models.Model):
    """What the supplier says was done for one promise in one quarter, and what the buyer says to that.

    Several reports of a quarter add up. One that was queried is answered by the next; none is written over.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for the buyer")
        QUERIED = "queried", _("Queried")
        ANSWERED = "answered", _("Answered by a later report")
        ACCEPTED = "accepted", _("Accepted")
        REJECTED = "rejected", _("Rejected")

    OPEN = (State.WAITING, State.QUERIED)

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="reports")
    quarter = models.PositiveSmallIntegerField()
    quantity = models.DecimalField(_("quantity"), max_digits=14, decimal_places=2, null=True, blank=True)
    account = models.TextField(_("what was done"), max_length=4000)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    accepted = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    reported_by = models.BigIntegerField()
    reported_at = models.DateTimeField()
    decided_by = models.BigIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity=None) | Q(quantity__gte=0), name="reported_not_negative"),
            models.CheckConstraint(
                condition=Q(accepted=None) | Q(state="accepted", accepted__gte=0, accepted__lte=F("quantity")),
                name="accepted_is_not_more_than_reported",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(quantity=None) | Q(accepted__isnull=False),
                name="an_accepted_quantity_is_said",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["queried", "rejected"]) | ~Q(reason=""), name="no_report_refused_without_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None, decided_by=None)
                | Q(state="answered")
                | ~Q(state="waiting") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="a_decision_has_its_moment",
            ),
        ]

    def __str__(self):
        return f"report {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_accepted_in_part(self) -> bool:
        return self.accepted is not None and self.accepted < self.quantity


class Evidence(models.Model):
    """A file that shows what a report says. The two sides of the delivery may read it."""

    MOST = 3  # of a report

    report = models.ForeignKey(Report, models.PROTECT, related_name="evidence")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "evidence"

    def __str__(self):
        return f"evidence {self.pk}"


class RemedyStep(models.Model):
    """A step on the ladder from a first query to a notice, about one promise. Each is kept; none is taken back."""

    append_only = True

    class Kind(models.TextChoices):
        QUERY = "query", _("Query")
        PLAN = "plan", _("Recovery plan")
        PROPOSAL = "proposal", _("Substitute proposed")
        APPROVAL = "approval", _("Substitute approved")
        REFUSAL = "refusal", _("Substitute refused")
        RETENTION = "retention", _("Retention or service credit")
        NOTICE = "notice", _("Notice under the contract")
        SETTLED = "settled", _("Settled")

    promise = models.ForeignKey(Promise, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=9, choices=Kind)
    text = models.TextField(_("what is said"), max_length=4000)
    amount = models.DecimalField(_("amount in pounds"), max_digits=14, decimal_places=2, null=True, blank=True)
    substitute = models.ForeignKey(Promise, models.PROTECT, null=True, blank=True, related_name="+")
    taken_by = models.BigIntegerField()
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_step_says_why"),
            models.CheckConstraint(
                condition=Q(kind="retention", amount__gt=0) | ~Q(kind="retention") & Q(amount=None),
                name="only_a_retention_has_an_amount",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["proposal", "approval", "refusal"], substitute__isnull=False)
                | ~Q(kind__in=["proposal", "approval", "refusal"]) & Q(substitute=None),
                name="a_substitution_names_its_substitute",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"
