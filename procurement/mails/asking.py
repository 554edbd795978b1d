"""Answers to people who asked by e-mail: confirm that it was you, and here is your page."""

from django.utils import timezone
from django.utils.translation import gettext

from collab_portal.mail.kinds import Message, Payload
from collab_portal.mail.letters import compose
from collab_portal.templatetags.words import paired
from procurement.mails import links
from procurement.mails.news import name_of
from procurement.models import PipelineEntry, SavedSearch, Subscriber, Watch


def confirm_search(payload: Payload, language: str) -> Message:
    search = SavedSearch.objects.get(pk=payload["search"])
    context = {"search": search, "name": name_of(search), "url": links.confirm(search.token)}
    return compose("procurement/email/confirm_search", subject=gettext("Confirm your e-mail alert"), context=context)


def confirm_watch(payload: Payload, language: str) -> Message:
    watch = Watch.objects.get(pk=payload["watch"])
    entry = PipelineEntry.objects.defer("document").get(pk=watch.opportunity_id)
    context = {"title": paired(entry, "title")[0], "url": links.confirm(watch.token)}
    subject = gettext("Confirm that you want to watch an opportunity")
    return compose("procurement/email/confirm_watch", subject=subject, context=context)


def manage_link(payload: Payload, language: str) -> Message:
    subscriber = Subscriber.objects.get(pk=payload["subscriber"])
    context = {"url": links.manage(subscriber)}
    return compose("procurement/email/manage_link", subject=gettext("Your e-mail alerts"), context=context)


def search_still_wanted(payload: Payload) -> str | None:
    is_open = SavedSearch.objects.open(timezone.now()).filter(pk=payload["search"]).exists()
    return None if is_open else "confirmed, removed or out of time"


def watch_still_wanted(payload: Payload) -> str | None:
    is_open = Watch.objects.open(timezone.now()).filter(pk=payload["watch"]).exists()
    return None if is_open else "confirmed, removed or out of time"


def manage_still_wanted(payload: Payload) -> str | None:
    return None if Subscriber.objects.filter(pk=payload["subscriber"]).exists() else "subscriber erased"
