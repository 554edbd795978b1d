"""What runs out: checks, badges, insurances. Whom to remind of it, what ends by itself, and what is no longer found."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext

from collab_portal.accounts.models import Membership, User
from collab_portal.mail import outbox
from enterprises import projection, recheck
from enterprises.actions import checking
from enterprises.models import Badge, Enterprise, Insurance, Verification

BATCH = 500
AT_EIGHT = time(8)  # nobody is written to in the night
KINDS: dict[str, tuple[type[models.Model], str]] = {
    "check": (Verification, "recheck_on"),
    "badge": (Badge, "expires_on"),
    "insurance": (Insurance, "expires_on"),
}


def lapse_due(*, at: datetime) -> int:
    """End a batch of checks whose recheck date has gone by; answer how many. Asked again, it finds what is left."""
    due = Verification.objects.standing().filter(recheck_on__lt=timezone.localdate(at), enterprise__state="verified")
    enterprises = Enterprise.objects.filter(pk__in=due.order_by("recheck_on", "pk").values("enterprise")[:BATCH])
    return sum(checking.lapse(enterprise=each, at=at) for each in enterprises.only("pk"))


def refresh_stale(*, at: datetime) -> int:
    """Work out anew what search reads of those of whom something has run out; answer how many."""
    today = timezone.localdate(at)
    stale = Enterprise.objects.filter(stale_on__lte=today).select_related("organisation").order_by("stale_on", "pk")
    found = list(stale.defer("document")[:BATCH])
    for enterprise in found:
        projection.refresh(enterprise, on=today)
    return len(found)


def remind(*, at: datetime) -> int:
    """Have everybody reminded of what runs out within 30 days, and again within 7; each once, whoever calls this.

    Answers how many things run out soon. The keys of the messages are what makes each one message.
    """
    today, things = timezone.localdate(at), 0
    not_before = max(at, timezone.make_aware(datetime.combine(today, AT_EIGHT)))
    for what in KINDS:
        due = _soon(what, today).iterator(BATCH)
        while batch := list(islice(due, BATCH)):
            things += len(batch)
            outbox.post_many(_reminders(what, batch, today=today, not_before=not_before))
    return things


def still_runs_out(payload: dict[str, Any]) -> bool:
    """Whether what a reminder is about is still there, with the same date, and she is still the one to be told."""
    thing = _thing(payload)
    return thing is not None and payload["person"] in {each.pk for each in _readers([thing])[thing.enterprise_id]}


def name_of(payload: dict[str, Any]) -> str:
    """What runs out, in words."""
    thing = _thing(payload)
    return str(thing.get_kind_display()) if isinstance(thing, Badge | Insurance) else gettext("the check")


def _soon(what: str, today: date) -> models.QuerySet:
    last = today + timedelta(days=max(recheck.REMIND))
    due = _standing(what).filter(**{f"{KINDS[what][1]}__range": (today, last)}, enterprise__is_listed=True)
    return due.exclude(enterprise__state=Enterprise.State.UNCLAIMED)


def _standing(what: str) -> models.QuerySet:
    """Of checks only those that have not ended; each with what says whose it is."""
    model = KINDS[what][0]
    found = model._default_manager.select_related("enterprise__organisation").defer("enterprise__document")
    return found.filter(ended_at=None) if model is Verification else found


def _reminders(what: str, things: list[Any], *, today: date, not_before: datetime) -> Iterator[outbox.Letter]:
    readers = _readers(things)
    for thing in things:
        last_day = getattr(thing, KINDS[what][1])
        days = recheck.reminder_due(last_day, on=today)
        for person in readers[thing.enterprise_id]:
            yield outbox.Letter(
                key=f"running-out/{what}/{thing.pk}/{last_day}/{days}/{person.pk}",
                kind="running-out",
                address=person.email,
                language=person.language,
                payload={
                    "enterprise": thing.enterprise_id,
                    "what": what,
                    "thing": thing.pk,
                    "last_day": last_day.isoformat(),
                    "person": person.pk,
                },
                not_before=not_before,
            )


def _readers(things: list[Any]) -> dict[int, list[User]]:
    """For each enterprise its administrators, and who made the check that stands, or else her colleagues."""
    owners = {each.enterprise_id: each.enterprise.organisation_id for each in things}
    checks = {each.enterprise_id: each for each in Verification.objects.standing().filter(enterprise__in=owners)}
    networks = {each.network_id for each in checks.values()}
    seats = Membership.objects.filter(user__is_active=True, organisation__in={*owners.values(), *networks})
    administrators, coordinators = defaultdict(list), defaultdict(list)
    for seat in seats.filter(role__in=Membership.PUBLISHERS).select_related("user").order_by("user"):
        coordinators[seat.organisation_id].append(seat.user)
        if seat.role == Membership.Role.ADMINISTRATOR:
            administrators[seat.organisation_id].append(seat.user)
    readers = {}
    for enterprise, owner in owners.items():
        check = checks.get(enterprise)
        able = coordinators[check.network_id] if check else []
        checkers = [each for each in able if each.pk == check.by_id] or able
        readers[enterprise] = list(dict.fromkeys([*administrators[owner], *checkers]))
    return readers


def _thing(payload: dict[str, Any]) -> Any:
    field = KINDS[payload["what"]][1]
    return _standing(payload["what"]).filter(pk=payload["thing"], **{field: payload["last_day"]}).first()
