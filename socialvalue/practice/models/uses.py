"""What others made of a study: who adapts it, what came of it, and what was copied into a draft."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language, Membership, Organisation, User
from collab_portal.audit.history import track_history
from procurement.models import Opportunity, Redesign
from socialvalue.models import Criteria
from socialvalue.practice.models.study import CaseStudy


class AdaptationQuerySet(models.QuerySet):
    def editable_by(self, user):
        """Whose people report on it."""
        mine = Membership.objects.filter(user=user, role__in=Membership.EDITORS).values("organisation")
        return self.filter(organisation__in=mine)

    def shown(self):
        """All but those that were given up."""
        return self.exclude(state=Adaptation.State.GIVEN_UP)

    def done(self):
        return self.filter(state=Adaptation.State.DONE)


@track_history(exclude=["who"])
class Adaptation(models.Model):
    """An organisation takes up what a study tells: first what it means to do, later what came of it.

    `after` is the adaptation it learned from, where that was not the study itself. Together they make a tree. `told_in`
    is the study in which it tells of this itself.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Wants to adapt it")
        DONE = "done", _("Adapted it")
        GIVEN_UP = "given-up", _("Did not go on")

    study = models.ForeignKey(CaseStudy, models.PROTECT, related_name="adaptations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    after = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    language = models.CharField(max_length=2, choices=Language)
    what = models.TextField(max_length=1000)
    who = models.CharField(max_length=150, blank=True)
    by_when = models.DateField(null=True, blank=True)
    opportunity = models.ForeignKey(Opportunity, models.SET_NULL, null=True, blank=True, related_name="+")
    result_language = models.CharField(max_length=2, choices=Language, blank=True)
    result = models.TextField(max_length=2000, blank=True)
    told_in = models.ForeignKey(CaseStudy, models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True, blank=True)

    objects = AdaptationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="planned", reported_at=None) | ~Q(state="planned") & Q(reported_at__isnull=False),
                name="a_reported_adaptation_has_a_moment",
            ),
            models.CheckConstraint(condition=~Q(state="done", result=""), name="an_adaptation_tells_its_result"),
            models.CheckConstraint(condition=~Q(after=models.F("id")), name="adaptation_not_after_itself"),
        ]
        indexes = [models.Index(fields=["by_when"], condition=Q(state="planned"), name="adaptation_planned")]

    def __str__(self):
        return f"adaptation {self.pk} of {self.study_id}"


class Copied(models.Model):
    """Where a part of an opportunity comes from: another body's redesign, or its criteria. It stays with the result."""

    class Kind(models.TextChoices):
        REDESIGN = "redesign", _("Contract designed anew")
        CRITERIA = "criteria", _("Social value criteria")

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="+")
    lot_number = models.PositiveSmallIntegerField(null=True)
    kind = models.CharField(max_length=10, choices=Kind)
    source = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    title_en = models.CharField(max_length=300, blank=True)
    title_cy = models.CharField(max_length=300, blank=True)
    redesign = models.ForeignKey(Redesign, models.SET_NULL, null=True, related_name="+")
    criteria = models.ForeignKey(Criteria, models.SET_NULL, null=True, related_name="+")
    study = models.ForeignKey(CaseStudy, models.SET_NULL, null=True, related_name="copies")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "copied"
        indexes = [models.Index(fields=["opportunity", "at"], name="copied_into")]

    def __str__(self):
        return f"{self.kind} in {self.opportunity_id}"
