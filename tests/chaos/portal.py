"""The portal that is broken: its own PostgreSQL and Redis, a web server, two workers and a clock, as in production.

A supervisor starts again what has died, as systemd would; whoever breaks something calls its methods.
"""

import http.client
import os
import random
import secrets
import signal
import socket
import sys
import time
from contextlib import redirect_stdout, suppress
from pathlib import Path

import psycopg
import redis

from collab_portal.local import postgres, servers
from collab_portal.local.environment import LocalError
from collab_portal.local.processes import Processes
from tests.attack.portal import HOST, ORIGIN
from tests.chaos.ledger import Troubles
from tests.chaos.processes import Process, celery, children, family
from tests.notify import Notify
from tests.sink import Sink

START_SECONDS = 180
LOOK_SECONDS = 10
ANSWER_SECONDS = 0.02  # a provider that answers a little later than it accepts leaves the same gap as a real one
# What the provider that can be asked does by itself: shares that are cut or stumble, seconds until a message is listed.
NOTIFY_FAULTS = {"cut": 0.03, "broken": 0.04, "lag": 0.5, "delay": ANSWER_SECONDS}
SERVERS = ("postgres", "redis")
WORKERS = ("worker-1", "worker-2")
PARTS = (*SERVERS, "web", *WORKERS, "beat")


