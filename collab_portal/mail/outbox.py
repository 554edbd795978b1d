"""Putting messages into the outbox, in the caller's transaction, and taking them out again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, transaction

from collab_portal.celery import nudge
from collab_portal.mail import kinds
from collab_portal.mail.clock import ClockTime
from collab_portal.mail.models import Delivery

BATCH = 1_000


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What to send to whom. The key makes it one message: a second letter with the same key is dropped."""

    key: str
    kind: str
    address: str
    language: str
    payload: dict[str, Any]
    not_before: datetime | None = None


class Recipient(Protocol):
    """Whoever has an address and a language, such as a person with an account."""

    pk: Any
    email: Any
    language: Any


def post(
    *, key: str, kind: str, address: str, language: str, payload: dict[str, Any], not_before: datetime | None = None
) -> None:
    """Have one message sent, at once or not before a moment. It asks neither Redis nor the mail server."""
    letter = Letter(key=key, kind=kind, address=address, language=language, payload=payload, not_before=not_before)
    post_many([letter])


def post_many(letters: Iterable[Letter]) -> None:
    """The same for many, a thousand rows in each statement."""
    rows = (_delivery(letter) for letter in letters)
    with transaction.atomic():
        while batch := list(islice(rows, BATCH)):
            Delivery.objects.bulk_create(batch, ignore_conflicts=True)
            _wake_the_sender_after_commit()


def post_to_each(people: Iterable[Recipient], *, key: str, kind: str, payload: dict[str, Any]) -> None:
    """One letter to each of them, in her language. The key is that of the news; hers is made of it."""
    post_many(
        Letter(key=f"{key}/{person.pk}", kind=kind, address=person.email, language=person.language, payload=payload)
        for person in people
    )


def cancel(*, reason: str, key: str | None = None, key_prefix: str | None = None, kind: str | None = None) -> int:
    """Take back what has not been handed to the mail server yet; answer how many."""
    if not (key or key_prefix or kind):
        raise ValueError("Say which: a key, the start of a key, or a kind.")
    deliveries = Delivery.objects.unsent()
    if key:
        deliveries = deliveries.filter(key=key)
    if key_prefix:
        deliveries = deliveries.filter(key__startswith=key_prefix)
    if kind:
        deliveries = deliveries.filter(kind=kind)
    return deliveries.cancel(reason)


def _delivery(letter: Letter) -> Delivery:
    kind = kinds.get(letter.kind)  # a misspelt kind is found here, not three days later
    due = letter.not_before or ClockTime()
    return Delivery(
        key=letter.key,
        kind=letter.kind,
        address=letter.address.strip(),
        language=letter.language,
        payload=letter.payload,
        goes_first=kind.essential,
        message_domain=settings.MAIL_DOMAIN,
        due_at=due,
        not_before=due,
        give_up_at=due + timedelta(seconds=settings.MAIL_GIVE_UP_SECONDS),
    )


def _wake_the_sender_after_commit() -> None:
    """Once for each transaction, however many messages it posts."""
    if not any(hook is _wake_the_sender for _, hook, *_ in connection.run_on_commit):
        transaction.on_commit(_wake_the_sender, robust=True)


def _wake_the_sender() -> None:
    nudge("mail.drain")
