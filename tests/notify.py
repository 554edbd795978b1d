"""GOV.UK Notify as its documentation describes it, in a process of its own, with its faults: a judge of what was sent.

`python -m tests.notify --log FILE` prints the port it took, and writes a line to FILE for each message it accepts, in
the form of tests.sink. Processes of the portal find it by MAIL_THROUGH=notify, NOTIFY_URL=http://127.0.0.1:PORT,
NOTIFY_API_KEY=KEY and NOTIFY_TEMPLATE_ID=TEMPLATE of this module. Started again on the same FILE it knows what it had.

    POST /v2/notifications/email        takes a message, and does not mind having taken its reference before
    GET /v2/notifications?reference=…   says what it has under a reference; 250 at most

How it treats a message depends on the name before the @:

    never@…    400 ValidationError         blocked@…  400 BadRequestError (a service in trial mode)
    later@…    429 RateLimitError          broken@…   500, not accepted
    after@…    accepted, then 500          drop@…     accepted, and the connection cut before the answer
    hang@…     never answered, not taken   slow@…     accepted, and answered only after `--slow` seconds
    bounce@…   accepted, and a permanent failure afterwards

Anybody else's is accepted, and answered after `--delay` seconds. For a run with faults at random (`--seed` repeats it):

    --cut 0.02     of the messages are accepted, and the connection is cut
    --broken 0.02  are answered with 500, one half of them accepted
    --limit 50     messages a second, then 429, as from a bucket that holds one second's
    --lag 0.5      seconds until a message can be found by its reference
    --receipts URL --token T   says there what became of each message, always twice
    --key KEY      asks for a token signed with that key, not older than 30 seconds (needs PyJWT)
"""

import argparse
import contextlib
import json
import os
import random
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parent.parent
SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"our_key-{SERVICE}-{SECRET}"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
PAGE = 250
ARGUMENTS = {
    "email_address",
    "template_id",
    "personalisation",
    "reference",
    "one_click_unsubscribe_url",
    "email_reply_to_id",
}