class Portal:
    """Every part by its name; those that are down, with the moment at which they come back."""

    def __init__(self, folder: Path, chance: random.Random):
        self.folder, self.chance = folder, chance
        self.sockets = servers.socket_folder(folder)
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listening.getsockname()[1]
        self.sink = Sink(folder / "mail.log", delay=ANSWER_SECONDS)
        self.notify: Notify | None = None
        self.running: dict[str, Process] = {}
        self.servers: dict[str, Processes] = {}
        self.down: dict[str, float] = {}
        self.asked = set()  # parts whose end is our doing
        self.died_by_themselves: list[str] = []
        self.troubles = Troubles()
        self.environment = self._production()

    # ------------------------------------------------------------------------------------------ starting and stopping

    def start_servers(self) -> None:
        for name in SERVERS:
            self._start(name)

    def start(self) -> None:
        for name in PARTS:
            if name not in SERVERS:
                self._start(name)
        self.wait_until_up()

    def stop(self) -> None:
        for process in self.running.values():
            process.signal(signal.SIGCONT)
            process.signal(signal.SIGTERM)
        ends_at = time.monotonic() + 15
        for process in self.running.values():
            with suppress(TimeoutError):
                process.end(max(0, ends_at - time.monotonic()))
        for processes in reversed(self.servers.values()):
            processes.stop()
        if self.notify:
            self.notify.stop()
        self.sink.stop()
        self.listening.close()

    def send_through_notify(self, seed: int) -> None:
        """From now on mail goes to a provider that can be asked what it has."""
        self.notify = Notify(self.folder / "notify.log", seed=seed, **NOTIFY_FAULTS)
        self.environment |= self.notify.environment
        for worker in WORKERS:
            self.ask_to_stop(worker)
        while not all(worker in self.down for worker in WORKERS):
            self.supervise()
            time.sleep(0.1)
        self.wait_until_up()

    @property
    def provider(self) -> Sink | Notify:
        return self.sink if self.notify is None else self.notify

    def pid(self, name: str) -> int:
        if name in SERVERS:
            return self.servers[name].started[0].popen.pid
        return self.running[name].running.pid

    def is_alive(self, name: str) -> bool:
        if name in SERVERS:
            return self.servers[name].started[0].alive()
        return self.running[name].running.poll() is None

    def supervise(self) -> None:
        """Start again what died, a moment later, as systemd does. Called again and again."""
        for name in PARTS:
            if self.is_alive(name):
                continue
            if name not in self.down:
                if name not in self.asked:
                    self.died_by_themselves.append(name)
                self.asked.discard(name)
                self.down[name] = time.monotonic() + self.chance.uniform(0.2, 1.5)
            elif time.monotonic() >= self.down[name]:
                self._start(name)
                del self.down[name]

    def wait_until_up(self) -> None:
        ends_at = time.monotonic() + START_SECONDS
        while self.down or not self.answers():
            self.supervise()
            if time.monotonic() > ends_at:
                raise RuntimeError(f"the portal does not answer: {self.log('web')[-2000:]}")
            time.sleep(0.1)

    def answers(self) -> bool:
        """Whether the web server does, with a page for which it asks the database."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LOOK_SECONDS)
        try:
            connection.request("GET", "/pipeline/", headers={"Host": HOST, "X-Forwarded-Proto": "https"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    # ----------------------------------------------------------------------------------------------- breaking things

    def kill(self, name: str) -> None:
        """All its processes at once, without a word."""
        self.asked.add(name)
        for pid in [self.pid(name), *family(self.pid(name))]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def kill_child(self, name: str, *, named: str = "") -> bool:
        """One of the processes that it forked; the others go on. Whether there was one is the answer."""
        candidates = [pid for pid, command in children(self.pid(name)).items() if named in command]
        if not candidates:
            return False
        with suppress(ProcessLookupError):
            os.kill(self.chance.choice(candidates), signal.SIGKILL)
        return True

    def ask_to_stop(self, name: str, *, whole_group: bool = False) -> None:
        """Politely: one process is told, or all of them at once."""
        self.asked.add(name)
        if whole_group:
            self.running[name].signal(signal.SIGTERM)
        else:
            self.running[name].running.terminate()

    def reload_web(self) -> None:
        """New processes for the new release; the old ones end what they do."""
        os.kill(self.pid("web"), signal.SIGHUP)

    def flush_redis(self) -> None:
        with suppress(redis.ConnectionError), redis.Redis(unix_socket_path=str(self.sockets / "redis.sock")) as client:
            client.flushall()

    # ------------------------------------------------------------------------------------------------------- looking

    def owner(self) -> psycopg.Connection:
        """The database as its owner sees it."""
        return psycopg.connect(self.environment["DATABASE_OWNER_URL"], autocommit=True)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    # -------------------------------------------------------------------------------------------------------- inside

    def _start(self, name: str) -> None:
        if name in SERVERS:
            with redirect_stdout(sys.stderr):
                self._start_server(name)
        elif name == "web":
            self._process(name, self._gunicorn(), fds=(self.listening.fileno(),), DATABASE_POOL="1")
        elif name == "beat":
            self._process(name, celery("beat", "--loglevel=WARNING", "--pidfile=", f"--schedule={self.folder / name}"))
        else:
            quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", f"--hostname={name}@%h")
            self._process(name, celery("worker", "--concurrency=2", "--loglevel=INFO", *quiet))

    def _start_server(self, name: str, tries: int = 5) -> None:
        for attempt in range(tries):
            processes = self.servers[name] = Processes(self.folder / "log", dict(os.environ))
            try:
                if name == "postgres":
                    found = postgres.start(processes, state=self.folder, sockets=self.sockets, durable=True)
                    self.environment |= found
                else:
                    # It keeps nothing on disk: the design must not need it to.
                    servers.start_redis(processes, self.folder, self.sockets, durable=False)
                return
            except LocalError:  # what is left of a killed server may still hold its memory for a moment
                processes.stop()
                if attempt + 1 == tries:
                    raise
                time.sleep(0.3)

    def _gunicorn(self) -> list:
        gunicorn = [sys.executable, "-m", "gunicorn", "collab_portal.wsgi", f"--bind=fd://{self.listening.fileno()}"]
        return [*gunicorn, "--worker-class=gthread", "--workers=2", "--threads=4", "--no-control-socket"]

    def _process(self, name: str, command: list, *, fds: tuple[int, ...] = (), **variables: str) -> None:
        environment = self.environment | {"DJANGO_SETTINGS_MODULE": "tests.chaos.production"} | variables
        self.running[name] = Process(command, environment=environment, log=self.folder / f"{name}.log", fds=fds)

    def _production(self) -> dict[str, str]:
        return dict(os.environ) | {
            "PORTAL_LOCAL": "0",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": HOST,
            "PORTAL_URL": ORIGIN,
            "BEHIND_PROXY": "1",
            "EMAIL_URL": self.sink.url,
            "OCID_PREFIX": "ocds-chaos",
            "REDIS_URL": f"unix://{self.sockets / 'redis.sock'}",
        }
