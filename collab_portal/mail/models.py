"""Deliveries, what came back about them, addresses we must leave alone, and the pulse of the tasks."""

from django.db import models, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from collab_portal.mail.clock import ClockTime

UNSENT = ("pending", "claimed")
WAITING = ("pending", "claimed", "sending")
IN_HAND = ("claimed", "sending")
RELEASED = {"lease_owner": None, "lease_until": None, "owner_no": None}
GONE = ("sent", "delivered")
SETTLED = ("sent", "delivered", "failed", "cancelled")


class DeliveryQuerySet(models.QuerySet):
    def waiting(self):
        """Neither sent, nor given up, nor cancelled."""
        return self.filter(state__in=WAITING)

    def due(self):
        """To be sent now, by the clock of the database."""
        return self.filter(state=Delivery.State.PENDING, not_before__lte=RawSQL("(SELECT clock_timestamp())", []))

    def unsent(self):
        """Nothing of it has reached the mail server yet."""
        return self.filter(state__in=UNSENT)

    def settled(self):
        return self.filter(state__in=SETTLED)

    def failed(self):
        return self.filter(state=Delivery.State.FAILED)

    def to_address(self, address):
        """Mail addresses are compared without regard to case, as people type them."""
        return (
            self.exclude(address="")
            .annotate(lower_address=Lower("address"))
            .filter(lower_address=address.strip().lower())
        )

    def cancel(self, reason):
        """Settle them as no longer wanted; answer how many."""
        return self.settle(Delivery.State.CANCELLED, last_error=reason)

    def erase(self, reason):
        """Send nothing more of these, and forget to whom they went. What is under way is not repeated; rows stay."""
        with transaction.atomic():
            self.unsent().cancel(reason)
            return self.update(address="", payload={})

    def settle(self, state, **fields):
        """Bring them to an end, and out of any sender's hands."""
        return self.update(state=state, settled_at=ClockTime(), **RELEASED, **fields)


