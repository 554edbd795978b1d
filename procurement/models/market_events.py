"""Events at which a buyer talks to the market before it buys."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab_portal.accounts.models import User
from enterprises.models import Event
from procurement.models.opportunity import Opportunity


class MarketEventQuerySet(models.QuerySet):
    def taking_place(self):
        """To come or held: all but those that were called off."""
        return self.filter(event__state=Event.State.PUBLISHED)

    def to_come(self, at):
        return self.taking_place().filter(event__ends_at__gt=at)


class MarketEvent(models.Model):
    """An event of the buyer at which an opportunity is talked about (Procurement Act 2023, sections 16 and 17).

    Booking, waiting list and reminders are the event's. Here is what belongs to the opportunity: until when the buyer
    listens, and what was said there, for all who could not come.
    """

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="market_events")
    event = models.ForeignKey(Event, models.PROTECT, related_name="market_events")
    closes_on = models.DateField(_("last day of the engagement"))
    notes_en = models.TextField(_("notes in English"), max_length=10_000, blank=True)
    notes_cy = models.TextField(_("notes in Welsh"), max_length=10_000, blank=True)
    notes_published_at = models.DateTimeField(null=True)
    linked_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    linked_at = models.DateTimeField()

    objects = MarketEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "event"], name="one_link_per_event"),
            models.CheckConstraint(
                condition=Q(notes_published_at=None, notes_en="", notes_cy="")
                | Q(notes_published_at__isnull=False) & ~Q(notes_en="", notes_cy=""),
                name="notes_are_published_with_text",
            ),
        ]

    def __str__(self):
        return f"{self.event_id} about {self.opportunity_id}"
