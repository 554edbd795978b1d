"""What a body keeps for its yearly report on buying in a socially responsible way: objectives, steps, own words."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.audit.history import track_history
from procurement.models import Opportunity


class OfBodyQuerySet(models.QuerySet):
    def editable_by(self, user):
        """Those of the body she acts for, if she prepares things there."""
        acting = user.memberships.filter(organisation=user.acting_for_id, role__in=Membership.EDITORS)
        return self.filter(body__in=acting.values("organisation"))


class ObjectiveQuerySet(OfBodyQuerySet):
    def published(self):
        return self.filter(published_at__isnull=False)

    def latest(self):
        """The last version of each."""
        return self.order_by("number", "-version").distinct("number")


@track_history()
class Objective(models.Model):
    """A socially responsible procurement objective of a body (the 2023 Act, section 24), for some well-being goals.

    A published one never changes: the next version takes its place, and the one before stays for reports on its year.
    """

    body = models.ForeignKey(Organisation, models.CASCADE, related_name="objectives")
    number = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    title_en = models.CharField(_("objective in English"), max_length=300, blank=True)
    title_cy = models.CharField(_("objective in Welsh"), max_length=300, blank=True)
    goals = ArrayField(models.CharField(max_length=4), default=list, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "number", "version"], name="objective_version_once"),
            models.CheckConstraint(
                condition=Q(published_at=None) | ~Q(title_en="") & ~Q(title_cy=""),
                name="a_published_objective_has_both_languages",
            ),
        ]

    def __str__(self):
        return f"objective {self.number} v{self.version}"


@track_history()
class ReasonableStep(models.Model):
    """One thing a body did to meet its objectives, in one purchase or in general: the log the report draws on.

    `category` is the code of one of the six categories of section 27, where it is about one of them.
    """

    body = models.ForeignKey(Organisation, models.CASCADE, related_name="reasonable_steps")
    opportunity = models.ForeignKey(Opportunity, models.PROTECT, null=True, blank=True, related_name="reasonable_steps")
    objective = models.ForeignKey(Objective, models.PROTECT, null=True, blank=True, related_name="steps")
    category = models.CharField(max_length=20, blank=True)
    taken_on = models.DateField(_("day"))
    text_en = models.TextField(_("what was done, in English"), max_length=2000, blank=True)
    text_cy = models.TextField(_("what was done, in Welsh"), max_length=2000, blank=True)
    recorded_by = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    objects = OfBodyQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text_en="", text_cy=""), name="a_logged_step_says_what")]

    def __str__(self):
        return f"step {self.pk} of {self.body_id}"


@track_history()
class AnnualReport(models.Model):
    """The report of a body on one financial year (the 2023 Act, section 39), which begins on 1 April of `year`.

    A draft fills itself from what the portal knows. Publishing keeps those facts as they stood that day.
    """

    body = models.ForeignKey(Organisation, models.CASCADE, related_name="annual_reports")
    year = models.PositiveSmallIntegerField()
    facts = models.JSONField(null=True, blank=True, editable=False)  # a `socialvalue.statutory.facts.Facts`
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = OfBodyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "year"], name="one_report_for_a_year"),
            models.CheckConstraint(
                condition=Q(published_at=None, facts=None) | Q(published_at__isnull=False, facts__isnull=False),
                name="a_published_report_keeps_its_facts",
            ),
        ]

    def __str__(self):
        return f"report {self.year} of {self.body_id}"


@track_history()
class ReportText(models.Model):
    """What a body says in its own words in one section of its report."""

    report = models.ForeignKey(AnnualReport, models.CASCADE, related_name="texts")
    section = models.CharField(max_length=20)
    text_en = models.TextField(_("in English"), max_length=10000, blank=True)
    text_cy = models.TextField(_("in Welsh"), max_length=10000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "section"], name="one_text_for_a_section")]

    def __str__(self):
        return f"{self.section} of {self.report_id}"
