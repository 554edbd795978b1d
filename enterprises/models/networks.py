"""Networks, what they say of themselves, and who belongs to them or would like to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import LetterWithLink, Membership, Organisation, User
from collab_portal.audit.history import track_history


class NetworkQuerySet(models.QuerySet):
    def current(self):
        return self.filter(organisation__is_network=True, organisation__merged_into=None)

    def coordinated_by(self, user):
        """Those she looks after: a coordinator is a publisher in a network."""
        roles = Membership.objects.filter(user=user, role__in=Membership.PUBLISHERS)
        return self.current().filter(organisation__in=roles.values("organisation"))


@track_history()
class Network(models.Model):
    """What a network says of itself: who it is, where it works, what it does.

    Its names, website and mailbox are the organisation's.
    """

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="network", primary_key=True)
    about_en = models.TextField(_("who you are, in English"), max_length=2000, blank=True)
    about_cy = models.TextField(_("who you are, in Welsh"), max_length=2000, blank=True)
    does_en = models.TextField(_("what you do for members, in English"), max_length=2000, blank=True)
    does_cy = models.TextField(_("what you do for members, in Welsh"), max_length=2000, blank=True)
    area_codes = ArrayField(models.CharField(max_length=9), default=list, blank=True)
    takes_requests = models.BooleanField(_("organisations may ask to join on your page"), default=True)

    objects = NetworkQuerySet.as_manager()

    def __str__(self):
        return self.organisation.name

    def get_absolute_url(self):
        return reverse("networks:detail", args=[self.organisation.slug])


class CoordinatorQuerySet(models.QuerySet):
    def shown(self):
        """Those who still coordinate. Who lost the role is not shown with it."""
        still = Membership.objects.filter(
            user=models.OuterRef("user"), organisation=models.OuterRef("network"), role__in=Membership.PUBLISHERS
        )
        return self.filter(models.Exists(still))


class Coordinator(models.Model):
    """How one of a network's coordinators is shown on its page: by her role; by her name only if she wants that."""

    network = models.ForeignKey(Organisation, models.CASCADE, related_name="coordinators")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    role_en = models.CharField(_("your role, in English"), max_length=120, blank=True)
    role_cy = models.CharField(_("your role, in Welsh"), max_length=120, blank=True)
    is_named = models.BooleanField(_("show my name on the network’s page"), default=False)

    objects = CoordinatorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "user"], name="coordinator_once_per_network"),
            models.CheckConstraint(condition=~Q(role_en="", role_cy=""), name="coordinator_has_a_role"),
        ]

    def __str__(self):
        return f"coordinator {self.pk} of {self.network_id}"


@track_history()
class NetworkMembership(models.Model):
    """A public body, enterprise or support agency belongs to a network."""

    network = models.ForeignKey(Organisation, models.CASCADE, related_name="network_members")
    member = models.ForeignKey(Organisation, models.CASCADE, related_name="networks")
    joined_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "member"], name="member_of_a_network_once"),
            models.CheckConstraint(condition=~Q(network=models.F("member")), name="network_not_its_own_member"),
        ]

    def __str__(self):
        return f"{self.member_id} in {self.network_id}"


class Departure(models.Model):
    """An organisation left a network, or was removed from it for a reason that it was told."""

    network = models.ForeignKey(Organisation, models.CASCADE, related_name="departures")
    member = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField()
    is_removal = models.BooleanField(default=False)
    reason = models.TextField(max_length=1000, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(left_at__gte=models.F("joined_at")), name="left_after_joining"),
            models.CheckConstraint(condition=Q(is_removal=False) | ~Q(reason=""), name="removal_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.member_id} out of {self.network_id}"


class MembershipRequestQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=MembershipRequest.State.WAITING)


@track_history(exclude=["note", "reason"])
class MembershipRequest(models.Model):
    """An organisation's administrator asks a network to take it in. A coordinator decides, and says why not."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Not accepted")

    network = models.ForeignKey(Organisation, models.CASCADE, related_name="membership_requests")
    member = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    note = models.TextField(_("why you would like to join"), max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    asked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["network", "member"], condition=Q(state="waiting"), name="one_waiting_membership_request"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None) | ~Q(state="waiting") & Q(decided_at__isnull=False),
                name="membership_request_decided_at",
            ),
            models.CheckConstraint(condition=~Q(state="refused", reason=""), name="refusal_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.member_id} asks {self.network_id}: {self.state}"


class NetworkInvitation(LetterWithLink):
    """A letter that asks whoever reads it to bring her organisation into a network."""

    network = models.ForeignKey(Organisation, models.CASCADE, related_name="network_invitations")
    name = models.CharField(max_length=255, blank=True)
    member = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "network", Lower("email"), condition=Q(accepted_at=None), name="one_open_network_invitation"
            )
        ]

    def __str__(self):
        return f"invitation {self.pk} into {self.network_id}"
