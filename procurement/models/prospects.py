"""What an enterprise makes of opportunities: its own plan, which nobody else sees."""

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, new_token
from enterprises.models import Enterprise
from procurement.models.opportunity import Opportunity
from procurement.models.supply_needs import SupplyNeed


class Prospect(models.Model):
    """What an enterprise thinks of an opportunity in its plan: of all of it, of a lot, or of a supply-chain need.

    What is not said is `None`: the probability is unknown, the share is that agreed in its group or else all of it,
    the value is the published one. `done` are the things to do that somebody ticked (`procurement.outlook.to_do`).
    """

    WEEKS_FOR_A_BID = 4

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="prospects")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="prospects")
    lot = models.PositiveSmallIntegerField(null=True, blank=True)
    need = models.ForeignKey(SupplyNeed, models.CASCADE, null=True, blank=True, related_name="prospects")
    probability = models.PositiveSmallIntegerField(
        _("how likely is it that you win it?"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    share = models.DecimalField(_("your share of the value"), max_digits=5, decimal_places=2, null=True, blank=True)
    value = models.DecimalField(_("your own estimate"), max_digits=14, decimal_places=2, null=True, blank=True)
    weeks = models.PositiveSmallIntegerField(_("weeks you need to write the bid"), default=WEEKS_FOR_A_BID)
    note = models.TextField(_("note for yourselves"), max_length=1000, blank=True)
    done = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "opportunity", "lot", "need"],
                nulls_distinct=False,
                name="once_in_a_plan",
            ),
            models.CheckConstraint(condition=Q(lot=None) | Q(need=None), name="prospect_is_a_lot_or_a_need"),
            models.CheckConstraint(condition=Q(probability=None) | Q(probability__lte=100), name="likely_at_most_100"),
            models.CheckConstraint(condition=Q(share=None) | Q(share__gt=0, share__lte=100), name="own_share_per_cent"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=0), name="own_estimate_not_below_nothing"),
        ]

    def __str__(self):
        return f"{self.opportunity_id} in the plan of {self.enterprise_id}"


class PlanReader(models.Model):
    """A member's own view of her enterprise's plan: when she looked, and the secret address of its dates.

    It goes with her membership. A visit ends an hour after her last look; `seen_at` is when the one before ended.
    """

    VISIT = timedelta(hours=1)

    membership = models.OneToOneField(Membership, models.CASCADE, related_name="plan_reader")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    looked_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"plan reader {self.membership_id}"

    def is_back(self, at: datetime) -> bool:
        """This is another visit."""
        return at - self.looked_at > self.VISIT
