"""What every test of real processes needs: a mail server that remembers, letters to send, and a clean end."""

import sys

import pytest

from collab_portal.mail import letters, outbox
from tests.chaos.processes import Process, environment
from tests.sink import Sink


@pytest.fixture
def sink(tmp_path):
    """A provider that answers a little later than it accepts: a real one leaves the same gap."""
    sink = Sink(tmp_path / "accepted.log", delay=0.005, slow=1)
    yield sink
    sink.stop()


@pytest.fixture
def start(tmp_path, sink, transactional_db):
    """Starts processes on the test database, and kills what is left of them before it is emptied."""
    started = []

    def start(command, *, log, redis_url="unix:///nonexistent/redis.sock"):
        known = environment(email_url=sink.url, redis_url=redis_url)
        process = Process(command, environment=known, log=tmp_path / f"{log}.log")
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        sys.stdout.write(f"--- {process.log.name}\n{process.log.read_text()[-2000:]}\n")  # shown if the test fails


@pytest.fixture
def post_letters(transactional_db):
    """Posts letters, committed, each to somebody of its own."""

    def post(count):
        payload = {"subject": "Works planned", "text": "See the pipeline.\n", "html": "", "headers": {}}
        outbox.post_many(
            outbox.Letter(
                key=f"chaos/{n}", kind=letters.READY, address=f"p{n}@example.org", language="en", payload=payload
            )
            for n in range(count)
        )

    return post
