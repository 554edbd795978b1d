"""Networks, and who belongs to them."""

from django.db import models
from django.db.models.functions import Now

from collab_portal.accounts.models import Organisation
from collab_portal.audit.history import track_history


@track_history()
class NetworkMembership(models.Model):
    """A public body, enterprise or support agency belongs to a network."""

    network = models.ForeignKey(Organisation, models.CASCADE, related_name="network_members")
    member = models.ForeignKey(Organisation, models.CASCADE, related_name="networks")
    joined_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "member"], name="member_of_a_network_once"),
            models.CheckConstraint(condition=~models.Q(network=models.F("member")), name="network_not_its_own_member"),
        ]

    def __str__(self):
        return f"{self.member_id} in {self.network_id}"
