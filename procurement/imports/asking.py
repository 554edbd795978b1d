"""Asking a public service for one page over HTTP: politely, and never anybody else.

* Only the services named in the settings, over https; a local run may also ask this machine. Nothing is redirected.
* An answer that says "too many" or "later" is waited for as long as it asks. One that fails or stops halfway is asked
  for again after longer and longer pauses. Then there is `NoAnswer`.
* An answer may be so long and take so long, and no more.
"""

import email.utils
import http.client
import io
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings

from procurement.ocds.stream import Unreadable, pieces

HOSTS = {"www.find-tender.service.gov.uk", "www.contractsfinder.service.gov.uk", "api.sell2wales.gov.wales"}
THIS_MACHINE = {"127.0.0.1", "localhost"}
LONGEST_ANSWER = 128 * 2**20
CHUNK = 2**16
LATER = {429, 503}
AGAIN = {500, 502, 504}
TRIES = 5
PAUSES = (5, 15, 60, 120)  # seconds, after a failure
LONGEST_WAIT = 15 * 60  # more than that a service may ask for, but the next run asks it then


class NoAnswer(Exception):
    """The service does not give this page. The text says why."""


class OutOfTime(Exception):
    """The answer would come after the time that this run may take."""


class _Failed(Exception):
    """It may work when asked again, after so many seconds if the service said so."""

    def __init__(self, reason: str, seconds: float | None = None):
        super().__init__(reason)
        self.seconds = seconds


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


@dataclass
class Asker:
    """Asks one service, with a pause between two questions. `until` is the clock's reading at which it stops."""

    pause: float
    too_many: dict[int, float] = field(default_factory=dict)  # other statuses that mean "wait", and for how long
    patience: float = 30  # seconds without a byte
    longest: float = 180  # seconds for a whole answer
    until: float | None = None
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _asked_at: float | None = None

    def ask(self, address: str) -> bytes:
        """A whole package. Raises `NoAnswer`, or `OutOfTime`."""
        check(address)
        failure = _Failed("never asked")
        for n in range(TRIES):
            self._wait_for_turn()
            try:
                return _complete(self._get(address))
            except _Failed as error:
                failure = error
            if n < len(PAUSES):
                self._wait(PAUSES[n] if failure.seconds is None else failure.seconds)
        raise NoAnswer(f"asked {TRIES} times: {failure}") from failure

    def _get(self, address: str) -> bytes:
        opener = urllib.request.build_opener(_NoRedirect)
        headers = {"Accept": "application/json", "User-Agent": _name()}
        request = urllib.request.Request(address, headers=headers)  # noqa: S310
        try:
            with opener.open(request, timeout=self.patience) as answer:
                return self._read(answer)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error) from error
        except (OSError, http.client.HTTPException) as error:
            raise _Failed(f"the connection failed: {error or type(error).__name__}") from error

    def _read(self, answer: http.client.HTTPResponse) -> bytes:
        content, started = io.BytesIO(), self.clock()
        while piece := answer.read1(CHUNK):
            content.write(piece)
            if content.tell() > LONGEST_ANSWER:
                raise NoAnswer(f"the answer is longer than {LONGEST_ANSWER // 2**20} MB")
            if self.clock() - started > self.longest:
                raise _Failed(f"the answer takes longer than {self.longest:.0f} seconds")
        if answer.length:
            raise _Failed("the answer stops halfway")
        return content.getvalue()

    def _refusal(self, error: urllib.error.HTTPError) -> Exception:
        said = f"it answers {error.code}"
        if error.code in LATER:
            return _Failed(said, _retry_after(error.headers.get("Retry-After")))
        if error.code in self.too_many:
            return _Failed(said, self.too_many[error.code])
        return _Failed(said) if error.code in AGAIN else NoAnswer(said)

    def _wait_for_turn(self) -> None:
        if self._asked_at is not None:
            self._wait(max(0.0, self._asked_at + self.pause - self.clock()))
        elif self.until is not None and self.clock() >= self.until:
            raise OutOfTime
        self._asked_at = self.clock()

    def _wait(self, seconds: float) -> None:
        if seconds > LONGEST_WAIT:
            raise NoAnswer(f"it asks us to come back in {seconds:.0f} seconds")
        if self.until is not None and self.clock() + seconds >= self.until:
            raise OutOfTime
        if seconds:
            self.sleep(seconds)


def check(address: str) -> None:
    """Raises `NoAnswer` where we ask nobody: only public services that we know, and over https."""
    parts = urlsplit(address)
    is_known = parts.scheme == "https" and parts.hostname in HOSTS and parts.port in (None, 443)
    is_here = settings.LOCAL_RUN and parts.scheme == "http" and parts.hostname in THIS_MACHINE
    if not (is_known or is_here) or parts.username:
        raise NoAnswer(f"{parts.scheme}://{parts.hostname} is no service that we ask")


def _complete(content: bytes) -> bytes:
    """The answer, if it is a package from its first byte to its last."""
    try:
        for _piece in pieces(io.BytesIO(content)):
            pass
    except Unreadable as error:
        raise _Failed(f"the answer is no package: {error}") from error
    return content


def _retry_after(said: str | None) -> float | None:
    """In seconds; the header gives them, or a date (RFC 9110, 10.2.3)."""
    if not said:
        return None
    if said.strip().isdecimal():
        return float(said)
    try:
        moment = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return None
    return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())


def _name() -> str:
    return f"CollaborationPortal (+{settings.PORTAL_URL})"
