"""Asking how it went: once, when the day has come by which somebody meant to have adapted a study."""

from datetime import datetime

from django.utils import timezone

from collab_portal.mail import outbox
from collab_portal.mail.kinds import Payload
from socialvalue.practice.models import Adaptation


def remind(*, at: datetime) -> int:
    """Write to whoever planned it."""
    planned = Adaptation.objects.filter(state=Adaptation.State.PLANNED, by_when__lt=timezone.localdate(at))
    due = list(planned.filter(created_by__is_active=True).select_related("created_by").order_by("pk"))
    for each in due:
        key = f"adaptation-due/{each.pk}"
        outbox.post_to_each([each.created_by], key=key, kind="adaptation-due", payload={"adaptation": each.pk})
    return len(due)


def still_due(payload: Payload) -> str | None:
    """Not once it was reported."""
    planned = Adaptation.objects.filter(pk=payload["adaptation"], state=Adaptation.State.PLANNED)
    return None if planned.exists() else "reported"
