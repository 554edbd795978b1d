"""People who say that an entry is theirs, or that they belong to it, and who decided."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.audit.history import track_history
from enterprises.models.profile import Enterprise


class Decision(models.TextChoices):
    """How a claim or a request ended."""

    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Taken back")
    EXPIRED = "expired", _("Out of time")
    OVERTAKEN = "overtaken", _("Somebody else’s was accepted")


class ClaimQuerySet(models.QuerySet):
    def open(self, at):
        """Not decided, and its link, if it has one, not out of time."""
        return self.filter(models.Q(expires_at=None) | models.Q(expires_at__gt=at), decision="")

    def out_of_time(self, at):
        return self.filter(decision="", expires_at__lte=at)

    def for_coordinators_of(self, network):
        """Those who asked this network to vouch for them."""
        return self.filter(network=network, way=Claim.Way.VOUCH)


@track_history(exclude=["address", "message", "reason"])
class Claim(models.Model):
    """A person says of an unclaimed entry: this is ours.

    It is proved by a link sent to a mailbox at the enterprise's own domain, or by a coordinator who vouches.
    The link is worked out anew whenever it is needed, from this row and the portal's secret: see `enterprises.links`.
    """

    class Way(models.TextChoices):
        EMAIL = "email", _("By a link that we send to your enterprise’s e-mail")
        VOUCH = "vouch", _("By a network coordinator who knows you")

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="claims")
    by = models.ForeignKey(User, models.CASCADE, related_name="claims")
    way = models.CharField(max_length=5, choices=Way)
    address = models.EmailField(_("e-mail address at your enterprise"), blank=True)
    network = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("network")
    )
    message = models.TextField(_("what you do there"), max_length=1000, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField(_("why"), max_length=1000, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by"], condition=models.Q(decision=""), name="one_open_claim_of_a_person"),
            models.CheckConstraint(
                condition=models.Q(way="email", network=None, expires_at__isnull=False) & ~models.Q(address="")
                | models.Q(way="vouch", network__isnull=False, expires_at=None, address=""),
                name="claim_goes_one_way",
            ),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_at=None)
                | ~models.Q(decision="") & models.Q(decided_at__isnull=False),
                name="claim_decided_at_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["network", "made_at"], condition=models.Q(decision=""), name="claims_waiting")]

    def __str__(self):
        return f"claim {self.pk} on {self.enterprise_id}"


class JoinRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(decision="")

    def decided(self):
        return self.exclude(decision="")

    def decidable_by(self, user):
        """Of enterprises she administers."""
        mine = Membership.objects.filter(user=user, role=Membership.Role.ADMINISTRATOR)
        return self.filter(enterprise__organisation__in=mine.values("organisation"))


@track_history(exclude=["message", "reason"])
class JoinRequest(models.Model):
    """A person asks to be a member of an enterprise that is claimed already. Its administrators decide."""

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="join_requests")
    by = models.ForeignKey(User, models.CASCADE, related_name="join_requests")
    message = models.TextField(_("what you do there"), max_length=1000, blank=True)
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    role = models.CharField(_("role"), max_length=20, choices=Membership.Role, blank=True)
    reason = models.TextField(_("why"), max_length=1000, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "by"], condition=models.Q(decision=""), name="one_open_join_request"
            ),
            models.CheckConstraint(
                condition=models.Q(decision="", decided_at=None)
                | ~models.Q(decision="") & models.Q(decided_at__isnull=False),
                name="join_request_decided_at_a_moment",
            ),
            models.CheckConstraint(
                condition=models.Q(decision="accepted") & ~models.Q(role="")
                | ~models.Q(decision="accepted") & models.Q(role=""),
                name="who_joins_has_a_role",
            ),
        ]

    def __str__(self):
        return f"request {self.pk} to join {self.enterprise_id}"


class TrustStep(models.Model):
    """One line of an enterprise's log: what happened to the trust in it, who did it, for which network, and why.

    Its administrators, coordinators of its networks and staff read it. The trail keeps the same acts without words.
    """

    class What(models.TextChoices):
        CLAIMED = "claimed", _("Claimed")
        CLAIM_REFUSED = "claim-refused", _("A claim was refused")
        STATED = "stated", _("Base test answered")
        VERIFIED = "verified", _("Verified")
        SENT_BACK = "sent-back", _("Not confirmed")
        LAPSED = "lapsed", _("The check ran out")
        CHANGED = "changed", _("The check ended because an answer changed")
        DELISTED = "delisted", _("Taken off the directory")
        RELISTED = "relisted", _("Put back into the directory")
        JOINED = "joined", _("A person joined")
        JOIN_REFUSED = "join-refused", _("A request to join was refused")

    enterprise = models.ForeignKey(Enterprise, models.CASCADE, related_name="trust_steps")
    what = models.CharField(max_length=15, choices=What)
    at = models.DateTimeField()
    by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    network = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField(max_length=1000, blank=True)
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["enterprise", "-at"], name="trust_steps_of_one")]

    def __str__(self):
        return f"{self.what} {self.enterprise_id} ({self.at:%Y-%m-%d %H:%M})"
