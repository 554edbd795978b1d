"""The sender: takes what is due and hands it over, one message at a time, so that one's trouble is nobody else's.

No transaction is open during a conversation with the mail server. Any number of senders may run at once.
"""

import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing

import structlog
from django.db import InterfaceError, OperationalError
from django.utils import translation

from collab_portal.mail import claims, kinds, mime, suppression, transports
from collab_portal.mail.models import Delivery, Hold, Suppression
from collab_portal.mail.transports import Deferred, Envelope, InDoubt, Refused, Transport, Unreachable

log = structlog.get_logger(__name__)

BATCH = 20
FAILURES_IN_A_ROW = 5  # then leave the server alone until the next tick
PAUSE = 0.1  # seconds, longer with every failure


def drain(*, budget: float, stop: Callable[[], bool] = lambda: False) -> Counter[str]:
    """Send until nothing is due, the seconds are spent, `stop` says so or the server cannot be reached.

    Answers how many messages ended in which way; "unfinished" says that something due was left.
    While sending is off nothing is sent, settled or given up.
    """
    if Hold.objects.exists():
        return Counter(unfinished=1)
    transport = transports.configured()
    with claims.owning() as owner, closing(transport):
        claims.sweep(transport.look_up)
        claims.give_up()
        run = _Drain(owner=owner, transport=transport, ends_at=time.monotonic() + budget, stop=stop)
        run.to_the_end()
    if run.counts:
        log.info("mail drained", **run.counts)
    return run.counts


class _Drain:
    """One run of the sender."""

    def __init__(self, *, owner: claims.Owner, transport: Transport, ends_at: float, stop: Callable[[], bool]):
        self.owner = owner
        self.transport = transport
        self.ends_at = ends_at
        self.stop = stop
        self.failures = 0  # of the connection, in a row
        self.counts: Counter[str] = Counter()

    def to_the_end(self) -> None:
        while batch := self.owner.claim(BATCH):
            for delivery_id in batch:
                if not self._may_go_on() or not self._is_connected():
                    break
                self._deliver(delivery_id)
            self.owner.release()
            if not self._may_go_on():
                self.counts["unfinished"] = 1
                break

    def _may_go_on(self) -> bool:
        return self.failures < FAILURES_IN_A_ROW and time.monotonic() < self.ends_at and not self.stop()

    def _is_connected(self) -> bool:
        """Asked before a message is touched: a server that is away is no message's fault."""
        try:
            self.transport.connect()
        except Unreachable as error:
            self._note_failure(error)
            time.sleep(PAUSE * self.failures)
            return False
        return True

    def _note_failure(self, error: Exception) -> None:
        self.failures += 1
        log.warning("mail server unreachable", error=str(error), in_a_row=self.failures)

    def _deliver(self, delivery_id: int) -> None:
        delivery = self.owner.fence(delivery_id)
        if delivery is None:  # cancelled meanwhile, or held for too long
            self.counts["lost"] += 1
            return
        envelope = self._written(delivery)
        if envelope:
            self._hand_over(delivery, envelope)

    def _written(self, delivery: Delivery) -> Envelope | None:
        """The message, asked for at the last moment; or None, with the delivery settled or put back."""
        try:
            kind = kinds.get(delivery.kind)
            unwanted = _why_not(delivery, kind)
            if unwanted:
                self.owner.cancel(delivery, unwanted)
                self.counts["cancelled"] += 1
                return None
            with translation.override(delivery.language):
                return mime.envelope(delivery, kind.render(delivery.payload, delivery.language))
        except mime.NotAnAddress:
            self.owner.fail(delivery, "not an e-mail address")
            self.counts["failed"] += 1
        except kinds.UnknownKind:  # this process may be older than the message
            self.owner.put_back(delivery, "nobody here can write this kind of message")
            self.counts["deferred"] += 1
        except (OperationalError, InterfaceError):
            raise  # the database's trouble is everybody's
        except Exception as error:  # other apps' code may raise anything; it concerns this message alone
            log.error("message not written", delivery=delivery.pk, kind=delivery.kind, error=_where(error))
            self.owner.fault(delivery, transports.describe(error))
            self.counts["faults"] += 1
        return None

    def _hand_over(self, delivery: Delivery, envelope: Envelope) -> None:
        try:
            provider_ref = self.transport.send(envelope)
        except Unreachable as error:
            self._note_failure(error)
            self.owner.put_back(delivery, str(error))
            self.counts["deferred"] += 1
        except InDoubt as error:
            self._note_failure(error)
            self.owner.doubt(delivery, str(error))
            self.counts["in_doubt"] += 1
        except Deferred as error:
            self.failures = 0
            self.owner.put_back(delivery, str(error))
            self.counts["deferred"] += 1
        except Refused as error:
            self.failures = 0
            if error.address_at_fault:
                suppression.suppress(delivery.address, Suppression.Reason.BOUNCE)
            self.owner.fail(delivery, str(error))
            self.counts["failed"] += 1
        else:
            self.failures = 0
            self.owner.sent(delivery, provider_ref)
            self.counts["sent"] += 1


def _why_not(delivery: Delivery, kind: kinds.Kind) -> str | None:
    if suppression.is_suppressed(delivery.address, essential=kind.essential):
        return "mail to this address bounced, or its owner complained"
    return kind.still_wanted(delivery.payload)


def _where(error: Exception) -> str:
    """The kind of error and its place; its text may hold what does not belong into a log."""
    trace = error.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
    return f"{type(error).__name__} in {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