REFUSALS = {
    "never": (400, "ValidationError", "email_address Not a valid email address"),
    "blocked": (400, "BadRequestError", "Can't send to this recipient when service is in trial mode"),
    "later": (429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds"),
    "broken": (500, "Exception", "Internal server error"),
}


@dataclass(frozen=True)
class Accepted:
    """One message the service took responsibility for. The reference stands where a mail server sees a Message-ID."""

    message_id: str
    recipient: str
    subject: str
    content: str
    unsubscribe_url: str | None
    notification_id: str
    at: float


class Notify:
    """The service as a test sees it."""

    def __init__(self, log: Path, **options):
        self.log = log
        self.log.touch()
        self.options = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        self.start()

    def start(self, port: int = 0) -> None:
        command = [sys.executable, "-m", "tests.notify", "--log", str(self.log), "--port", str(port), *self.options]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What leads a process of the portal here."""
        return {
            "MAIL_THROUGH": "notify",
            "NOTIFY_URL": self.url,
            "NOTIFY_API_KEY": KEY,
            "NOTIFY_TEMPLATE_ID": TEMPLATE,
        }

    def __len__(self) -> int:
        return self.log.read_bytes().count(b"\n")

    def accepted(self) -> list[Accepted]:
        return _read(self.log)

    def wait_for(self, count: int, *, seconds: float) -> list[Accepted]:
        """Until it has accepted so many. Answers what it has, even if that is fewer."""
        ends_at = time.monotonic() + seconds
        while len(self) < count and time.monotonic() < ends_at:
            time.sleep(0.02)
        return self.accepted()

    def forget(self) -> None:
        """What was accepted, towards the test; the service itself goes on knowing it."""
        os.truncate(self.log, 0)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def _read(log: Path) -> list[Accepted]:
    """Whole lines only: the last may be half written at this moment."""
    return [Accepted(**json.loads(line)) for line in log.read_text().split("\n")[:-1]]


class _Service:
    """What the service knows, and its moods."""

    def __init__(self, wanted: argparse.Namespace):
        self.wanted = wanted
        self.chance = random.Random(wanted.seed)
        self.lock = threading.Lock()
        self.by_reference: dict[str, list[Accepted]] = {}
        for known in _read(wanted.log):
            self.by_reference.setdefault(known.message_id, []).append(known)
        self.log = os.open(wanted.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.tokens, self.filled_at = float(wanted.limit), time.monotonic()

    def accept(self, asked: dict) -> Accepted:
        """Recorded before it is answered, as by a service that keeps what it took."""
        taken = Accepted(
            message_id=asked["reference"],
            recipient=asked["email_address"],
            subject=asked["personalisation"]["subject"],
            content=asked["personalisation"]["body"],
            unsubscribe_url=asked.get("one_click_unsubscribe_url"),
            notification_id=str(uuid.uuid4()),
            at=time.time(),
        )
        with self.lock:
            os.write(self.log, json.dumps(asdict(taken)).encode() + b"\n")
            self.by_reference.setdefault(taken.message_id, []).append(taken)
        if self.wanted.receipts:
            threading.Thread(target=self._tell, args=[taken], daemon=True).start()
        return taken

    def found(self, reference: str) -> list[Accepted]:
        with self.lock:
            known = self.by_reference.get(reference, [])
            return [each for each in known if each.at <= time.time() - self.wanted.lag][-PAGE:]

    def has_room(self) -> bool:
        with self.lock:
            now = time.monotonic()
            self.tokens = min(self.wanted.limit, self.tokens + (now - self.filled_at) * self.wanted.limit)
            self.filled_at = now
            if self.tokens < 1:
                return False
            self.tokens -= 1
            return True

    def mood(self) -> str:
        """What befalls a message by chance."""
        with self.lock:
            drawn = self.chance.random()
        cut, broken = self.wanted.cut, self.wanted.broken
        if drawn < cut:
            return "drop"
        if drawn < cut + broken:
            return "after" if drawn < cut + broken / 2 else "broken"
        return ""

    def _tell(self, taken: Accepted) -> None:
        body = json.dumps(_receipt(taken)).encode()
        headers = {"Authorization": f"Bearer {self.wanted.token}", "Content-Type": "application/json"}
        for _ in range(2):
            request = urllib.request.Request(self.wanted.receipts, data=body, headers=headers)
            with contextlib.suppress(urllib.error.URLError, OSError):  # whoever restarts misses one
                urllib.request.urlopen(request, timeout=10).close()


class _Handler(BaseHTTPRequestHandler):
    service: _Service
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path != "/v2/notifications/email":
            return self._error(404, "NotFound", "The requested URL was not found")
        if self._is_stranger():
            return None
        asked = json.loads(body)
        wrong = _what_is_wrong_with(asked)
        if wrong:
            return self._error(400, "ValidationError", wrong)
        if self.service.wanted.limit and not self.service.has_room():
            return self._error(*REFUSALS["later"])
        return self._treat(asked)

    def _treat(self, asked: dict) -> None:
        name = asked["email_address"].partition("@")[0]
        treatment = name if name in {*REFUSALS, "after", "drop", "hang", "slow"} else self.service.mood()
        if treatment in REFUSALS:
            return self._error(*REFUSALS[treatment])
        if treatment == "hang":
            time.sleep(3600)
        taken = self.service.accept(asked)
        time.sleep(self.service.wanted.slow if treatment == "slow" else self.service.wanted.delay)
        if treatment == "drop":
            self.close_connection = True
            return None
        if treatment == "after":
            return self._error(*REFUSALS["broken"])
        return self._answer(201, _created(taken, asked))

    def do_GET(self):
        asked = urlsplit(self.path)
        if asked.path != "/v2/notifications":
            return self._error(404, "NotFound", "The requested URL was not found")
        if self._is_stranger():
            return None
        known = self.service.found(parse_qs(asked.query)["reference"][0])
        return self._answer(200, {"notifications": [_listed(each) for each in known], "links": {"current": self.path}})

    def _is_stranger(self) -> bool:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        wrong = "Unauthorized: authentication token must be provided" if not token else self._what_is_wrong_with(token)
        if wrong:
            self._error(403, "AuthError", wrong)
        return bool(wrong)

    def _what_is_wrong_with(self, token: str) -> str:
        if not self.service.wanted.key:
            return ""
        import jwt  # only whoever wants tokens checked needs it

        try:
            said = jwt.decode(token, self.service.wanted.key[-36:], algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return "Invalid token: signature, API token not found"
        if abs(time.time() - said["iat"]) > 30:
            return "Error: Your system clock must be accurate to within 30 seconds"
        return "" if said["iss"] == self.service.wanted.key[-73:-37] else "Invalid token: service not found"

    def _error(self, code: int, error: str, message: str) -> None:
        self._answer(code, {"status_code": code, "errors": [{"error": error, "message": message}]})

    def _answer(self, code: int, content: dict) -> None:
        body = json.dumps(content).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """The log is for what was accepted."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A sender that was killed is nothing to speak of."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def _what_is_wrong_with(asked: dict) -> str:
    """As the schema of the service would say it."""
    if asked.get("template_id") != TEMPLATE:
        return "template_id is not a valid UUID"
    if "@" not in asked.get("email_address", ""):
        return "email_address Not a valid email address"
    given = asked.get("personalisation", {})
    if set(given) != {"subject", "body"} or not all(isinstance(value, str) for value in given.values()):
        return "Missing personalisation: subject, body"
    if not str(asked.get("one_click_unsubscribe_url", "https://")).startswith("https://"):
        return "one_click_unsubscribe_url is not a valid https url"
    unknown = set(asked) - ARGUMENTS
    return f"Additional properties are not allowed ({', '.join(sorted(unknown))})" if unknown else ""


def _status(taken: Accepted) -> str:
    return "permanent-failure" if taken.recipient.startswith("bounce@") else "delivered"


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _created(taken: Accepted, asked: dict) -> dict:
    return {
        "id": taken.notification_id,
        "reference": taken.message_id,
        "content": {"subject": taken.subject, "body": taken.content, "from_email": "portal@notifications.example"},
        "uri": f"/v2/notifications/{taken.notification_id}",
        "template": {"id": asked["template_id"], "version": 1, "uri": f"/v2/template/{asked['template_id']}"},
        "scheduled_for": None,
    }


def _listed(taken: Accepted) -> dict:
    return {
        "id": taken.notification_id,
        "reference": taken.message_id,
        "email_address": taken.recipient,
        "type": "email",
        "status": _status(taken),
        "subject": taken.subject,
        "body": taken.content,
        "created_at": _moment(taken.at),
    }


def _receipt(taken: Accepted) -> dict:
    return {
        "id": taken.notification_id,
        "reference": taken.message_id,
        "to": taken.recipient,
        "status": _status(taken),
        "created_at": _moment(taken.at),
        "completed_at": _moment(time.time()),
        "sent_at": _moment(taken.at),
        "notification_type": "email",
        "template_id": TEMPLATE,
        "template_version": 1,
    }


def _main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    for name, default in {"delay": 0, "slow": 3, "cut": 0, "broken": 0, "limit": 0, "lag": 0}.items():
        parser.add_argument(f"--{name}", type=float, default=default)
    parser.add_argument("--seed", type=int, default=20261122)
    for name in ("receipts", "token", "key"):
        parser.add_argument(f"--{name}", default="")
    wanted = parser.parse_args()
    wanted.log.touch()
    _Handler.service = _Service(wanted)
    server = _Server(("127.0.0.1", wanted.port), _Handler)
    print(server.server_port, flush=True)  # noqa: T201  how the test learns the port
    server.serve_forever()


if __name__ == "__main__":
    _main()
