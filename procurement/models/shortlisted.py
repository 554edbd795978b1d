"""For which opportunity a shortlist is kept."""

from django.db import models

from enterprises.models import Shortlist
from procurement.models.opportunity import Opportunity


class OpportunityShortlist(models.Model):
    """The shortlist that a buyer keeps for one opportunity. It outlives the opportunity: a draft may be thrown away."""

    opportunity = models.OneToOneField(Opportunity, models.CASCADE, related_name="shortlisted")
    shortlist = models.OneToOneField(Shortlist, models.CASCADE, related_name="+")

    def __str__(self):
        return f"{self.shortlist_id} for {self.opportunity_id}"
