"""Where a public body sets another figure than ours for a check of its contracts."""

from django.db import models

from collab_portal.accounts.models import Organisation
from collab_portal.audit.history import track_history


@track_history()
class DesignThreshold(models.Model):
    """A public body's own figure in place of one that is our judgement. `limit` names it, such as `F-02 annual`.

    What the law sets is nobody's to change: `procurement.design.limits` says which are.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="design_thresholds")
    limit = models.CharField(max_length=30)
    value = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "limit"], name="design_threshold_once"),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="design_threshold_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.limit}: {self.value}"
