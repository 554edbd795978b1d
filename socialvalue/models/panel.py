"""The people who judge offers, what each of them says alone, and what they agree on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from socialvalue.models.criteria import Criteria, Criterion
from socialvalue.models.offers import Offer


class PanelMember(models.Model):
    """Somebody who judges the offers for a lot, or moderates.

    She declares her interests before she sees an offer. An evaluator sees no price and nobody else's scores until
    every evaluator's scores are locked. Who has an interest takes no part.
    """

    class Role(models.TextChoices):
        EVALUATOR = "evaluator", _("Evaluator")
        MODERATOR = "moderator", _("Moderator")

    criteria = models.ForeignKey(Criteria, models.PROTECT, related_name="panel")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    role = models.CharField(max_length=9, choices=Role)
    declared_at = models.DateTimeField(null=True, blank=True)
    has_interest = models.BooleanField(null=True, blank=True)
    interest = models.TextField(_("your interest"), max_length=2000, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    stood_down_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["criteria", "user"], name="panel_member_once"),
            models.CheckConstraint(
                condition=Q(declared_at=None, has_interest=None)
                | Q(declared_at__isnull=False, has_interest__isnull=False),
                name="an_interest_is_declared_with_its_moment",
            ),
        ]

    def __str__(self):
        return f"{self.role} {self.user_id}"


class Score(models.Model):
    """The points one evaluator gives an offer's answer to one question, and why.

    A change after the lock is a new version with its own reason; the earlier one stays.
    """

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="scores")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=2)
    reason = models.TextField(_("reason"), max_length=4000)
    version = models.PositiveSmallIntegerField(default=1)
    changed_because = models.TextField(max_length=1000, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "offer", "criterion", "version"], name="score_version_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="points_not_negative"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(changed_because=""), name="a_changed_score_says_why"),
        ]

    def __str__(self):
        return f"score {self.pk}"


class Consensus(models.Model):
    """The points the panel agreed on for one answer, and why: written by the moderator, never an average."""

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="consensus")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=2)
    reason = models.TextField(_("reason"), max_length=4000)
    version = models.PositiveSmallIntegerField(default=1)
    changed_because = models.TextField(max_length=1000, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "consensus"
        constraints = [
            models.UniqueConstraint(fields=["offer", "criterion", "version"], name="consensus_version_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="agreed_points_not_negative"),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(changed_because=""), name="a_changed_consensus_says_why"
            ),
        ]

    def __str__(self):
        return f"consensus {self.pk}"


class Result(models.Model):
    """What the sum came to, as it stood: every number of every offer. A later one gives its reason; none is changed."""

    append_only = True

    criteria = models.ForeignKey(Criteria, models.PROTECT, related_name="results")
    version = models.PositiveSmallIntegerField()
    outcome = models.JSONField()  # a `socialvalue.scoring` result as JSON
    reason = models.TextField(max_length=1000, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["criteria", "version"], name="result_version_once"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="a_later_result_says_why"),
        ]

    def __str__(self):
        return f"result {self.version} of {self.criteria_id}"
