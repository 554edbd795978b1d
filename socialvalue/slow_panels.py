"""A reminder to evaluators who have not locked while the planned award draws near: each of them once."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from collab_portal.mail import outbox
from collab_portal.mail.kinds import Payload
from procurement.models import Opportunity, Stage
from socialvalue.models import PanelMember

BEFORE = timedelta(days=7)
REST = timedelta(days=2)  # so soon after the deadline nobody is slow
FORGOTTEN_AFTER = timedelta(days=45)
WHERE = "criteria__lot__opportunity"


def planned_end(opportunity: Opportunity) -> date | None:
    """By when the scores are needed: the first day on which the award is planned."""
    return opportunity.award_earliest


def remind(*, at: datetime) -> int:
    """Whoever still has to lock a week before the award."""
    today = timezone.localdate(at)
    ends = {f"{WHERE}__award_earliest__range": (today - FORGOTTEN_AFTER, today + BEFORE)}
    found = _unlocked().filter(**ends, **{f"{WHERE}__submissions_close_at__lt": at - REST}).select_related("user")
    for seat in found.order_by("pk"):
        outbox.post_to_each([seat.user], key=f"panel-slow/{seat.pk}", kind="panel-slow", payload={"member": seat.pk})
    return len(found)


def still_slow(payload: Payload) -> str | None:
    if _unlocked().filter(pk=payload["member"]).exists():
        return None
    return "locked, or no longer asked"


def _unlocked():
    """Evaluators of tenders that still run."""
    asked = PanelMember.objects.evaluators().filter(locked_at=None, user__is_active=True)
    return asked.filter(**{f"{WHERE}__stage": Stage.TENDERING, f"{WHERE}__award_earliest__isnull": False})
