"""Peer groups in a network: who belongs to them, and what they talk about."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from collab_portal.audit.history import track_history
from collab_portal.templatetags.words import paired
from enterprises.models import NetworkMembership
from socialvalue.practice.models.choices import Step
from socialvalue.practice.models.collections import Collection
from socialvalue.practice.models.editing import acted


def networks_of(user) -> models.QuerySet[Organisation]:
    """Networks she belongs to: as one of their people, or through an organisation of hers."""
    mine = Membership.objects.filter(user=user).values("organisation")
    through = NetworkMembership.objects.filter(member__in=mine).values("network")
    return Organisation.objects.networks().filter(Q(pk__in=mine) | Q(pk__in=through))


class PeerGroupQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)

    def known_to(self, user):
        """Those of her networks: she may read what they are about, and ask to join."""
        return self.filter(network__in=networks_of(user).values("pk"))

    def moderated_by(self, user):
        """Those of networks that she coordinates."""
        roles = Membership.objects.filter(user=user, role__in=Membership.PUBLISHERS)
        return self.filter(network__in=roles.values("organisation"))

    def readable_by(self, user):
        """Members read what is said, as long as they belong to the network; and coordinators, who moderate."""
        inside = GroupMember.objects.inside().filter(user=user).values("group")
        return self.known_to(user).filter(pk__in=inside) | self.moderated_by(user)


@track_history()
class PeerGroup(models.Model):
    """People of a network who work on the same step and help each other. What they say stays among them."""

    class Audience(models.TextChoices):
        OFFICERS = "officers", _("Officers of public bodies")
        ENTREPRENEURS = "entrepreneurs", _("People of social enterprises")
        ALL = "all", _("Both")

    network = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=100, unique=True)
    title_en = models.CharField(_("name in English"), max_length=100, blank=True)
    title_cy = models.CharField(_("name in Welsh"), max_length=100, blank=True)
    about_en = models.TextField(_("what it is about, in English"), max_length=1000, blank=True)
    about_cy = models.TextField(_("what it is about, in Welsh"), max_length=1000, blank=True)
    step = models.CharField(max_length=20, choices=Step, blank=True)
    audience = models.CharField(max_length=15, choices=Audience, default=Audience.ALL)
    collection = models.ForeignKey(Collection, models.SET_NULL, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = PeerGroupQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(title_en="", title_cy=""), name="group_has_a_name")]

    def __str__(self):
        return paired(self, "title")[0]

    def get_absolute_url(self):
        return reverse("groups:detail", args=[self.slug])


class GroupMemberQuerySet(models.QuerySet):
    def inside(self):
        return self.filter(state=GroupMember.State.MEMBER)

    def waiting(self):
        return self.filter(state=GroupMember.State.ASKED)

    def reachable(self):
        """Who still belongs to the network: through an organisation, or as one of its people."""
        own = Membership.objects.filter(user=models.OuterRef("user"), organisation=models.OuterRef("group__network"))
        through = NetworkMembership.objects.filter(
            network=models.OuterRef("group__network"), member__memberships__user=models.OuterRef("user")
        )
        return self.inside().filter(models.Exists(own) | models.Exists(through), user__is_active=True)


class GroupMember(models.Model):
    """A person in a group, or one who asks to join; and how she hears of what is said there."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asks to join")
        MEMBER = "member", _("Member")

    class Mail(models.TextChoices):
        NONE = "none", _("No e-mail")
        AT_ONCE = "at-once", _("At once")
        DAILY = "daily", _("Once a day")

    group = models.ForeignKey(PeerGroup, models.CASCADE, related_name="members")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    note = models.TextField(_("why you would like to join"), max_length=500, blank=True)
    mail = models.CharField(_("e-mail"), max_length=10, choices=Mail, default=Mail.DAILY)
    told_until = models.DateTimeField(null=True, blank=True, help_text="Her daily mails have told her until then.")
    asked_at = models.DateTimeField()
    decided_by = acted()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], name="in_a_group_once"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at=None) | Q(state="member", decided_at__isnull=False),
                name="a_member_was_let_in",
            ),
        ]

    def __str__(self):
        return f"{self.user_id} in {self.group_id}: {self.state}"


class GroupThread(models.Model):
    """One matter that a group talks about."""

    group = models.ForeignKey(PeerGroup, models.CASCADE, related_name="threads")
    title = models.CharField(_("what is it about?"), max_length=120)
    started_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    started_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["group", "-last_at"], name="group_thread_last")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("groups:thread", args=[self.group.slug, self.pk])


class GroupPostQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(hidden_at=None)


class GroupPost(models.Model):
    """What somebody says in a thread, in Markdown. A coordinator may hide it, and says why."""

    thread = models.ForeignKey(GroupThread, models.CASCADE, related_name="posts")
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    body = models.TextField(_("what you say"), max_length=5000)
    at = models.DateTimeField()
    hidden_by = acted()
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_because = models.CharField(max_length=500, blank=True)

    objects = GroupPostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_because="") | Q(hidden_at__isnull=False) & ~Q(hidden_because=""),
                name="a_hidden_post_says_why",
            )
        ]
        indexes = [models.Index(fields=["thread", "at"], name="group_post_in_order")]

    def __str__(self):
        return f"post {self.pk} in {self.thread_id}"