class Delivery(models.Model):
    """One message to one person: written in the transaction that caused it, and kept until it is settled.

    It is *pending* until a sender *claims* it, *sending* while the mail server has it in hand, then *sent*; *delivered*
    if the provider says so. It ends as *failed* when the server refuses it or after three days, and as *cancelled* when
    nobody wants it any more. Its key says what it is about, so that the same message is never written twice.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        CLAIMED = "claimed", _("claimed")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        DELIVERED = "delivered", _("delivered")
        FAILED = "failed", _("failed")
        CANCELLED = "cancelled", _("cancelled")

    key = models.CharField(
        max_length=200, unique=True, help_text="What makes it one message, such as alert/12/CP-0042/3."
    )
    kind = models.CharField(max_length=50)
    address = models.CharField(max_length=320, blank=True, help_text="Blank once it is settled and old, or erased.")
    language = models.CharField(max_length=2)
    payload = models.JSONField(
        default=dict, blank=True, help_text="Ids for whoever writes the text, at the last moment."
    )
    goes_first = models.BooleanField(default=False, help_text="A sign-in code does not queue behind a thousand alerts.")
    message_domain = models.CharField(max_length=255, help_text="Kept, so that its Message-ID never changes.")

    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    created_at = models.DateTimeField(db_default=ClockTime(), editable=False)
    due_at = models.DateTimeField(db_default=ClockTime())
    not_before = models.DateTimeField(db_default=ClockTime(), help_text="Due, or when to try again.")
    give_up_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    lease_owner = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    owner_no = models.IntegerField(
        null=True, blank=True, help_text="The advisory lock its sender holds while it lives."
    )

    attempts = models.PositiveIntegerField(default=0, help_text="Conversations with the mail server.")
    faults = models.PositiveSmallIntegerField(default=0, help_text="Times our own code could not write the message.")
    ambiguous = models.PositiveSmallIntegerField(default=0, help_text="Times we could not know whether it had gone.")
    provider_ref = models.CharField(max_length=200, blank=True)
    last_error = models.CharField(max_length=300, blank=True, help_text="Without addresses.")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.CheckConstraint(name="delivery_state_is_known", condition=Q(state__in=(*WAITING, *SETTLED))),
            models.CheckConstraint(name="delivery_language_is_known", condition=Q(language__in=("en", "cy"))),
            models.CheckConstraint(
                name="delivery_in_hand_has_an_owner",
                condition=Q(
                    state__in=IN_HAND, lease_owner__isnull=False, lease_until__isnull=False, owner_no__isnull=False
                )
                | Q(~Q(state__in=IN_HAND), lease_owner=None, lease_until=None, owner_no=None),
            ),
            models.CheckConstraint(
                name="delivery_sent_has_its_moment",
                condition=Q(state__in=GONE, sent_at__isnull=False)
                | Q(state__in=(*WAITING, "cancelled"), sent_at=None)
                | Q(state="failed"),  # refused at once, or sent and then bounced
            ),
            models.CheckConstraint(
                name="delivery_settled_has_its_moment",
                condition=Q(state__in=SETTLED, settled_at__isnull=False) | Q(state__in=WAITING, settled_at=None),
            ),
            models.CheckConstraint(
                name="delivery_to_send_has_an_address",
                condition=~Q(address="") | ~Q(state__in=UNSENT),
            ),
        ]
        indexes = [
            # Each covers only the rows it is for, so that millions of settled ones cost nothing.
            models.Index(name="delivery_due", fields=["-goes_first", "not_before", "id"], condition=Q(state="pending")),
            models.Index(name="delivery_in_hand", fields=["lease_until"], condition=Q(state__in=IN_HAND)),
            models.Index(name="delivery_failed", fields=["-settled_at"], condition=Q(state="failed")),
            models.Index(name="delivery_doubtful", fields=["id"], condition=Q(ambiguous__gt=0)),
            models.Index(
                name="delivery_to_blank", fields=["settled_at"], condition=Q(state__in=SETTLED) & ~Q(address="")
            ),
            models.Index(Lower("address"), name="delivery_address", condition=~Q(address="")),
            models.Index(name="delivery_provider_ref", fields=["provider_ref"], condition=~Q(provider_ref="")),
        ]

    def __str__(self):
        return f"{self.kind} {self.reference} ({self.get_state_display()})"

    @property
    def reference(self) -> str:
        """Our name for it towards providers and in headers."""
        return f"delivery-{self.pk}"

    @property
    def message_id(self) -> str:
        """The same however often it is tried, so that a mail store can drop a second copy."""
        return f"<{self.reference}@{self.message_domain}>"

    @property
    def address_domain(self) -> str:
        """What staff may see of the address."""
        return self.address.rpartition("@")[2]


class Suppression(models.Model):
    """An address to leave alone, because mail to it bounced or its owner complained. Only its hash is kept."""

    class Reason(models.TextChoices):
        BOUNCE = "bounce", _("mail to it bounced")
        COMPLAINT = "complaint", _("its owner complained")

    address_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=10, choices=Reason)
    since = models.DateTimeField(db_default=ClockTime(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address_hash", "reason"], name="suppression_once_per_reason"),
            models.CheckConstraint(name="suppression_reason_is_known", condition=Q(reason__in=("bounce", "complaint"))),
        ]

    def __str__(self):
        return f"{self.address_hash[:12]} ({self.get_reason_display()})"


class BounceEvent(models.Model):
    """What a provider or a mail server told us about a delivery. It may come before our own record that it was sent."""

    class Kind(models.TextChoices):
        DELIVERED = "delivered", _("delivered")
        BOUNCE = "bounce", _("bounced")
        COMPLAINT = "complaint", _("complaint")

    event_id = models.CharField(
        max_length=200, unique=True, help_text="The sender's own id, so that telling us twice counts once."
    )
    kind = models.CharField(max_length=10, choices=Kind)
    is_permanent = models.BooleanField(default=True, help_text="The address itself is at fault.")
    status = models.CharField(max_length=100, blank=True, help_text="Such as 5.1.1; without addresses.")
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, blank=True, related_name="bounce_events")
    provider_ref = models.CharField(max_length=200, blank=True)
    received_at = models.DateTimeField(db_default=ClockTime(), editable=False)
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="bounce_event_names_its_delivery", condition=Q(delivery__isnull=False) | ~Q(provider_ref="")
            ),
            models.CheckConstraint(
                name="bounce_event_kind_is_known", condition=Q(kind__in=("delivered", "bounce", "complaint"))
            ),
        ]
        indexes = [models.Index(name="bounce_event_to_apply", fields=["received_at"], condition=Q(applied_at=None))]

    def __str__(self):
        return f"{self.get_kind_display()} {self.status}".strip()


class Hold(models.Model):
    """While this row stands nothing is sent. A restored base begins with it: what it holds may have gone already."""

    only_one = models.BooleanField(primary_key=True, default=True, editable=False)
    reason = models.CharField(max_length=200)
    since = models.DateTimeField(db_default=ClockTime(), editable=False)

    class Meta:
        constraints = [models.CheckConstraint(name="hold_stands_alone", condition=Q(only_one=True))]

    def __str__(self):
        return f"sending is off since {self.since:%Y-%m-%d %H:%M}: {self.reason}"


class Tick(models.Model):
    """When a clock-driven task last ran; an old tick means that the worker or the beat stands still."""

    name = models.CharField(max_length=50, primary_key=True)
    at = models.DateTimeField()

    def __str__(self):
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"
