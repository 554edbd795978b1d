"""Forward plans kept in spreadsheets: each sheet on its way in, and line by line what it said last."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.sheets.uploads import SheetUpload, SheetUploadQuerySet
from procurement.models.opportunity import Opportunity
from procurement.models.stages import CURRENT_STAGES, Stage
from procurement.plans import finding


def _of_editor(user) -> Q:
    """Those of the body she acts for, if she may prepare opportunities there."""
    return Q(buyer=user.acting_for_id, buyer__memberships__user=user, buyer__memberships__role__in=Membership.EDITORS)


class PlanSheetQuerySet(SheetUploadQuerySet):
    def editable_by(self, user):
        """Those of colleagues too, who may finish them."""
        return self.filter(_of_editor(user))


class PlanSheet(SheetUpload):
    """A sheet with the plan of a public body, which one of its editors brings in."""

    buyer = models.ForeignKey(Organisation, models.CASCADE, related_name="plan_sheets")
    uploaded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    objects = PlanSheetQuerySet.as_manager()

    class Meta(SheetUpload.Meta):
        abstract = False

    def _records(self, fixes):
        return list(finding.records(self.sheet, self.header, self.columns, fixes))

    def propose(self, columns, header=None):
        return finding.propose(self.sheet, columns, header)

    def choose_sheet(self, name, columns, *, header_row=None):
        """Without a name, the first sheet in which a plan is recognised."""
        return super().choose_sheet(name or finding.choose(self.book).sheet.name, columns, header_row=header_row)


class PlanLineQuerySet(models.QuerySet):
    def editable_by(self, user):
        return self.filter(_of_editor(user))

    def vanished(self):
        """No longer in the plan, and nobody has said what became of them."""
        return self.filter(vanished_at__isnull=False, answer="", opportunity__stage__in=(Stage.DRAFT, *CURRENT_STAGES))


class PlanLine(models.Model):
    """A line of a plan as it was last read, by which the next version of the plan is recognised.

    `said` is what it said of each field. What stands in the opportunity otherwise was edited by an officer since, and
    stays. Without an opportunity, the draft was thrown away, and the line does not bring it back.
    """

    class Answer(models.TextChoices):
        STAYS = "stays", _("It stays in the pipeline")
        DONE = "done", _("It is done: it was bought or settled")
        WITHDRAWN = "withdrawn", _("It will not be bought")

    buyer = models.ForeignKey(Organisation, models.CASCADE, related_name="plan_lines")
    opportunity = models.OneToOneField(Opportunity, models.SET_NULL, null=True, blank=True, related_name="plan_line")
    key = models.CharField(max_length=400, help_text="Its reference, or else its normalised title.")
    title_key = models.CharField(max_length=400, blank=True)
    said = models.JSONField(default=dict)
    plan = models.CharField(max_length=16, blank=True, help_text="The same for the lines of one plan.")
    told_at = models.DateTimeField(help_text="When it was last seen in the plan.")
    vanished_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)

    objects = PlanLineQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["buyer", "key"], name="plan_line_once")]

    def __str__(self):
        return f"{self.key} of {self.buyer_id}"


class Renewal(models.Model):
    """A contract that ends soon, and what the officer decided: it is followed by a draft, or by nothing, and why."""

    class Dismissal(models.TextChoices):
        NOT_NEEDED = "not-needed", _("It is not needed any more")
        IN_HOUSE = "in-house", _("We will do it ourselves")
        EXTENDED = "extended", _("It has been extended")
        PLANNED = "planned", _("It is in the pipeline already")
        ANOTHER = "another", _("Another reason")

    opportunity = models.OneToOneField(Opportunity, models.CASCADE, related_name="renewal")
    reason = models.CharField(_("why not?"), max_length=12, choices=Dismissal)
    note = models.CharField(_("note for colleagues"), max_length=500, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField()

    def __str__(self):
        return f"{self.opportunity_id}: {self.reason}"
