"""What the desk keeps of its work: every revision, remarks at a paragraph, fact-checks, and what was decided."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language, User
from collab_portal.audit.history import track_history
from socialvalue.practice.models.states import Act
from socialvalue.practice.models.study import CaseStudy


def acted() -> models.ForeignKey:
    """Who did it, in a row that never changes: an account can go, the row stays as it is."""
    return models.ForeignKey(User, models.DO_NOTHING, null=True, db_constraint=False, related_name="+")


class Revision(models.Model):
    """The whole study as somebody saved it: `practice.content.Content`. It is written once and never changed."""

    append_only = True  # the web role may add rows and read them: see the migrate command

    study = models.ForeignKey(CaseStudy, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    by = acted()
    at = models.DateTimeField()
    restores = models.PositiveIntegerField(null=True, help_text="The number of the revision that was brought back.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "number"], name="revision_number_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"revision {self.number} of {self.study_id}"


class Milestone(models.Model):
    """One act on a study's way: what, by whom, when, and what was said. It is written once and never changed."""

    append_only = True  # the web role may add rows and read them: see the migrate command

    study = models.ForeignKey(CaseStudy, models.PROTECT, related_name="milestones")
    act = models.CharField(max_length=10, choices=Act)
    note = models.CharField(max_length=2000, blank=True)
    by = acted()
    at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.act} of {self.study_id}"


class RemarkQuerySet(models.QuerySet):
    def open(self):
        return self.filter(settled_at=None)


class Remark(models.Model):
    """What somebody said about one paragraph. `quoted` is the paragraph as it was then, to find it when texts move."""

    study = models.ForeignKey(CaseStudy, models.CASCADE, related_name="remarks")
    field = models.CharField(max_length=20)
    language = models.CharField(max_length=2, choices=Language)
    paragraph = models.PositiveSmallIntegerField()
    quoted = models.TextField(blank=True)
    body = models.TextField(_("remark"), max_length=2000)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    settled_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    def __str__(self):
        return f"remark {self.pk} on {self.study_id}"


class FactCheckQuerySet(models.QuerySet):
    def open(self, at):
        """Neither answered nor run out."""
        return self.filter(answered_at=None, expires_at__gt=at)


@track_history(exclude=["email", "name", "role", "corrections"])
class FactCheck(models.Model):
    """Somebody at the council or the enterprise is asked by mail if the facts are right. The link needs no account.

    It asks about one revision. What was answered, confirmed or corrected, is on record and does not change.
    """

    class Side(models.TextChoices):
        COUNCIL = "council", _("The council or other body")
        ENTERPRISE = "enterprise", _("The enterprise")

    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", _("The facts are right")
        CORRECTED = "corrected", _("Something has to be corrected")

    study = models.ForeignKey(CaseStudy, models.PROTECT, related_name="fact_checks")
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    email = models.EmailField(_("e-mail address"))
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    corrections = models.TextField(_("what has to be corrected"), max_length=4000, blank=True)
    name = models.CharField(_("your name"), max_length=150, blank=True)
    role = models.CharField(_("your role"), max_length=150, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = FactCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | ~Q(answer="") & Q(answered_at__isnull=False),
                name="a_fact_check_is_answered_at_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(answer="corrected", corrections=""), name="a_correction_says_what_is_wrong"
            ),
        ]

    def __str__(self):
        return f"fact-check {self.pk} of {self.study_id}"
