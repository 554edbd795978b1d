"""The buyer holds an event about an opportunity, and publishes afterwards what was said there."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from collab_portal.accounts.models import Language, User
from collab_portal.audit import trail
from enterprises.models import Event
from procurement import beside
from procurement.actions.questions import answer_question
from procurement.alerts.watching import tell_watchers
from procurement.models import MarketEvent, Opportunity, PipelineEntry, Question, Stage
from procurement.models.stages import NotAllowed


@transaction.atomic
def hold_event(*, opportunity: Opportunity, event: Event, closes_on: date, by: User, at: datetime) -> MarketEvent:
    """Show an event of the buyer on the page of the opportunity, and tell everybody who watches.

    With a draft it is kept, and stands on the page as soon as that is published. Raises `NotAllowed` where the
    opportunity is over, or the event not its buyer's, or not to come.
    """
    if opportunity.stage != Stage.DRAFT and not PipelineEntry.objects.current(at).filter(pk=opportunity.pk).exists():
        raise NotAllowed(_("This opportunity is over. It takes no more events."))
    if event.host_id != opportunity.buyer_id or not Event.objects.upcoming(at).contains(event):
        raise NotAllowed(_("Choose an event of your organisation that is published and still to come."))
    fields = {"closes_on": closes_on, "linked_by": by, "linked_at": at}
    made, is_new = MarketEvent.objects.get_or_create(opportunity=opportunity, event=event, defaults=fields)
    if is_new:
        beside.record(opportunity.pk, at=at)
        tell_watchers(opportunity, news=f"event/{made.pk}", at=at, event=made.pk)
        trail.record("market event linked", by=by, target=made)
    return made


@transaction.atomic
def drop_event(*, held: MarketEvent, by: User, at: datetime) -> None:
    """Take it off the opportunity's page; the event itself stays. What has taken place stays on the record."""
    if held.event.starts_at <= at:
        raise NotAllowed(_("This event has taken place. It stays on the record."))
    trail.record("market event dropped", by=by, target=held)
    held.delete()
    beside.record(held.opportunity_id, at=at)


@transaction.atomic
def publish_notes(*, held: MarketEvent, by: User, at: datetime, notes_en: str = "", notes_cy: str = "") -> None:
    """Say what was said there. Everybody who watches is told once; a correction later is not news."""
    if held.event.starts_at > at:
        raise NotAllowed(_("Notes are published once the event has begun."))
    held.notes_en, held.notes_cy = notes_en, notes_cy
    held.notes_published_at = held.notes_published_at or at
    held.save(update_fields=["notes_en", "notes_cy", "notes_published_at"])
    beside.record(held.opportunity_id, at=at)
    tell_watchers(held.opportunity, news=f"notes/{held.pk}", at=at, notes=held.pk)
    trail.record("notes of a market event published", by=by, target=held)


@transaction.atomic
def publish_asked_there(*, held: MarketEvent, by: User, at: datetime, **texts: str) -> Question:
    """A question that somebody asked at the event, with its answer, beside those asked in writing."""
    if held.event.starts_at > at:
        raise NotAllowed(_("Questions are published once the event has begun."))
    language = Language.ENGLISH if texts.get("question_en") else Language.WELSH
    asked = texts.get("question_en") or texts.get("question_cy", "")
    made = Question.objects.create(
        opportunity=held.opportunity, market_event=held, asked=asked, language=language, asked_at=at
    )
    answer_question(question=made, by=by, at=at, **texts)
    return made
