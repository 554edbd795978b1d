"""The coordinator's monthly letter to the people of her network, and who wants it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Membership, Organisation, User
from enterprises.models import NetworkMembership
from socialvalue.practice.models.editing import acted


class NetworkDigest(models.Model):
    """What happened in a network in a month: drafted by the clock, edited by a coordinator, sent once."""

    network = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    month = models.DateField(help_text="Its first day.")
    subject_en = models.CharField(_("subject in English"), max_length=300, blank=True)
    subject_cy = models.CharField(_("subject in Welsh"), max_length=300, blank=True)
    intro_en = models.TextField(_("your words at the beginning, in English"), max_length=2000, blank=True)
    intro_cy = models.TextField(_("your words at the beginning, in Welsh"), max_length=2000, blank=True)
    drafted_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = acted()
    readers = models.PositiveIntegerField(default=0, help_text="To how many it went.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["network", "month"], name="one_digest_a_month"),
            models.CheckConstraint(condition=~Q(subject_en="", subject_cy=""), name="digest_has_a_subject"),
        ]

    def __str__(self):
        return f"digest of {self.network_id} for {self.month:%Y-%m}"

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None


class DigestItem(models.Model):
    """One thing that really happened, with its words in both languages and where it can be read."""

    class Section(models.TextChoices):
        STUDIES = "studies", _("New case studies")
        OPPORTUNITIES = "opportunities", _("Contracts that nobody from here has answered yet")
        EVENTS = "events", _("Events")
        ADAPTATIONS = "adaptations", _("What others adapted")

    digest = models.ForeignKey(NetworkDigest, models.CASCADE, related_name="items")
    section = models.CharField(max_length=15, choices=Section)
    thing = models.BigIntegerField(help_text="The key of the study, opportunity, event or adaptation.")
    title_en = models.CharField(max_length=300, blank=True)
    title_cy = models.CharField(max_length=300, blank=True)
    note_en = models.CharField(max_length=300, blank=True)
    note_cy = models.CharField(max_length=300, blank=True)
    path = models.CharField(max_length=300, help_text="Below the portal's address, in English.")
    is_in = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "section", "thing"], name="in_a_digest_once"),
            models.CheckConstraint(condition=~Q(title_en="", title_cy=""), name="digest_item_has_a_title"),
        ]

    def __str__(self):
        return f"{self.section} {self.thing} in {self.digest_id}"


class DigestReaderQuerySet(models.QuerySet):
    def reachable(self):
        """Who still belongs to the network: through an organisation, or as one of its people."""
        own = Membership.objects.filter(user=models.OuterRef("user"), organisation=models.OuterRef("network"))
        through = NetworkMembership.objects.filter(
            network=models.OuterRef("network"), member__memberships__user=models.OuterRef("user")
        )
        return self.filter(models.Exists(own) | models.Exists(through), user__is_active=True)


class DigestReader(models.Model):
    """Somebody of a network who wants its monthly letter."""

    network = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    since = models.DateTimeField()

    objects = DigestReaderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["network", "user"], name="reads_a_digest_once")]

    def __str__(self):
        return f"{self.user_id} reads {self.network_id}"
