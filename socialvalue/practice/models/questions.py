"""Questions to the officer who did it, and when she takes none."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language, Organisation, User
from socialvalue.practice.models.editing import acted
from socialvalue.practice.models.study import CaseStudy


class Pause(models.Model):
    """An officer takes no questions before a day. Her name is not shown with it."""

    user = models.OneToOneField(User, models.CASCADE, related_name="+", primary_key=True)
    until = models.DateField(_("taking questions again on"))

    def __str__(self):
        return f"pause of {self.user_id}"

    def holds(self, on: date) -> bool:
        return on < self.until


class StudyQuestionQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=StudyQuestion.State.WAITING)

    def shown(self):
        """Those whose two people agree that everybody may read them."""
        agreed = self.filter(state=StudyQuestion.State.ANSWERED, asker_agrees=True, officer_agrees=True)
        return agreed.filter(hidden_at=None)

    def of(self, user):
        """Those she asked or is asked."""
        return self.filter(Q(asked_by=user) | Q(officer=user))


class StudyQuestion(models.Model):
    """What somebody asks the officer who did it, relayed by the portal, and her answer.

    Everybody reads both on the study's page if the one who asked and the one who answered agree.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        ANSWERED = "answered", _("Answered")
        DECLINED = "declined", _("Not answered")

    study = models.ForeignKey(CaseStudy, models.PROTECT, related_name="questions")
    officer = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=2, choices=Language)
    question = models.TextField(_("question"), max_length=2000)
    asked_at = models.DateTimeField()
    asker_agrees = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    answer = models.TextField(_("answer"), max_length=5000, blank=True)
    answer_language = models.CharField(max_length=2, choices=Language, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    officer_agrees = models.BooleanField(default=False)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = acted()

    objects = StudyQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at=None) | ~Q(state="waiting") & Q(answered_at__isnull=False),
                name="a_study_question_is_settled_at_a_moment",
            ),
            models.CheckConstraint(condition=~Q(state="answered", answer=""), name="an_answer_says_something"),
        ]

    def __str__(self):
        return f"question {self.pk} about {self.study_id}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_shown(self) -> bool:
        both = self.asker_agrees and self.officer_agrees
        return self.state == self.State.ANSWERED and both and self.hidden_at is None
