"""What bidders and buyers say to each other before and during a tender."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Organisation, User
from procurement.models.interest import Subscriber
from procurement.models.opportunity import Opportunity


class InterestQuerySet(models.QuerySet):
    def interested(self):
        return self.filter(answer=Interest.Answer.INTERESTED)

    def declined(self):
        return self.filter(answer=Interest.Answer.NOT_THIS_TIME)


class Interest(models.Model):
    """What an enterprise answers to an opportunity or to one of its lots: interested, or not this time and why.

    `lot` is a number as `version` published it; empty for all of it. Somebody who answers from an alert and looks
    after no entry in the directory answers for her `subscriber`, and says herself who she is: `name`.
    The buyer sees who is interested; of those who are not it sees the reasons only. Those who
    seek partners for the same part see each other, and each other's `pitch`.
    """

    class Answer(models.TextChoices):
        INTERESTED = "interested", _("We are interested")
        NOT_THIS_TIME = "not-this-time", _("Not this time")

    class Role(models.TextChoices):
        LEAD = "lead", _("As the main contractor, alone or as the lead of a group")
        PARTNER = "partner", _("As a partner in a group")
        SUBCONTRACTOR = "subcontractor", _("As a subcontractor")

    class Reason(models.TextChoices):
        TOO_BIG = "too-big", _("It is too big for us")
        TOO_SOON = "too-soon", _("There is too little time")
        INSURANCE = "insurance", _("It asks for too much insurance")
        AREA = "area", _("We do not work in that area")
        TURNOVER = "turnover", _("It asks for too much turnover")
        OTHER = "other", _("Something else")

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="interests")
    version = models.PositiveIntegerField()
    lot = models.PositiveSmallIntegerField(null=True, blank=True)
    # With the organisation, or with the address, go its answers.
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="interests")
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, null=True, related_name="interests")
    name = models.CharField(_("name of your organisation"), max_length=150, blank=True)
    answer = models.CharField(max_length=15, choices=Answer)
    role = models.CharField(max_length=15, choices=Role, blank=True)
    note = models.TextField(_("note to the buyer"), max_length=1000, blank=True)
    reason = models.CharField(max_length=10, choices=Reason, blank=True)
    reason_words = models.TextField(_("in your own words"), max_length=500, blank=True)
    seeks_partners = models.BooleanField(_("show us to others who look for partners here"), default=False)
    pitch = models.TextField(_("what you bring to a group, and what you look for"), max_length=500, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField()

    objects = InterestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, subscriber=None, name="")
                | Q(organisation=None, subscriber__isnull=False) & ~Q(name=""),
                name="interest_is_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(answer="interested", reason="", reason_words="") & ~Q(role="")
                | Q(answer="not-this-time", role="", note="") & ~Q(reason=""),
                name="interest_has_a_role_or_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(seeks_partners=False, pitch="") | Q(answer="interested", organisation__isnull=False),
                name="who_seeks_partners_is_interested",
            ),
            models.UniqueConstraint(
                fields=["opportunity", "organisation", "lot"],
                condition=Q(organisation__isnull=False),
                nulls_distinct=False,
                name="one_answer_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["opportunity", "subscriber", "lot"],
                condition=Q(subscriber__isnull=False),
                nulls_distinct=False,
                name="one_answer_per_subscriber",
            ),
        ]

    def __str__(self):
        return f"{self.answer} in {self.opportunity_id}"

    @property
    def is_interested(self) -> bool:
        return self.answer == self.Answer.INTERESTED
