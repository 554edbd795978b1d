"""Ways for a message to leave us: an SMTP server, or a folder on this machine. Each says exactly what it knows.

A third, GOV.UK Notify, is in `notify`.
"""

import contextlib
import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings

from collab_portal.mail.kinds import Message

ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")
ENHANCED_STATUS = re.compile(r"([245]\.\d{1,3}\.\d{1,3})\b")
NO_SUCH_ADDRESS = {"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"}
NO_SUCH_ADDRESS_PLAIN = {550, 551, 553}  # from a server that gives no enhanced status

OK, CLOSING = 250, 421
ON_ONE_CONNECTION = 100  # messages; many servers end a connection that goes on for longer


@dataclass(frozen=True)
class Envelope:
    """One message, ready to go to one recipient. The reference is ours, the same at every try.

    `content` is the whole e-mail. Whoever writes the e-mail itself takes the words from `message`.
    """

    reference: str
    sender: str
    recipient: str
    content: bytes
    message: Message
    language: str


class Unreachable(Exception):
    """No connection, or one that broke before the message was handed over. It has not gone."""


class Deferred(Exception):
    """The server says: not now. It has not gone."""


class Refused(Exception):
    """The server says: never. It has not gone."""

    def __init__(self, reason: str, *, address_at_fault: bool):
        super().__init__(reason)
        self.address_at_fault = address_at_fault


class InDoubt(Exception):
    """The connection broke after the message was handed over and before the answer. It may have gone (RFC 1047)."""


class Transport(Protocol):
    """What the sender needs. A provider that can be asked what it has also offers `look_up`; otherwise it is None."""

    look_up: Callable[[str], bool | None] | None

    def connect(self) -> None:
        """Be ready to send, or raise Unreachable."""

    def send(self, envelope: Envelope) -> str:
        """Hand one message over and answer the provider's own reference, if it has one."""

    def close(self) -> None: ...


class Smtp:
    """Plain SMTP: one connection for as long as it lasts. It cannot be asked what it has accepted."""

    look_up = None

    def __init__(self, server: dict):
        self.server = server
        self.connection: smtplib.SMTP | None = None
        self.messages = 0  # begun on this connection

    def connect(self) -> None:
        if self.messages >= ON_ONE_CONNECTION:
            self.close()
        if self.connection:
            return
        try:
            self.connection = self._signed_in()
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(describe(error)) from error
        self.messages = 0

    def send(self, envelope: Envelope) -> str:
        self.messages += 1
        try:
            self._expect_ok(*self.connection.mail(envelope.sender, self._options(envelope)), naming_recipient=False)
            self._expect_ok(*self.connection.rcpt(envelope.recipient), naming_recipient=True)
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise Unreachable(describe(error)) from error
        try:
            code, reply = self._hand_over(envelope.content)
        except smtplib.SMTPDataError as error:  # it did not want to hear the message at all
            code, reply = error.smtp_code, error.smtp_error
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            raise InDoubt(describe(error)) from error
        self._expect_ok(code, reply, naming_recipient=False)
        return ""

    def _hand_over(self, content: bytes) -> tuple[int, bytes]:
        """Whoever leaves early does not know how it ended, so the answer may take longer than any other."""
        self.connection.sock.settimeout(settings.MAIL_SMTP_PATIENCE)
        answer = self.connection.data(content)
        self.connection.sock.settimeout(settings.MAIL_SMTP_TIMEOUT)
        return answer

    def close(self) -> None:
        if self.connection:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self.connection.quit()
            self._hang_up()

    def _hang_up(self) -> None:
        self.connection.close()
        self.connection = None

    def _signed_in(self) -> smtplib.SMTP:
        by_ssl, by_tls = self.server.get("EMAIL_USE_SSL"), self.server.get("EMAIL_USE_TLS")
        kind = smtplib.SMTP_SSL if by_ssl else smtplib.SMTP
        options = {"context": ssl.create_default_context()} if by_ssl else {}
        connection = kind(
            self.server["EMAIL_HOST"],
            self.server["EMAIL_PORT"] or 0,
            local_hostname=settings.MAIL_DOMAIN,  # asking the resolver for our own name can hang
            timeout=settings.MAIL_SMTP_TIMEOUT,
            **options,
        )
        if by_tls:
            connection.starttls(context=ssl.create_default_context())
        connection.ehlo_or_helo_if_needed()
        if self.server["EMAIL_HOST_USER"]:
            connection.login(self.server["EMAIL_HOST_USER"], self.server["EMAIL_HOST_PASSWORD"] or "")
        return connection

    def _options(self, envelope: Envelope) -> list[str]:
        """Where the server can, have bounces name our reference and carry our headers."""
        return [f"ENVID={envelope.reference}", "RET=HDRS"] if self.connection.has_extn("dsn") else []

    def _expect_ok(self, code: int, reply: bytes, *, naming_recipient: bool) -> None:
        if code == OK:
            return
        reason = scrub(f"{code} {reply.decode(errors='replace')}")
        self._start_afresh(code)
        if 400 <= code < 500:
            raise Deferred(reason)
        raise Refused(reason, address_at_fault=_blames_the_address(code, reply, naming_recipient))

    def _start_afresh(self, code: int) -> None:
        """After a refusal the next message must find the server ready."""
        try:
            ready = code != CLOSING and self.connection.rset()[0] == OK
        except (smtplib.SMTPException, OSError):
            ready = False
        if not ready:
            self._hang_up()


class Folder:
    """A folder of .eml files, for a local run. Writing one twice leaves one, and it can be asked what it has."""

    def __init__(self, folder: Path):
        self.folder = folder

    def connect(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unreachable(describe(error)) from error

    def send(self, envelope: Envelope) -> str:
        """Readers see the whole file or none."""
        unfinished = self._path(envelope.reference).with_suffix(".part")
        try:
            unfinished.write_bytes(envelope.content)
            unfinished.replace(self._path(envelope.reference))
        except OSError as error:
            raise Unreachable(describe(error)) from error
        return envelope.reference

    def look_up(self, reference: str) -> bool:
        return self._path(reference).exists()

    def close(self) -> None: ...

    def _path(self, reference: str) -> Path:
        return self.folder / f"{reference}.eml"


def configured() -> Transport:
    """The one the settings name."""
    if settings.MAIL_THROUGH == "notify":
        from collab_portal.mail.notify import transport

        return transport.configured()
    if settings.MAIL_SERVER is None:
        return Folder(settings.MAIL_FOLDER)
    return Smtp(settings.MAIL_SERVER)


def describe(error: Exception) -> str:
    return scrub(f"{type(error).__name__}: {error}")


def scrub(text: str) -> str:
    """What may be kept: no address, no more than a line."""
    return ADDRESS.sub("<address>", " ".join(text.split()))[:300]


def _blames_the_address(code: int, reply: bytes, naming_recipient: bool) -> bool:
    """Whether this mailbox will never take mail, rather than this message or this sender being unwelcome."""
    status = ENHANCED_STATUS.match(reply.decode(errors="replace"))
    if status:
        return status[1] in NO_SUCH_ADDRESS
    return naming_recipient and code in NO_SUCH_ADDRESS_PLAIN
