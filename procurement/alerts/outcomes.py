"""Telling those who were interested how it ended. Whoever watches hears of it with everything else."""

from datetime import datetime

from django.db.models import Q

from collab_portal.mail import outbox, suppression
from collab_portal.mail.outbox import Letter
from procurement.models import Change, Interest, Stage, Subscriber

KIND = "outcome"
IS_RESULT = Q(field="stage", after=Stage.AWARDED.value) | Q(field__startswith="awards/")


def tell_interested(opportunity_id: int, *, version: int, at: datetime) -> None:
    """Post one mail to each, if this version says or corrects the result."""
    results = Change.objects.filter(IS_RESULT, opportunity=opportunity_id, release__version=version)
    if not results.exists():
        return
    people = interested(opportunity_id, version=version)
    left_alone = suppression.suppressed(address for address, _language in people.values())
    outbox.post_many(
        Letter(
            key=f"{KIND}/{opportunity_id}/{version}/{interest}",
            kind=KIND,
            address=address,
            language=language,
            payload={"opportunity": opportunity_id, "version": version, "interest": interest},
        )
        for interest, (address, language) in people.items()
        if address not in left_alone
    )


def interested(opportunity_id: int, *, version: int) -> dict[int, tuple[str, str]]:
    """Who waits for the result and does not watch: by their answer, the address and the language. Each address once.

    An answer of an organisation is that of the person who gave it. Others who should hear of it are added here.
    """
    answers = Interest.objects.interested().filter(opportunity=opportunity_id).order_by("pk")
    watching = Subscriber.objects.watching(opportunity_id, before=version).with_address()
    known = {address.lower() for address in watching.values_list("send_to", flat=True)}
    found: dict[int, tuple[str, str]] = {}
    for each in answers.select_related("by", "subscriber__user"):
        address, language = _whose(each)
        if address and address.lower() not in known:
            known.add(address.lower())
            found[each.pk] = (address, language)
    return found


def _whose(interest: Interest) -> tuple[str, str]:
    subscriber = interest.subscriber
    if subscriber:
        is_open = subscriber.confirmed_at and not subscriber.stopped_at
        address = subscriber.user.email if subscriber.user else subscriber.email
        return (address, subscriber.language) if is_open else ("", "")
    person = interest.by
    return (person.email, person.language) if person and person.is_active else ("", "")
