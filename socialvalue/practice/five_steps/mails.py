"""What the clock writes to the owners of next actions."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from collab_portal.feeds import absolute
from collab_portal.mail import kinds
from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from socialvalue.practice.five_steps import reminders
from socialvalue.practice.models import NextAction


def register() -> None:
    """Make our kind of message known. Called from the app's `ready`."""
    kinds.register("next-action", render=due, still_wanted=reminders.still_due)


def due(payload: Payload, language: str) -> Message:
    """To its owner, on the day."""
    action = NextAction.objects.select_related("body").get(pk=payload["action"])
    names = {"what": action.what, "date": date_format(action.due_on, "j F Y"), "body": action.body}
    heading = gettext("It is time: %(what)s") % names
    context = {
        "heading": heading,
        "lead": gettext("You said that you would see to this for %(body)s by %(date)s.") % names,
        "said": action.what,
        "note": gettext("If it is done, say so there. If it takes longer, give it a new day. We write only once."),
        "url": absolute(reverse("five-steps:actions", args=[action.body.slug])),
        "button": gettext("See what is planned"),
    }
    return compose("enterprises/email/network", subject=heading, context=context)
