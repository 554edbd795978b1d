"""What a promise is worth in pounds, as the buyer reckons it: which value it is paired with, and what is taken off."""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.audit.history import track_history
from socialvalue.models.delivery import Promise
from socialvalue.models.proxies import Proxy

LONGEST = 60  # years, as in `socialvalue.value`


def share() -> ArrayField:
    """Low, central and high, as shares of one."""
    return ArrayField(models.DecimalField(max_digits=5, decimal_places=4), size=3)


class ValuationQuerySet(models.QuerySet):
    def told_to(self, *, is_buyer: bool):
        """The buyer reads all; the supplier only what rests on sets that are open to everybody."""
        return self if is_buyer else self.filter(proxy__proxy_set__owner=None)


@track_history()
class Valuation(models.Model):
    """One promise, valued: a value for one unit, and the shares that the supplier cannot take credit for.

    Each share stands with its reason. `who`: for whom the change is; the same outcome for the same people may be
    valued once, and without a name it is for all.
    """

    promise = models.OneToOneField(Promise, models.PROTECT, related_name="valuation")
    proxy = models.ForeignKey(Proxy, models.PROTECT, related_name="+")
    who = models.CharField(_("for whom"), max_length=200, blank=True)
    years = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(LONGEST)])
    deadweight = share()
    deadweight_because = models.TextField(max_length=1000)
    attribution = share()
    attribution_because = models.TextField(max_length=1000)
    displacement = share()
    displacement_because = models.TextField(max_length=1000)
    dropoff = share()
    dropoff_because = models.TextField(max_length=1000)
    # The number of the person, as in the trail: it stays when she is erased, and leads to nobody.
    valued_by = models.BigIntegerField()
    valued_at = models.DateTimeField()

    objects = ValuationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(years__gte=1, years__lte=LONGEST), name="valued_for_some_years"),
            models.CheckConstraint(
                condition=~Q(deadweight_because="")
                & ~Q(attribution_because="")
                & ~Q(displacement_because="")
                & ~Q(dropoff_because=""),
                name="each_share_has_its_reason",
            ),
        ]

    def __str__(self):
        return f"value of promise {self.promise_id}"
