"""What the things to do are worked out from: the enterprise's papers, and what buyers have arranged."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from enterprises import event_words
from enterprises.lookups.badges import BADGES
from enterprises.models import Booking, Enterprise, Event
from procurement.models import MarketEvent, QuestionPeriod
from procurement.outlook.lines import Line, Outcome
from procurement.outlook.to_do import Kind, Meeting, Paper, Target


def papers(enterprise: Enterprise) -> list[Paper]:
    """Insurances, policies, badges and a verification that run out, each with the page on which it is renewed."""
    slug = enterprise.organisation.slug
    checked = enterprise.verifications.standing().select_related("network")
    verifications = [
        Paper(Kind.VERIFICATION, str(each.network), each.recheck_on, reverse("enterprises:base-test", args=[slug]))
        for each in checked
    ]
    insurances = [
        Paper(Kind.INSURANCE, each.get_kind_display(), each.expires_on, _profile(slug, "insurances", each.pk))
        for each in enterprise.insurances.order_by("kind")
    ]
    documents = [
        Paper(Kind.DOCUMENT, each.title, each.valid_until, reverse("enterprises:document", args=[slug, each.pk]))
        for each in enterprise.documents.exclude(valid_until=None).order_by("pk")
    ]
    badges = [
        Paper(Kind.BADGE, each.get_kind_display(), each.expires_on, _profile(slug, "badges", each.pk))
        for each in enterprise.badges.filter(kind__in=BADGES).exclude(expires_on=None).order_by("kind")
    ]
    return [*verifications, *insurances, *documents, *badges]


def targets(lines: Sequence[Line], enterprise: Enterprise, *, at: datetime) -> list[Target]:
    opportunities = {each.part.opportunity for each in lines}
    periods = QuestionPeriod.objects.filter(opportunity__in=opportunities)
    questions = dict(periods.values_list("opportunity", "closes_on"))
    meetings = _meetings(opportunities, enterprise, at)
    # What a buyer arranges is for all lots at once: it is taken out with the first of them, and so told once.
    return [_target(each, questions.pop(each.part.opportunity, None), _taken(meetings, each)) for each in lines]


def _taken(meetings: dict[int, list[Meeting]], line: Line) -> tuple[Meeting, ...]:
    return () if line.need else tuple(meetings.pop(line.part.opportunity, ()))


def _target(line: Line, questions_until: date | None, meetings: tuple[Meeting, ...]) -> Target:
    is_won = line.outcome == Outcome.WON
    prospect = {"weeks": line.prospect.weeks, "done": frozenset(line.prospect.done)} if line.prospect else {}
    return Target(
        key=line.key,
        closes_on=None if is_won else line.closes_on,
        starts_on=line.start.earliest,
        is_won=is_won,
        value=line.size,
        has_partners=line.agreed is not None,
        questions_until=questions_until,
        meetings=meetings,
        **prospect,
    )


def _meetings(opportunities: set[int], enterprise: Enterprise, at: datetime) -> dict[int, list[Meeting]]:
    """Those that still take bookings."""
    open_now = {"event__state": Event.State.PUBLISHED, "event__closes_at__gt": at}
    held = MarketEvent.objects.filter(opportunity__in=opportunities, **open_now).select_related("event")
    held = list(held.order_by("event__starts_at", "pk"))
    ours = {"user__memberships__organisation": enterprise.organisation_id}
    states = (Booking.State.BOOKED, Booking.State.WAITING)
    booked = Booking.objects.filter(event__in=[each.event_id for each in held], state__in=states, **ours)
    places = set(booked.values_list("event", flat=True))
    found: dict[int, list[Meeting]] = defaultdict(list)
    for each in held:
        found[each.opportunity_id].append(_meeting(each.event, is_booked=each.event_id in places))
    return found


def _meeting(event: Event, *, is_booked: bool) -> Meeting:
    book_by = timezone.localdate(event.closes_at)
    return Meeting(event.reference, event_words.title(event), book_by, event.get_absolute_url(), is_booked)


def _profile(slug: str, section: str, pk: int) -> str:
    return reverse("enterprises:edit-line", args=[slug, section, pk])
