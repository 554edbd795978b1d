"""Handing messages to GOV.UK Notify, and asking what it has: https://docs.notifications.service.gov.uk/rest-api.html."""

import contextlib
import select
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
from django.conf import settings

from collab_portal.mail.notify import wording
from collab_portal.mail.notify.tokens import token
from collab_portal.mail.transports import Deferred, Envelope, InDoubt, Refused, Unreachable, describe, scrub

SEND = "/v2/notifications/email"
LIST = "/v2/notifications"
CREATED, OK, BAD_REQUEST, NOT_FOUND = 201, 200, 400, 404
NEVER_ARRIVED = {"permanent-failure", "temporary-failure", "technical-failure"}


class Taken(msgspec.Struct):
    id: str


class Known(msgspec.Struct):
    status: str


class Found(msgspec.Struct):
    notifications: list[Known]


class Fault(msgspec.Struct):
    error: str
    message: str = ""


class Faults(msgspec.Struct):
    errors: list[Fault] = []


class Notify:
    """The service, over one connection for as long as it lasts. It can be asked what it took under our reference.

    It keeps that for seven days. A message is in doubt until its lease has run out, which gives the service minutes to
    list it before we ask.
    """

    def __init__(self, *, url: str, token: Callable[[], str], template: str, reply_to: str = ""):
        self.address = urlsplit(url)
        self.token = token
        self.template = template
        self.reply_to = reply_to
        self.connection: HTTPConnection | None = None
        self.next_at = 0.0  # by the rate limit
        self.is_silent = False  # it did not answer a question; ask no more in this round

    def connect(self) -> None:
        """Wait for our turn, and have a connection that the service has not closed meanwhile."""
        time.sleep(max(0.0, self.next_at - time.monotonic()))
        self.next_at = time.monotonic() + 1 / settings.NOTIFY_PER_SECOND
        if self.connection and select.select([self.connection.sock], [], [], 0)[0]:
            self.close()
        if self.connection:
            return
        kind = HTTPSConnection if self.address.scheme == "https" else HTTPConnection
        connection = kind(self.address.hostname, self.address.port, timeout=settings.NOTIFY_TIMEOUT)
        try:
            connection.connect()
        except OSError as error:
            raise Unreachable(describe(error)) from error
        self.connection = connection

    def send(self, envelope: Envelope) -> str:
        """What is broken off, and what the service stumbled over, may have gone: the look-up tells."""
        try:
            status, content = self._ask("POST", SEND, msgspec.json.encode(self._asked(envelope)))
        except (HTTPException, OSError) as error:
            self.close()
            raise InDoubt(describe(error)) from error
        if status == CREATED:
            return _id_in(content)
        fault = _fault_in(content)
        reason = scrub(f"{status} {fault.error} {fault.message}")
        if status >= 500:
            raise InDoubt(reason)
        if status == BAD_REQUEST and fault.error == "ValidationError":  # all that varies in form is the address
            raise Refused(reason, address_at_fault=False)
        if status == BAD_REQUEST:
            raise Deferred(reason)  # such as a service on trial, or a template that is gone: somebody puts that right
        raise Unreachable(reason)  # it wants nothing from us now: the limit, our key or our clock

    def look_up(self, reference: str) -> bool | None:
        """Whether it has this message. One that failed there reached nobody, and may go again."""
        if self.is_silent:
            return None
        try:
            self.connect()
            status, content = self._ask("GET", f"{LIST}?{urlencode({'reference': reference})}")
            if status == NOT_FOUND and _fault_in(content).error == "NoResultFound":
                return False
            if status == OK:
                known = msgspec.json.decode(content, type=Found).notifications
                return any(each.status not in NEVER_ARRIVED for each in known)
        except (Unreachable, HTTPException, OSError, msgspec.MsgspecError):
            self.close()
        self.is_silent = True
        return None

    def close(self) -> None:
        if self.connection:
            with contextlib.suppress(OSError):
                self.connection.close()
            self.connection = None

    def _asked(self, envelope: Envelope) -> dict[str, Any]:
        asked = {
            "email_address": envelope.recipient,
            "template_id": self.template,
            "personalisation": {
                "subject": " ".join(envelope.message.subject.split()),
                "body": wording.body(envelope),
            },
            "reference": envelope.reference,
        }
        unsubscribe_url = wording.unsubscribe_url(envelope)
        if unsubscribe_url:
            asked["one_click_unsubscribe_url"] = unsubscribe_url
        if self.reply_to:
            asked["email_reply_to_id"] = self.reply_to
        return asked

    def _ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        headers = {"Authorization": f"Bearer {self.token()}", "Content-Type": "application/json"}
        self.connection.request(method, f"{self.address.path}{path}", body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.will_close:
            self.close()
        return answer.status, content


def configured() -> Notify:
    """As the settings say."""
    return Notify(
        url=settings.NOTIFY_URL,
        token=lambda: token(settings.NOTIFY_API_KEY),
        template=settings.NOTIFY_TEMPLATE_ID,
        reply_to=settings.NOTIFY_REPLY_TO_ID,
    )


def _id_in(content: bytes) -> str:
    """It was taken, whatever else the answer says."""
    try:
        return msgspec.json.decode(content, type=Taken).id
    except msgspec.MsgspecError:
        return ""


def _fault_in(content: bytes) -> Fault:
    """The first error it names; a gateway in front of it may answer in another form."""
    try:
        errors = msgspec.json.decode(content, type=Faults).errors
    except msgspec.MsgspecError:
        errors = []
    return errors[0] if errors else Fault(error="an answer in another form")
