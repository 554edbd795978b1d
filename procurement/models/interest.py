"""Who wants to hear of what, and what is due to them."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F
from django.db.models.functions import Coalesce, Lower, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language, User, new_token
from procurement.models.opportunity import Opportunity

CONFIRM_WITHIN = timedelta(hours=48)


class TsQueryField(models.Field):
    """A search for words, ready for PostgreSQL."""

    def db_type(self, connection):
        return "tsquery"


class SubscriberQuerySet(models.QuerySet):
    def active(self):
        """Confirmed, and neither stopped by themselves nor paused by a bounce."""
        return self.filter(confirmed_at__isnull=False, stopped_at=None)

    def at_address(self, email):
        """Whose address it is; at most one. Addresses are compared without regard to case."""
        return self.annotate(lower_email=Lower("email")).filter(lower_email=email.strip().lower())

    def of(self, user):
        """The person's own, or one that she began without an account, at the address of her account."""
        mine = self.filter(user=user) | self.filter(user=None, email__iexact=user.email)
        return mine.order_by(F("user").asc(nulls_last=True))

    def watching(self, opportunity_id, before):
        """Those who watch it since a version before this one."""
        watches = Watch.objects.confirmed().filter(opportunity=opportunity_id, from_version__lt=before)
        return self.active().filter(pk__in=watches.values("subscriber"))

    def awaiting_at_once(self, opportunity_id):
        """Those with a match that waits, of a search that shall not wait."""
        at_once = SavedSearch.objects.filter(frequency=SavedSearch.Frequency.AT_ONCE)
        waiting = at_once.filter(matches__opportunity=opportunity_id, matches__delivery_key="")
        return self.active().filter(pk__in=waiting.values("subscriber"))

    def with_address(self):
        """Each with `send_to`: the address of the account where there is one, since people change it there."""
        return self.annotate(send_to=Coalesce("user__email", "email"))


class Subscriber(models.Model):
    """An e-mail address that asked for alerts, with an account or without. Its token is its password."""

    class StopReason(models.TextChoices):
        ASKED = "asked", _("You asked us to stop")
        BOUNCE = "bounce", _("E-mails to your address came back")
        COMPLAINT = "complaint", _("You told your e-mail provider that our e-mails are not wanted")

    email = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language of your alerts"), max_length=2, choices=Language, default=Language.ENGLISH)
    user = models.OneToOneField(User, models.CASCADE, null=True, blank=True, related_name="subscriber")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.CharField(max_length=10, choices=StopReason, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="subscriber_email_unique"),
            models.CheckConstraint(
                condition=models.Q(stopped_at=None, stop_reason="")
                | (models.Q(stopped_at__isnull=False) & ~models.Q(stop_reason="")),
                name="who_is_stopped_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"subscriber {self.pk}"

    def get_absolute_url(self):
        return reverse("alerts:manage", args=[self.token])

    @property
    def is_active(self) -> bool:
        return self.confirmed_at is not None and self.stopped_at is None

    @property
    def address(self) -> str:
        """Where alerts go; see `with_address`."""
        return self.user.email if self.user else self.email


class AskedForQuerySet(models.QuerySet):
    """What somebody asked for by e-mail counts once the link in our mail was followed."""

    def confirmed(self):
        return self.filter(confirmed_at__isnull=False)

    def open(self, at):
        """Still to be confirmed, and in time."""
        return self.filter(confirmed_at=None, asked_at__gt=at - CONFIRM_WITHIN)

    def lapsed(self, at):
        """Not confirmed in time."""
        return self.filter(confirmed_at=None, asked_at__lte=at - CONFIRM_WITHIN)


class SavedSearch(models.Model):
    """A pipeline search somebody wants to hear from.

    `query` is the search as the page's address says it, in one normal form. The other columns are derived from it:
    `criteria` for showing, the rest for matching (`procurement.matching`).
    """

    class Frequency(models.TextChoices):
        AT_ONCE = "at-once", _("At once")
        DAILY = "daily", _("Once a day")
        WEEKLY = "weekly", _("Once a week")

    class Hour(models.IntegerChoices):
        """Never an hour that a change of the clocks repeats or leaves out."""

        MORNING = 7, _("07:30")
        NOON = 12, _("12:30")
        EVENING = 17, _("17:30")

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="searches")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    name = models.CharField(_("name of this search"), max_length=150, blank=True)
    query = models.CharField(max_length=2000, blank=True)
    frequency = models.CharField(_("how often"), max_length=10, choices=Frequency, default=Frequency.DAILY)
    hour = models.PositiveSmallIntegerField(_("at what time"), choices=Hour, default=Hour.MORNING)
    asked_at = models.DateTimeField(db_default=Now())
    confirmed_at = models.DateTimeField(null=True, blank=True)

    words = TsQueryField(null=True)
    categories = ArrayField(models.CharField(max_length=40), default=list)
    cpv_tokens = ArrayField(models.CharField(max_length=8), default=list)
    area_tokens = ArrayField(models.CharField(max_length=12), default=list)
    buyer_ids = ArrayField(models.BigIntegerField(), default=list)
    reserved = ArrayField(models.CharField(max_length=25), default=list)
    value_from = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    value_to = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    tender_from = models.DateField(null=True)
    tender_to = models.DateField(null=True)
    lots_under = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    vcse_only = models.BooleanField(default=False)
    keys = ArrayField(
        models.TextField(db_collation="C"), default=list, help_text="Under which of its required terms it is filed."
    )
    filed_at = models.DateTimeField(null=True)

    objects = AskedForQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "query"], name="one_search_once")]
        indexes = [
            GinIndex(fields=["keys"], name="saved_search_keys"),
            models.Index(fields=["filed_at"], name="saved_search_filed"),
        ]

    def __str__(self):
        return self.name or self.query


class Watch(models.Model):
    """Somebody wants to hear of every change of one opportunity."""

    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="watches")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="watches")
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    from_version = models.PositiveIntegerField(help_text="They saw this one, and hear of what comes after.")
    asked_at = models.DateTimeField(db_default=Now())
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = AskedForQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscriber", "opportunity"], name="one_watch_once")]

    def __str__(self):
        return f"watch of {self.opportunity_id}"


class OutboxEvent(models.Model):
    """A publication whose alerts are due. It is written in the transaction that publishes, once per version."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    not_before = models.DateTimeField(db_default=Now())
    processed_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["opportunity", "version"], name="one_event_per_version")]
        indexes = [models.Index(fields=["not_before", "id"], name="outbox_due", condition=models.Q(processed_at=None))]

    def __str__(self):
        return f"version {self.version} of {self.opportunity_id}"


class DigestRun(models.Model):
    """One digest that was due: unique per frequency, local date and hour, so that it is made once."""

    frequency = models.CharField(max_length=10, choices=SavedSearch.Frequency)
    local_date = models.DateField()
    hour = models.PositiveSmallIntegerField()
    processed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["frequency", "local_date", "hour"], name="one_digest_run")]

    def __str__(self):
        return f"{self.frequency} {self.local_date} {self.hour}:30"


class Match(models.Model):
    """A saved search met a version of an opportunity. It waits until a mail claims it: `delivery_key` names the mail.

    Every match is shown on the subscriber's page, whether or not a mail went.
    """

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="matches")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    delivery_key = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["search", "opportunity", "version"], name="one_match_per_version")
        ]
        indexes = [models.Index(fields=["search"], name="match_unclaimed", condition=models.Q(delivery_key=""))]

    def __str__(self):
        return f"{self.search_id} met {self.opportunity_id}"
