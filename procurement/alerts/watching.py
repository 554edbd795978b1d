"""Telling those who watch an opportunity of what happens beside its releases: answers, events, dates."""

from datetime import datetime
from typing import Any

from collab_portal.mail import outbox
from collab_portal.mail.outbox import Letter
from procurement.alerts.people import Reader, reachable
from procurement.models import Opportunity, Subscriber

KIND = "engagement"


def tell_watchers(opportunity: Opportunity, *, news: str, at: datetime, **payload: Any) -> list[Reader]:
    """Post one mail to each who watches; `news` says what of, and makes it one mail. Answers whom it went to."""
    watching = Subscriber.objects.watching(opportunity.pk, before=opportunity.version + 1)
    readers = reachable(watching, at=at)
    outbox.post_many(
        Letter(
            key=f"{KIND}/{news}/{reader.pk}",
            kind=KIND,
            address=reader.address,
            language=reader.language,
            payload={"opportunity": opportunity.pk, "subscriber": reader.pk, **payload},
        )
        for reader in readers
    )
    return readers
