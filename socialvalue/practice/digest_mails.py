"""Mails of a network's monthly letter: the letter itself, and the word to coordinators that a draft waits."""

from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext, override

from collab_portal.feeds import absolute
from collab_portal.mail import kinds
from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from collab_portal.templatetags import words
from socialvalue.practice import digesting, stopping
from socialvalue.practice.models import DigestItem, DigestReader, NetworkDigest


def register() -> None:
    """Make our kinds of message known. Called from the app's `ready`."""
    kinds.register("digest-draft", render=draft, still_wanted=still_a_draft)
    kinds.register("network-digest", render=letter, still_wanted=still_read)


def draft(payload: Payload, language: str) -> Message:
    """To the coordinators."""
    digest = _digest(payload)
    names = {"network": digest.network, "month": digesting.month_name(digest.month)}
    heading = gettext("The monthly letter of %(network)s is drafted: %(month)s") % names
    context = {
        "heading": heading,
        "lead": gettext("Add your own words, choose what goes in, and send it. Nothing goes out before you do."),
        "said": "",
        "note": "",
        "url": absolute(reverse("digests:edit", args=[digest.network.slug])),
        "button": gettext("Edit the letter"),
    }
    return compose("enterprises/email/network", subject=heading, context=context)


def letter(payload: Payload, language: str) -> Message:
    """To one of its readers."""
    digest = _digest(payload)
    reader = DigestReader.objects.get(pk=payload["reader"])
    chosen = list(digest.items.filter(is_in=True).order_by("pk"))
    context = {
        "digest": digest,
        "groups": [(heading, [(each, url(each)) for each in some]) for heading, some in digesting.grouped(chosen)],
        "stop_url": stopping.stop_url(reader),
    }
    subject = words.paired(digest, "subject")[0]
    return compose("practice/email/digest", subject=subject, context=context, headers=stopping.headers(reader))


def url(item: DigestItem) -> str:
    """Where it can be read, in the reader's language."""
    language = get_language() or "en"
    with override("en"):
        return absolute(translate_url(item.path, language))


def still_a_draft(payload: Payload) -> str | None:
    return "sent already" if _digest(payload).is_sent else None


def still_read(payload: Payload) -> str | None:
    found = DigestReader.objects.reachable().filter(pk=payload["reader"])
    return None if found.exists() else "not wanted any more"


def _digest(payload: Payload) -> NetworkDigest:
    return NetworkDigest.objects.select_related("network").get(pk=payload["digest"])
