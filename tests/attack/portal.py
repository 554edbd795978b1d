"""The portal under attack: gunicorn and a worker with production's settings, on a database that is thrown away."""

import http.client
import os
import secrets
import socket
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import psycopg

from collab_portal.local.processes import die_with_parent
from tests.sink import ROOT, Sink

HOST = "portal.example"
ORIGIN = f"https://{HOST}"
DATABASE = "attacked"
TOKEN = secrets.token_hex(16)  # of the form and of its cookie; a browser's own would do no more
QUIET = 0.03  # seconds that a plain page takes where nothing else is done
PATIENCE = 240  # seconds for the portal to come up, on a machine that has other work too
COOKIES = {"session": "__Host-session", "csrf": "__Host-csrf"}
_numbers = count(1)


@dataclass
class Answer:
    """What the portal said, with how long it took."""

    status: int
    headers: http.client.HTTPMessage
    content: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @property
    def main(self) -> str:
        """The part of a page that is about its subject."""
        return self.text.partition("<main")[2].partition("</main>")[0]

    @property
    def cookies(self) -> dict[str, str]:
        lines = self.headers.get_all("Set-Cookie") or []
        return dict(line.partition(";")[0].split("=", 1) for line in lines)


@dataclass
class Browser:
    """Somebody with cookies and an address of her own."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    address: str = field(default_factory=lambda: new_address())
    connection: http.client.HTTPConnection | None = None

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, headers=headers)

    def post(self, path: str, data: dict | list | None = None, **headers: str) -> Answer:
        """As the form of a page would, with its token."""
        self.cookies.setdefault(COOKIES["csrf"], TOKEN)
        pairs = list(data.items()) if isinstance(data, dict) else list(data or [])
        body = urlencode([*pairs, ("csrfmiddlewaretoken", self.cookies[COOKIES["csrf"]])], doseq=True).encode()
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": ORIGIN}
        return self.ask("POST", path, body=body, headers=kind | headers)

    def send(self, path: str, files: dict[str, tuple[str, bytes]], data: dict | None = None) -> Answer:
        """A form with files."""
        self.cookies.setdefault(COOKIES["csrf"], TOKEN)
        body, kind = multipart(files, (data or {}) | {"csrfmiddlewaretoken": self.cookies[COOKIES["csrf"]]})
        return self.ask("POST", path, body=body, headers={"Content-Type": kind, "Origin": ORIGIN})

    def ask(self, method: str, path: str, *, body: bytes | None = None, headers: dict | None = None) -> Answer:
        usual = {"Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": self.address}
        if self.cookies:
            usual["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {name.replace("_", "-"): value for name, value in (usual | (headers or {})).items() if value}
        answer = self._once(method, quote(path, safe="/?&=%+:;,@!$'()*~[]"), body, sent)
        for name, value in answer.cookies.items():
            self.cookies[name] = value
        return answer

    def _once(self, method: str, path: str, body: bytes | None, headers: dict) -> Answer:
        started = time.perf_counter()
        for attempt in (1, 2):
            fresh = self.connection is None
            self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                self.connection.request(method, path, body=body, headers=headers)
                answer = self.connection.getresponse()
                content = answer.read()
                break
            except (http.client.HTTPException, OSError):
                self.connection.close()
                self.connection = None
                if fresh or attempt == 2:
                    raise
        if answer.will_close:
            self.connection = None
        return Answer(answer.status, answer.headers, content, time.perf_counter() - started)


class Portal:
    """Its processes, its mail server, its logs; and the browsers of the people in the world."""

    def __init__(self, folder: Path, *, is_small: bool):
        self.folder, self.is_small = folder, is_small
        self.sink = Sink(folder / "mail.log")
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.started: list[subprocess.Popen] = []
        self.people: dict[str, dict[str, str]] = {}
        self.addresses: list = []
        self.looked: dict[str, dict[str, Answer]] = {}
        self.world: dict = {}
        self.sealed = ""  # the reference of the opportunity with a sealed offer

    def start(self) -> None:
        gunicorn = [sys.executable, "-m", "gunicorn", "collab_portal.wsgi", f"--bind=fd://{self.listening.fileno()}"]
        threads = ["--worker-class=gthread", "--workers=2", "--threads=4", "--keep-alive=60", "--no-control-socket"]
        self._process("web", gunicorn + threads, DATABASE_POOL="1")
        celery = [sys.executable, "-m", "celery", "-A", "collab_portal.celery", "worker", "--concurrency=1"]
        self._process("worker", [*celery, "--loglevel=INFO", "--without-gossip", "--without-mingle"])
        ends_at = time.monotonic() + PATIENCE
        while not self._is_alive():
            if time.monotonic() > ends_at or self.started[0].poll() is not None:
                raise RuntimeError(f"the portal did not start: {self.log('web')[-2000:]}")
            time.sleep(0.1)

    def stop(self) -> None:
        for process in self.started:
            process.terminate()
        for process in self.started:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.sink.stop()
        self.listening.close()

    def browser(self, person: str = "nobody") -> Browser:
        """A new one: nobody's, or that of a person of the world who has signed in."""
        return Browser(self.port, dict(self.people.get(person, {})))

    def look(self, person: str) -> dict[str, Answer]:
        """Every address as this person finds it, asked for once, each from somewhere else: no limit speaks."""
        if person not in self.looked:
            paths = [place.path for place in self.addresses]
            with ThreadPoolExecutor(4) as pool:
                answers = pool.map(lambda path: self.browser(person).get(path), paths)
                self.looked[person] = dict(zip(paths, answers, strict=True))
        return self.looked[person]

    def allowed(self, seconds: float) -> float:
        """What a promise in seconds comes to on a machine as busy as this one is now, by a page that asks nothing."""
        asked = [self.browser().get("/about/").seconds for _time in range(3)]
        return seconds * max(1.0, statistics.median(asked) / QUIET)

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text(errors="replace")

    @property
    def environment(self) -> dict[str, str]:
        return dict(os.environ)

    def _is_alive(self) -> bool:
        try:
            return self.browser().get("/healthz").status == 200
        except OSError:
            return False

    def _process(self, name: str, command: list[str], **variables: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as output:
            self.started.append(
                subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env=self.environment | {"DJANGO_SETTINGS_MODULE": "collab_portal.settings"} | variables,
                    pass_fds=[self.listening.fileno()] if name == "web" else [],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    preexec_fn=die_with_parent(9),
                )
            )


