"""Addresses as mails need them: whole, in the reader's language, with her token where she needs no password."""

from django.urls import reverse

from collab_portal.feeds import absolute
from collab_portal.mail.kinds import one_click_unsubscribe
from procurement.engagement.links import answer_path
from procurement.models import Subscriber


def opportunity(reference: str) -> str:
    return absolute(reverse("pipeline:detail", args=[reference]))


def answer(subscriber: int, opportunity: int) -> str:
    """To a form that answers the buyer without signing in."""
    return absolute(answer_path(subscriber, opportunity))


def manage(subscriber: Subscriber) -> str:
    return absolute(subscriber.get_absolute_url())


def confirm(token: str) -> str:
    return absolute(reverse("alerts:confirm", args=[token]))


def stop(token: str) -> str:
    """For people, and for the button that mail programs show: it opens a page, and stops on POST."""
    return absolute(reverse("unsubscribe", args=[token]))


def one_click(token: str) -> dict[str, str]:
    return one_click_unsubscribe(stop(token))
