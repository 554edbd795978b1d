"""Questions about an opportunity, and the answers that everybody gets."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language, Organisation, User
from procurement.models.market_events import MarketEvent
from procurement.models.opportunity import Opportunity

EMPTY = Q(question_en="", question_cy="", answer_en="", answer_cy="")
IN_ENGLISH = ~Q(question_en="") & ~Q(answer_en="")
IN_WELSH = ~Q(question_cy="") & ~Q(answer_cy="")
NOT_IN_ENGLISH, NOT_IN_WELSH = Q(question_en="", answer_en=""), Q(question_cy="", answer_cy="")


class QuestionPeriod(models.Model):
    """The last day for questions about an opportunity. Without one they are taken while it is current."""

    opportunity = models.OneToOneField(Opportunity, models.CASCADE, primary_key=True, related_name="question_period")
    closes_on = models.DateField(_("last day for questions"))

    def __str__(self):
        return f"questions on {self.opportunity_id} until {self.closes_on}"


class QuestionQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=Question.State.WAITING).order_by("asked_at", "pk")

    def settled(self):
        """What the public reads, in the order in which it was told."""
        return self.exclude(state=Question.State.WAITING).order_by("number")


class Question(models.Model):
    """Something a bidder asked, and what everybody was told.

    Who asked is known to the portal only, so that the answer can be mailed to her: the buyer decides without knowing
    it. What was asked at a `market_event` has nobody's name. `asked` is read by the buyer; what is published is the
    buyer's wording of it, whole in both languages or whole in one. A question that is not answered says why. What was
    told can be corrected: everybody is told again, and `corrected_at` says when last.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits for an answer")
        ANSWERED = "answered", _("Answered")
        REFUSED = "refused", _("Not answered")

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="questions")
    # Published answers outlive whoever asked.
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="questions")
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    market_event = models.ForeignKey(MarketEvent, models.SET_NULL, null=True, related_name="questions")
    asked = models.TextField(_("your question"), max_length=2000)
    language = models.CharField(_("language of your question"), max_length=2, choices=Language)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    number = models.PositiveSmallIntegerField(null=True)
    question_en = models.TextField(_("the question in English"), max_length=2000, blank=True)
    question_cy = models.TextField(_("the question in Welsh"), max_length=2000, blank=True)
    answer_en = models.TextField(_("the answer in English"), max_length=5000, blank=True)
    answer_cy = models.TextField(_("the answer in Welsh"), max_length=5000, blank=True)
    settled_at = models.DateTimeField(null=True)
    corrected_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "number"], name="question_number_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", number=None, settled_at=None) & EMPTY
                | Q(state="answered", number__isnull=False, settled_at__isnull=False)
                & (IN_ENGLISH & IN_WELSH | IN_ENGLISH & NOT_IN_WELSH | IN_WELSH & NOT_IN_ENGLISH)
                | Q(state="refused", number__isnull=False, settled_at__isnull=False, question_en="", question_cy="")
                & ~Q(answer_en="", answer_cy=""),
                name="question_is_told_whole",
            ),
        ]
        indexes = [models.Index(fields=["opportunity"], condition=Q(state="waiting"), name="question_waiting")]

    def __str__(self):
        return f"question {self.number or self.pk} on {self.opportunity_id}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_answered(self) -> bool:
        return self.state == self.State.ANSWERED
