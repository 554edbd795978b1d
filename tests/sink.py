"""An SMTP server in a process of its own that writes a line for each message it accepts: the judge of what was sent.

`python -m tests.sink --log FILE` prints the port it took. How it treats a message depends on the name before the @:

    later@…     "451 not now" to the recipient          never@…     "550 5.1.1 no such mailbox" to the recipient
    blocked@…   "554 5.7.1 not wanted" to the message   full@…      "552 5.2.2 mailbox full" to the recipient
    drop@…      accepted, and the connection cut before the answer (RFC 1047)
    slow@…      accepted, and answered only after `--slow` seconds
    hang@…      never answered, and not accepted

Anybody else's is accepted, and answered after `--delay` seconds; unless the server is in a `Mood`, which then goes for
everybody.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AT_RECIPIENT = {"later": "451 4.3.0 not now", "never": "550 5.1.1 no such mailbox", "full": "552 5.2.2 mailbox full"}
AT_MESSAGE = {"blocked": "554 5.7.1 not wanted"}


class Mood(StrEnum):
    """How the server treats everybody, until told otherwise."""

    FRIENDLY = ""
    REFUSING = "refusing"  # "451 not now" to every sender
    HANGING = "hanging"  # never answers a message, and does not accept it
    CUTTING = "cutting"  # accepts, and cuts the line before the answer (RFC 1047)


@dataclass(frozen=True)
class Accepted:
    """One message the sink took responsibility for."""

    message_id: str
    recipient: str
    content: str
    is_cut: bool = False  # the sender was not told

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.content.encode(), policy=policy.default)


class Sink:
    """The server as a test sees it."""

    def __init__(self, log: Path, *, delay: float = 0.0, slow: float = 3.0, port: int = 0):
        self.log = log
        self.log.touch()
        options = ["--log", str(log), "--delay", str(delay), "--slow", str(slow), "--port", str(port)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.sink", *options], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        self.port = int(self.process.stdout.readline())

    def feel(self, mood: Mood) -> None:
        """From the next command on."""
        new = self._mood.with_suffix(".new")
        new.write_text(mood)
        new.replace(self._mood)

    @property
    def _mood(self) -> Path:
        return _mood_beside(self.log)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def server(self) -> dict:
        """As `settings.MAIL_SERVER` wants it."""
        return {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": self.port, "EMAIL_HOST_USER": "", "EMAIL_HOST_PASSWORD": ""}

    def __len__(self) -> int:
        return self.log.read_bytes().count(b"\n")

    def accepted(self) -> list[Accepted]:
        """Whole lines only: the last may be half written at this moment."""
        lines = self.log.read_text().split("\n")[:-1]
        return [Accepted(**json.loads(line)) for line in lines]

    def wait_for(self, count: int, *, seconds: float) -> list[Accepted]:
        """Until it has accepted so many. Answers what it has, even if that is fewer."""
        ends_at = time.monotonic() + seconds
        while len(self) < count and time.monotonic() < ends_at:
            time.sleep(0.02)
        return self.accepted()

    def forget(self) -> None:
        os.truncate(self.log, 0)

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class _Handler:
    def __init__(self, log: Path, delay: float, slow: float):
        self.file = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        self.mood_file = _mood_beside(log)
        self.delay = delay
        self.slow = slow

    @property
    def mood(self) -> Mood:
        try:
            return Mood(self.mood_file.read_text())
        except FileNotFoundError:
            return Mood.FRIENDLY

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.mood == Mood.REFUSING:
            return "451 4.3.2 not now"
        envelope.mail_from = address
        return "250 2.1.0 ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        refusal = AT_RECIPIENT.get(_name(address))
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server, session, envelope):
        recipient = envelope.rcpt_tos[0]
        name = _name(recipient)
        if name in AT_MESSAGE:
            return AT_MESSAGE[name]
        mood = self.mood
        if name == "hang" or mood == Mood.HANGING:
            await asyncio.Event().wait()
        is_cut = name == "drop" or mood == Mood.CUTTING
        self._accept(envelope.content, recipient, is_cut=is_cut)
        await asyncio.sleep(self.slow if name == "slow" else self.delay)
        if is_cut:
            server.transport.abort()
        return "250 2.0.0 accepted"

    def _accept(self, content: bytes, recipient: str, *, is_cut: bool) -> None:
        message_id = str(message_from_bytes(content, policy=policy.default)["Message-ID"])
        known = {"message_id": message_id, "recipient": recipient, "content": content.decode(), "is_cut": is_cut}
        line = json.dumps(known)
        os.write(self.file, line.encode() + b"\n")


def _mood_beside(log: Path) -> Path:
    return log.with_suffix(".mood")


def _name(address: str) -> str:
    return address.partition("@")[0]


async def _serve(port: int, handler: _Handler) -> None:
    from aiosmtpd.smtp import SMTP

    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, hostname="sink.test"), "127.0.0.1", port)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201  how the test learns the port
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--slow", type=float, default=3.0)
    wanted = parser.parse_args()
    asyncio.run(_serve(wanted.port, _Handler(wanted.log, wanted.delay, wanted.slow)))
