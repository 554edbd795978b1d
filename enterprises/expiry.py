"""What runs out: checks, badges, insurances. Whom to remind of it, what ends by itself, and what is no longer found."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext

from collab_portal.accounts.models import User
from collab_portal.mail import outbox
from enterprises import projection, recheck, trust_log
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
        for thing in _soon(what, today).iterator(BATCH):
            things += 1
            outbox.post_many(_reminders(what, thing, today=today, not_before=not_before))
    return things


def still_runs_out(payload: dict[str, Any]) -> bool:
    """Whether what a reminder is about is still there, with the same date, and she is still the one to be told."""
    thing = _thing(payload)
    return thing is not None and payload["person"] in {each.pk for each in _people(payload["what"], thing)}


def name_of(payload: dict[str, Any]) -> str:
    """What runs out, in words."""
    thing = _thing(payload)
    return str(thing.get_kind_display()) if isinstance(thing, Badge | Insurance) else gettext("the check")


def _soon(what: str, today: date) -> models.QuerySet:
    model, field = KINDS[what]
    last = today + timedelta(days=max(recheck.REMIND))
    due = model._default_manager.filter(**{f"{field}__range": (today, last)}, enterprise__is_listed=True)
    due = due.exclude(enterprise__state=Enterprise.State.UNCLAIMED)
    return (
        due.filter(ended_at=None).select_related("network", "enterprise__organisation")
        if what == "check"
        else (due.select_related("enterprise__organisation"))
    )


def _reminders(what: str, thing: Any, *, today: date, not_before: datetime) -> Iterator[outbox.Letter]:
    last_day = getattr(thing, KINDS[what][1])
    days = recheck.reminder_due(last_day, on=today)
    for person in _people(what, thing):
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


def _people(what: str, thing: Any) -> list[User]:
    """The enterprise's administrators, and the coordinator who made the check that stands."""
    told = trust_log.administrators(thing.enterprise.organisation)
    standing = thing if what == "check" else thing.enterprise.verifications.standing().first()
    known = {each.pk for each in told}
    return told + [each for each in (trust_log.checkers(standing) if standing else []) if each.pk not in known]


def _thing(payload: dict[str, Any]) -> Any:
    model, field = KINDS[payload["what"]]
    found = model._default_manager.filter(pk=payload["thing"], **{field: payload["last_day"]})
    return (found.filter(ended_at=None) if model is Verification else found).first()
