"""Events that organisations hold, and who comes to them."""

from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat, Greatest, Length, Lower, LPad, Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import Language, Membership, Organisation, User, new_token
from collab_portal.audit.history import track_history
from collab_portal.clock import WALES

DIGITS = Cast("id", models.TextField())


class EventQuerySet(models.QuerySet):
    def public(self):
        """Shown to everybody, cancelled ones too: whoever wrote it down must be able to see that it is off."""
        return self.exclude(state=Event.State.DRAFT)

    def upcoming(self, at):
        """Not over yet, and on."""
        return self.filter(state=Event.State.PUBLISHED, ends_at__gt=at)

    def held(self, at):
        return self.filter(state=Event.State.PUBLISHED, ends_at__lte=at)

    def with_word(self, word):
        texts = ("title_en", "title_cy", "place", "description_en", "description_cy")
        return self.filter(reduce(or_, (Q(**{f"{text}__icontains": word}) for text in texts)))

    def with_places(self):
        """How many have a place, and how many wait, counted with the rows."""
        return self.annotate(
            coming=models.Count("bookings", filter=Q(bookings__state="booked")),
            waiting=models.Count("bookings", filter=Q(bookings__state="waiting")),
        )

    def visible_to(self, user):
        if not user.is_authenticated:
            return self.public()
        return self.filter(~Q(state=Event.State.DRAFT) | Q(host__in=_organisations(user, Membership.Role.values)))

    def hosted_by(self, user, roles):
        """Of organisations in which she has one of these roles."""
        return self.filter(host__in=_organisations(user, roles))


def _organisations(user, roles):
    return Membership.objects.filter(user=user, role__in=roles).values("organisation")


@track_history()
class Event(models.Model):
    """Something people come to: an open day, a meeting with buyers, training. Its host is any organisation.

    `sequence` counts what was changed since it was published; calendars take the highest. Times are kept in UTC and
    shown by the clock of Wales. The online link is for those who booked.
    """

    class Kind(models.TextChoices):
        OPEN_DAY = "open-day", _("Open day")
        MEET_THE_BUYER = "meet-the-buyer", _("Meet the buyer")
        TRAINING = "training", _("Training")
        OTHER = "other", _("Other event")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        CANCELLED = "cancelled", _("Cancelled")

    class Spoken(models.TextChoices):
        """In which language people are spoken to."""

        BOTH = "both", _("Welsh and English, with interpretation")
        WELSH = "cy", _("In Welsh")
        ENGLISH = "en", _("In English")

    reference = models.GeneratedField(
        expression=Concat(
            Value("EV-"),
            LPad(DIGITS, Greatest(Value(4), Length(DIGITS)), Value("0")),
        ),
        output_field=models.CharField(max_length=24),
        db_persist=True,
        unique=True,
    )
    host = models.ForeignKey(Organisation, models.PROTECT, related_name="events")
    kind = models.CharField(_("kind of event"), max_length=20, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    title_en = models.CharField(_("title in English"), max_length=150, blank=True)
    title_cy = models.CharField(_("title in Welsh"), max_length=150, blank=True)
    description_en = models.TextField(_("what happens there, in English"), max_length=5000, blank=True)
    description_cy = models.TextField(_("what happens there, in Welsh"), max_length=5000, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    place = models.CharField(_("place"), max_length=200, blank=True)
    area_codes = ArrayField(models.CharField(max_length=9), default=list, blank=True)
    online_url = models.URLField(_("online link"), max_length=500, blank=True)
    spoken = models.CharField(_("languages"), max_length=5, choices=Spoken)
    capacity = models.PositiveIntegerField(_("how many people can come"), null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(db_default=Now())
    cancelled_at = models.DateTimeField(null=True, blank=True)
    reason_en = models.TextField(_("why it is cancelled, in English"), max_length=500, blank=True)
    reason_cy = models.TextField(_("why it is cancelled, in Welsh"), max_length=500, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title_en="", title_cy=""), name="event_has_a_title"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="event_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(closes_at__lte=F("ends_at")), name="booking_closes_before_the_end"),
            models.CheckConstraint(condition=~Q(place="", online_url=""), name="event_is_somewhere"),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gt=0), name="event_has_room"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None) | ~Q(state="draft") & Q(published_at__isnull=False),
                name="event_published_at",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | ~Q(state="cancelled") & Q(cancelled_at=None),
                name="event_cancelled_at",
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="event_starts_at")]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("events:detail", args=[self.reference])

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def is_online(self) -> bool:
        return bool(self.online_url)

    @property
    def is_one_day(self) -> bool:
        return self.starts_at.astimezone(WALES).date() == self.ends_at.astimezone(WALES).date()

    @property
    def free(self) -> int | None:
        """Places left, of an event that was fetched `with_places`; None where there is room for all."""
        return None if self.capacity is None else max(self.capacity - self.coming, 0)

    def takes_bookings(self, at: datetime) -> bool:
        return self.state == self.State.PUBLISHED and at < self.closes_at


class BookingQuerySet(models.QuerySet):
    def coming(self):
        return self.filter(state=Booking.State.BOOKED)

    def waiting(self):
        """In the order in which they will move up."""
        return self.filter(state=Booking.State.WAITING).order_by("placed_at", "pk")

    def told(self):
        """Those who hear of changes: they have a place, or wait for one."""
        return self.filter(state__in=(Booking.State.BOOKED, Booking.State.WAITING)).exclude(email="")

    def of(self, user):
        """Hers, also those she made with the address of her account before she had it."""
        return self.filter(Q(user=user) | Q(email=user.email.lower()))

    def lapsed(self, at):
        """Asked for by an address that was never confirmed."""
        return self.filter(state=Booking.State.ASKED, asked_at__lte=at - Booking.CONFIRM_WITHIN)


class Booking(models.Model):
    """A person's place at an event, or on its waiting list. With only an address it counts once that is confirmed.

    Some weeks after the event name, address and needs are blanked; the row stays, and is counted.
    """

    CONFIRM_WITHIN = timedelta(hours=48)

    class State(models.TextChoices):
        ASKED = "asked", _("Not confirmed yet")
        BOOKED = "booked", _("Has a place")
        WAITING = "waiting", _("On the waiting list")
        CANCELLED = "cancelled", _("Cancelled")

    event = models.ForeignKey(Event, models.CASCADE, related_name="bookings")
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="bookings")
    organisation = models.CharField(_("your organisation"), max_length=150, blank=True)
    name = models.CharField(_("your name"), max_length=150, blank=True)
    email = models.EmailField(_("your e-mail address"), blank=True)
    language = models.CharField(_("language of our e-mails"), max_length=2, choices=Language)
    needs = models.TextField(_("what you need to take part"), max_length=500, blank=True)
    token = models.CharField(max_length=64, unique=True, default=new_token, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    placed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(null=True, editable=False)
    attended = models.BooleanField(null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "event", Lower("email"), condition=~Q(email="") & ~Q(state="cancelled"), name="one_booking_per_address"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", placed_at=None)
                | Q(state__in=("booked", "waiting"), placed_at__isnull=False)
                | Q(state="cancelled"),
                name="booking_placed_at",
            ),
        ]
        indexes = [models.Index(fields=["event", "state", "placed_at"], name="booking_order")]

    def __str__(self):
        return f"booking {self.pk} of {self.event_id}: {self.state}"

    def get_absolute_url(self):
        return reverse("events:booking", args=[self.token])

    @property
    def is_coming(self) -> bool:
        return self.state == self.State.BOOKED

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING
