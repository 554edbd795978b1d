"""How far a public body has come on the five steps, as it says itself, and what it does next."""

import pgtrigger
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.audit.history import track_history
from socialvalue.practice.models.choices import Step


class Level(models.IntegerChoices):
    """How far a body has come with one statement."""

    NOT_YET = 0, _("Not yet")
    BEGUN = 1, _("We have begun")
    USUAL = 2, _("It is usual here")
    SHOWN = 3, _("It is how we work, and we can show it")


class AssessmentQuerySet(models.QuerySet):
    def running(self):
        return self.filter(closed_at=None)

    def closed(self):
        return self.filter(closed_at__isnull=False)

    def public(self):
        """Those that everybody may read."""
        return self.closed().filter(published_at__isnull=False)

    def shared_with(self, network):
        """Closed, of a member, and meant for the eyes of this network."""
        return self.closed().filter(shares__network=network, body__networks__network=network)


class Assessment(models.Model):
    """What a public body says of itself on the five steps, once a year. Closing it keeps it for good as a `snapshot`.

    The snapshot is what `practice.five_steps.record` calls Closed.
    """

    body = models.ForeignKey(Organisation, models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField(help_text="In which it was begun.")
    edition = models.CharField(max_length=10, help_text="Of the statements: the day from which they are used.")
    snapshot = models.JSONField(null=True, editable=False)
    started_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True, help_text="When the body let everybody read it.")

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "year"], name="one_assessment_a_year"),
            models.UniqueConstraint(fields=["body"], condition=Q(closed_at=None), name="one_assessment_runs"),
            models.CheckConstraint(
                condition=Q(closed_at=None, snapshot=None) | Q(closed_at__isnull=False, snapshot__isnull=False),
                name="a_closed_assessment_is_kept",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(closed_at__isnull=False), name="only_a_closed_assessment_is_public"
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="closed_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False)
                & (
                    pgtrigger.Q(old__body__df=pgtrigger.F("new__body"))
                    | pgtrigger.Q(old__year__df=pgtrigger.F("new__year"))
                    | pgtrigger.Q(old__edition__df=pgtrigger.F("new__edition"))
                    | pgtrigger.Q(old__snapshot__df=pgtrigger.F("new__snapshot"))
                    | pgtrigger.Q(old__closed_at__df=pgtrigger.F("new__closed_at"))
                ),
            ),
            pgtrigger.Protect(
                name="closed_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"assessment {self.year} of {self.body_id}"

    def get_absolute_url(self):
        if self.closed_at:
            return reverse("five-steps:year", args=[self.body.slug, self.year])
        return reverse("five-steps:overview", args=[self.body.slug])


@track_history(exclude=["note", "link"])
class StepAnswer(models.Model):
    """How far the body has come with one statement, who said so and when."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="answers")
    statement = models.CharField(max_length=30)
    level = models.PositiveSmallIntegerField(choices=Level, validators=[MaxValueValidator(Level.SHOWN)])
    note = models.CharField(max_length=600, blank=True)
    link = models.URLField(max_length=500, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "statement"], name="one_answer_a_statement"),
            models.CheckConstraint(condition=Q(level__lte=Level.SHOWN), name="a_level_that_there_is"),
        ]

    def __str__(self):
        return f"{self.statement}: {self.level}"


class AssessmentShare(models.Model):
    """The body lets one of its networks see a closed assessment under its name."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="shares")
    network = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "network"], name="shared_with_a_network_once")]

    def __str__(self):
        return f"{self.assessment_id} for {self.network_id}"


class NextActionQuerySet(models.QuerySet):
    def open(self):
        return self.filter(state=NextAction.State.OPEN)

    def due(self, on):
        """Whose day has come, with an owner who still works there."""
        still = Membership.objects.filter(user=models.OuterRef("owner"), organisation=models.OuterRef("body"))
        return self.open().filter(models.Exists(still), due_on__lte=on, owner__is_active=True)


@track_history(exclude=["what"])
class NextAction(models.Model):
    """Something that a public body means to do on one of the five steps: who sees to it, and by when."""

    class State(models.TextChoices):
        OPEN = "open", _("To do")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    body = models.ForeignKey(Organisation, models.PROTECT, related_name="next_actions")
    step = models.CharField(max_length=20, choices=Step)
    what = models.CharField(max_length=300)
    owner = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = NextActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", settled_at=None) | ~Q(state="open") & Q(settled_at__isnull=False),
                name="a_next_action_is_settled_at",
            )
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(state="open"), name="next_action_due")]

    def __str__(self):
        return self.what