def become_production(sink_url: str) -> None:
    """This process, and what it starts, is set up as production is; behind a proxy, which is us."""
    web, owner = (urlsplit(os.environ[name]) for name in ("DATABASE_URL", "DATABASE_OWNER_URL"))
    with psycopg.connect(owner._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE} TEMPLATE {web.path.strip('/')}")
    os.environ |= {
        "PORTAL_LOCAL": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": HOST,
        "PORTAL_URL": ORIGIN,
        "BEHIND_PROXY": "1",
        "EMAIL_URL": sink_url,
        "MAIL_BOUNCE_TOKEN": secrets.token_urlsafe(20),
        "OCID_PREFIX": "ocds-attack",
        "DATABASE_URL": web._replace(path=f"/{DATABASE}").geturl(),
        "DATABASE_OWNER_URL": owner._replace(path=f"/{DATABASE}").geturl(),
        "DJANGO_SETTINGS_MODULE": "tests.attack.settings",
    }


def new_address() -> str:
    """Of somebody who has asked for nothing yet."""
    number = next(_numbers)
    return f"10.{1 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"


def multipart(files: dict[str, tuple[str, bytes]], data: dict) -> tuple[bytes, str]:
    boundary = secrets.token_hex(12)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in data.items()
    ]
    for name, (called, content) in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
