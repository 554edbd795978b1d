"""What the public page of an opportunity says of engagement."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from enterprises.event_words import when, where
from enterprises.models import Event
from procurement.engagement import interests, parts
from procurement.engagement.parts import Parts
from procurement.models import MarketEvent, PipelineEntry, Question, QuestionPeriod
from procurement.models.stages import CURRENT_STAGES


@dataclass(frozen=True)
class Meeting:
    """An event about the opportunity, with when and where in words."""

    said: MarketEvent
    when: str
    where: str
    at: datetime

    @property
    def takes_bookings(self) -> bool:
        return self.said.event.takes_bookings(self.at)

    @property
    def is_over(self) -> bool:
        return self.said.event.ends_at <= self.at


class Engagement:
    """Each part is read once, when the page asks for it."""

    def __init__(self, entry: PipelineEntry, at: datetime):
        self.entry = entry
        self._at = at

    @property
    def is_open(self) -> bool:
        """Bidders can still answer and ask."""
        return self.entry.stage in CURRENT_STAGES and not self.entry.is_expired(self._at)

    @cached_property
    def parts(self) -> Parts:
        return parts.of(self.entry.pk)

    @cached_property
    def interested(self) -> int:
        return interests.public_count(self.entry.pk) if self.parts.answers else 0

    @cached_property
    def questions(self) -> list[Question]:
        """What everybody was told; who asked is not even read."""
        if not self.parts.questions:
            return []
        settled = Question.objects.settled().filter(opportunity=self.entry.pk)
        return list(settled.defer("organisation", "asked_by", "asked"))

    @cached_property
    def last_day_for_questions(self) -> date | None:
        there = self.parts.last_day
        period = QuestionPeriod.objects.filter(opportunity=self.entry.pk).first() if there else None
        return period.closes_on if period else None

    @cached_property
    def meetings(self) -> list[Meeting]:
        """Events the buyer holds about it, also past and cancelled ones."""
        if not self.parts.meetings:
            return []
        held = MarketEvent.objects.filter(opportunity=self.entry.pk).exclude(event__state=Event.State.DRAFT)
        found = held.select_related("event").order_by("event__starts_at", "pk")
        return [Meeting(each, when(each.event), where(each.event), self._at) for each in found]

    @property
    def takes_questions(self) -> bool:
        last = self.last_day_for_questions
        return self.is_open and (last is None or last >= timezone.localdate(self._at))
