"""Who may touch a delivery now: a sender takes rows under a lease and a lock, and settles each by an act of its own.

A lease alone would not do: a sender that was stopped and later goes on would send what another has sent meanwhile.
The advisory lock belongs to a database session, which a stopped process keeps and a dead one loses.
"""

import secrets
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import F

from collab_portal.mail import statements
from collab_portal.mail.clock import ClockTime
from collab_portal.mail.models import RELEASED, Delivery

log = structlog.get_logger(__name__)

LOOK_UPS = 500  # in one sweep
TRIES_AT_WRITING = 5


class Owner:
    """One drain of one sender: its token marks the rows it holds, its number is the lock that says it lives."""

    def __init__(self):
        self.token = uuid.uuid4()
        self.number = secrets.randbelow(2**31)
        with connection.cursor() as cursor:
            cursor.execute(statements.TAKE_LOCK, {"class": statements.OWNERS, "number": self.number})
            self.session = cursor.fetchone()[0]

    def claim(self, batch: int) -> list[int]:
        """Take what is due into hand, passing over what others hold; answer the ids."""
        with connection.cursor() as cursor:
            cursor.execute(statements.CLAIM, self._named(batch=batch))
            return [row[0] for row in cursor.fetchall()]

    def fence(self, delivery_id: int) -> Delivery | None:
        """Mark one as being sent, if it is still ours; from here on only we may send it."""
        return next(iter(Delivery.objects.raw(statements.FENCE, self._named(id=delivery_id))), None)

    def release(self) -> None:
        """Give back what was claimed and not begun."""
        Delivery.objects.filter(state=Delivery.State.CLAIMED, lease_owner=self.token).update(
            state=Delivery.State.PENDING, **RELEASED
        )

    def sent(self, delivery: Delivery, provider_ref: str) -> None:
        """The server has taken it. If the database went away meanwhile, say so as soon as it is back."""
        fields = {"sent_at": ClockTime(), "provider_ref": provider_ref, "last_error": ""}
        try:
            self._held(delivery).settle(Delivery.State.SENT, **fields)
        except (OperationalError, InterfaceError):
            for pause in (0, 1, 2, 4):
                time.sleep(pause)
                connection.close()
                try:
                    self._held(delivery).settle(Delivery.State.SENT, **fields)
                    break
                except (OperationalError, InterfaceError):
                    log.warning("sent, but not recorded yet", delivery=delivery.pk)
            raise  # the lock went with the old session, so this drain is over

    def put_back(self, delivery: Delivery, error: str) -> None:
        """It was not taken; try again later, and ever more rarely."""
        self._postpone(delivery, error, setback=delivery.attempts - 1)

    def fault(self, delivery: Delivery, error: str) -> None:
        """Our own code could not write it: after a few tries somebody has to look."""
        if delivery.faults + 1 >= TRIES_AT_WRITING:
            self.fail(delivery, error, faults=delivery.faults + 1)
        else:
            self._postpone(delivery, error, setback=delivery.faults, faults=delivery.faults + 1)

    def fail(self, delivery: Delivery, error: str, **fields) -> None:
        self._held(delivery).settle(Delivery.State.FAILED, last_error=error, **fields)

    def cancel(self, delivery: Delivery, reason: str) -> None:
        self._held(delivery).cancel(reason)

    def doubt(self, delivery: Delivery, error: str) -> None:
        """The server may or may not have it. A sweep settles that, when the lease has run out and our lock is gone."""
        self._held(delivery).update(last_error=error)

    def let_go(self) -> None:
        try:
            self.release()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [statements.OWNERS, self.number])
        except (OperationalError, InterfaceError):
            connection.close()  # the lock ends with the session, and the sweep finds the rows

    def _postpone(self, delivery: Delivery, error: str, *, setback: int, faults: int | None = None) -> None:
        values = self._named(id=delivery.pk, error=error, setback=setback, faults=faults)
        with connection.cursor() as cursor:
            cursor.execute(statements.POSTPONE, values)

    def _held(self, delivery: Delivery):
        return Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING, lease_owner=self.token)

    def _named(self, **values):
        return _parameters(token=self.token, number=self.number, session=self.session, **values)


@contextmanager
def owning() -> Iterator[Owner]:
    """Be an owner for the length of a drain. The connection must be a session of its own, not a pooled transaction."""
    owner = Owner()
    try:
        yield owner
    finally:
        owner.let_go()


def sweep(look_up: Callable[[str], bool | None] | None = None) -> None:
    """Take over what a dead sender had in hand; where the provider can tell us what it has, ask."""
    with connection.cursor() as cursor:
        cursor.execute(statements.TAKE_BACK, _parameters(states=["claimed"] if look_up else ["claimed", "sending"]))
        if not look_up:
            return
        cursor.execute(statements.IN_DOUBT, _parameters(limit=LOOK_UPS))
        for delivery_id, token in cursor.fetchall():
            match look_up(f"delivery-{delivery_id}"):
                case True:
                    doubtful = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.SENDING, lease_owner=token)
                    doubtful.settle(Delivery.State.SENT, sent_at=ClockTime(), ambiguous=F("ambiguous") + 1)
                case False:
                    cursor.execute(statements.SEND_AGAIN, _parameters(id=delivery_id, token=token))


def give_up() -> None:
    """Fail what could not be sent in three days."""
    with connection.cursor() as cursor:
        cursor.execute(statements.GIVE_UP)


def is_anything_due() -> bool:
    return Delivery.objects.due().exists()


def _parameters(**values):
    first, longest = settings.MAIL_BACKOFF_SECONDS
    return {
        "class": statements.OWNERS,
        "lease": settings.MAIL_LEASE_SECONDS,
        "first": first,
        "longest": longest,
        **values,
    }
