"""Mails about taking a stub out of the directory: confirm that it was you, and here is what was decided."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from collab_portal.mail import kinds
from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from enterprises.models import RemovalRequest


def register() -> None:
    kinds.register("removal-confirm", render=confirm, still_wanted=confirm_still_wanted)
    kinds.register("removal-decided", render=decided)


def confirm(payload: Payload, language: str) -> Message:
    asked = RemovalRequest.objects.select_related("enterprise__organisation").get(pk=payload["removal"])
    lead = gettext("You asked us to take %(name)s out of the directory. Confirm that it was you.")
    return _write(
        gettext("Confirm your request"),
        lead % {"name": asked.enterprise},
        url=settings.PORTAL_URL + reverse("enterprises:removal-confirm", args=[asked.token]),
    )


def confirm_still_wanted(payload: Payload) -> str | None:
    is_open = RemovalRequest.objects.open(timezone.now()).filter(pk=payload["removal"]).exists()
    return None if is_open else "confirmed, or out of time"


def decided(payload: Payload, language: str) -> Message:
    names = {"name": payload["name"]}
    if payload["removed"]:
        lead = gettext("%(name)s is no longer in the directory. No import will bring it back.")
    else:
        lead = gettext(
            "%(name)s stays in the directory: what it says is public in a register. "
            "Its own people can claim the entry, and then change or delete it."
        )
    return _write(gettext("Your request about %(name)s") % names, lead % names)


def _write(heading: str, lead: str, *, url: str = "") -> Message:
    return compose("enterprises/email/removal", subject=heading, context={"lead": lead, "url": url})
