"""Reminding the owners of next actions, once, when the day has come."""

from datetime import date, datetime

from django.utils import timezone

from collab_portal.mail import outbox
from collab_portal.mail.kinds import Payload
from socialvalue.practice.models import NextAction


def remind(*, at: datetime) -> int:
    """Write to the owner of each action that is due. A new date or another owner is news, and told again."""
    due = list(NextAction.objects.due(timezone.localdate(at)).select_related("owner").order_by("pk"))
    for each in due:
        key, payload = f"next-action/{each.pk}/{each.due_on}", {"action": each.pk, "due_on": each.due_on.isoformat()}
        outbox.post_to_each([each.owner], key=key, kind="next-action", payload=payload | {"owner": each.owner_id})
    return len(due)


def still_due(payload: Payload) -> str | None:
    """A reminder is of no use once it is done, put off, or somebody else's."""
    due_on = date.fromisoformat(payload["due_on"])
    due = NextAction.objects.due(due_on).filter(pk=payload["action"], due_on=due_on, owner=payload["owner"])
    return None if due.exists() else "done, put off or handed on"
