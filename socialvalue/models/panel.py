"""The people who judge offers, what each of them says alone, what they agree on, and what comes of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from collab_portal.audit.history import track_history
from socialvalue.models.criteria import Criteria, Criterion
from socialvalue.models.offers import Offer


class PanelQuerySet(models.QuerySet):
    def of(self, user):
        """The seats of this person."""
        return self.filter(user=user) if user.is_authenticated else self.none()

    def active(self):
        """Those who take part: nobody with an interest, nobody who was taken off."""
        return self.filter(stood_down_at=None)

    def at_work(self):
        """Of panels whose result nobody has confirmed yet."""
        return self.active().exclude(criteria__results__decision__isnull=False)

    def evaluators(self):
        return self.active().filter(role=PanelMember.Role.EVALUATOR)

    def moderators(self):
        return self.active().filter(role=PanelMember.Role.MODERATOR)


@track_history(exclude=["interest", "stood_down_because"])
class PanelMember(models.Model):
    """Somebody who judges the offers for a lot, or moderates.

    She declares her interests before she sees an offer. An evaluator sees no price and nobody else's scores until
    every evaluator's scores are locked. Who has an interest takes no part. When a person is erased her seat stays.
    """

    class Role(models.TextChoices):
        EVALUATOR = "evaluator", _("Evaluator")
        MODERATOR = "moderator", _("Moderator")

    criteria = models.ForeignKey(Criteria, models.PROTECT, related_name="panel")
    user = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=9, choices=Role)
    declared_at = models.DateTimeField(null=True, blank=True)
    has_interest = models.BooleanField(null=True, blank=True)
    interest = models.TextField(_("your interest"), max_length=2000, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    stood_down_at = models.DateTimeField(null=True, blank=True)
    stood_down_because = models.CharField(max_length=500, blank=True)

    objects = PanelQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["criteria", "user"], name="panel_member_once"),
            models.CheckConstraint(
                condition=Q(declared_at=None, has_interest=None)
                | Q(declared_at__isnull=False, has_interest__isnull=False),
                name="an_interest_is_declared_with_its_moment",
            ),
            models.CheckConstraint(
                condition=Q(stood_down_at__isnull=False) | Q(has_interest=None) | Q(has_interest=False),
                name="who_has_an_interest_is_stood_down",
            ),
        ]

    def __str__(self):
        return f"{self.role} {self.user_id}"

    @property
    def name(self) -> str:
        """Read with `select_related("user")`."""
        return str(self.user or _("somebody whose account was erased"))

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None


class ScoreQuerySet(models.QuerySet):
    def current(self):
        """The last version of each."""
        each = ("member", "offer", "criterion")
        return self.order_by(*each, "-version").distinct(*each)


@track_history()
class Score(models.Model):
    """The points one evaluator gives an offer's answer to one question, and why.

    Until she locks, it is her draft and may be half done. A change after the lock is a new version with its own
    reason; the earlier one stays.
    """

    member = models.ForeignKey(PanelMember, models.PROTECT, related_name="scores")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    reason = models.TextField(_("reason"), max_length=4000, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    changed_because = models.TextField(max_length=1000, blank=True)
    given_at = models.DateTimeField()

    objects = ScoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "offer", "criterion", "version"], name="score_version_once"),
            models.CheckConstraint(condition=Q(points=None) | Q(points__gte=0), name="points_not_negative"),
            models.CheckConstraint(
                condition=Q(version=1) | Q(points__isnull=False) & ~Q(changed_because="") & ~Q(reason=""),
                name="a_changed_score_says_why",
            ),
        ]

    def __str__(self):
        return f"score {self.pk}"

    @property
    def is_whole(self) -> bool:
        return self.points is not None and bool(self.reason)


class ConsensusQuerySet(models.QuerySet):
    def current(self):
        return self.order_by("offer", "criterion", "-version").distinct("offer", "criterion")


class Consensus(models.Model):
    """The points the panel agreed on for one answer, and why: written by the moderator, never an average."""

    append_only = True

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="consensus")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=2)
    reason = models.TextField(_("reason"), max_length=4000)
    version = models.PositiveSmallIntegerField(default=1)
    changed_because = models.TextField(max_length=1000, blank=True)
    # The number of the person, as in the trail: it stays when she is erased, and leads to nobody.
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    objects = ConsensusQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "consensus"
        constraints = [
            models.UniqueConstraint(fields=["offer", "criterion", "version"], name="consensus_version_once"),
            models.CheckConstraint(condition=Q(points__gte=0), name="agreed_points_not_negative"),
            models.CheckConstraint(condition=~Q(reason=""), name="what_is_agreed_has_its_reason"),
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
    outcome = models.JSONField()  # a `socialvalue.awarding.Record`
    reason = models.TextField(max_length=1000, blank=True)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["criteria", "version"], name="result_version_once"),
            models.CheckConstraint(condition=Q(version=1) | ~Q(reason=""), name="a_later_result_says_why"),
        ]

    def __str__(self):
        return f"result {self.version} of {self.criteria_id}"


class Decision(models.Model):
    """That a result was confirmed: from then on there are an award report and letters. The last one counts.

    Where the published rule leaves several first, `because` says what was done about it, and `winner` which of them
    has the award; without one, all of them.
    """

    append_only = True

    result = models.OneToOneField(Result, models.PROTECT, related_name="decision")
    winner = models.ForeignKey(Offer, models.PROTECT, null=True, blank=True, related_name="+")
    because = models.TextField(max_length=2000, blank=True)
    decided_by = models.BigIntegerField()
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(winner=None) | ~Q(because=""), name="a_choice_between_equals_says_why")
        ]

    def __str__(self):
        return f"decision on {self.result_id}"


class FeedbackLetter(models.Model):
    """That the letter about its offer went to a bidder, once for each decision."""

    append_only = True

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="letters")
    offer = models.ForeignKey(Offer, models.PROTECT, related_name="letters")
    sent_by = models.BigIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "offer"], name="one_letter_of_a_decision")]

    def __str__(self):
        return f"letter {self.pk}"
