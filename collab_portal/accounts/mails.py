"""The mails of this app: invitations and relayed letters."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collab_portal.accounts.models import Invitation, Letter
from collab_portal.mail import kinds
from collab_portal.mail.letters import compose


def register() -> None:
    kinds.register("invitation", render=invitation, still_wanted=invitation_still_wanted)
    kinds.register("letter", render=letter, still_wanted=letter_still_wanted)


def invitation(payload, language):
    asked = Invitation.objects.select_related("organisation", "invited_by").get(pk=payload["invitation"])
    subject = _("Join %(organisation)s on %(portal)s") % {
        "organisation": asked.organisation,
        "portal": settings.PORTAL_NAME_CY if language == "cy" else settings.PORTAL_NAME_EN,
    }
    url = settings.PORTAL_URL + reverse("accounts:invitation", args=[asked.token])
    return compose("accounts/email/invitation", subject=subject, context={"invitation": asked, "url": url})


def invitation_still_wanted(payload):
    open_ones = Invitation.objects.open(timezone.now())
    return None if open_ones.filter(pk=payload["invitation"]).exists() else "invitation withdrawn"


def letter(payload, language):
    written = Letter.objects.select_related("sender", "on_behalf_of", "recipient").get(pk=payload["letter"])
    headers = {"Reply-To": written.sender.email} if written.sender else {}
    return compose("accounts/email/letter", subject=written.subject, context={"letter": written}, headers=headers)


def letter_still_wanted(payload):
    return None if Letter.objects.filter(pk=payload["letter"]).exists() else "letter deleted"
