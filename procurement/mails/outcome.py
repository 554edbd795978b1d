"""The mail that tells who was interested how it ended."""

from django.utils.translation import gettext

from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from collab_portal.templatetags.words import paired
from procurement.mails import links, news
from procurement.models import Interest


def render(payload: Payload, language: str) -> Message:
    said = news.said_in(payload["opportunity"], payload["version"])
    title, title_language = paired(said, "title")
    context = {
        "title": title,
        "title_language": "" if title_language == language else title_language,
        "buyers": ", ".join(paired(body, "name")[0] for body in (said.buyer, *said.joint_buyers)),
        "outcome": news.outcome(said),
        "url": links.opportunity(said.reference),
    }
    subject = gettext("How it ended: %(title)s") % {"title": title}
    return compose("procurement/email/outcome", subject=subject, context=context)


def still_wanted(payload: Payload) -> str | None:
    """As long as the answer stands."""
    is_there = Interest.objects.interested().filter(pk=payload["interest"]).exists()
    return None if is_there else "answer taken back"
