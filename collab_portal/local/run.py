"""`make run`: the whole portal on this machine, until somebody stops it."""

import http.client
import os
import socket
import sys
from urllib.request import urlopen

from collab_portal.local import assets, environment, servers
from collab_portal.local.environment import STATE, LocalError, RunLock
from collab_portal.local.processes import Process, Processes, StopRequested, run_step, say

PORTS_TO_TRY, LAST_PORT = 100, 65535
# What `manage.py` must share with the servers, whether we made it up or were given it.
PUBLISHED = {"REDIS_URL", "EMAIL_URL", "SECRET_KEY", "PORTAL_LOCAL", "PORTAL_URL"} | {
    f"DATABASE_{role}URL" for role in ("", "OWNER_", "BACKUP_")
}


def run() -> int:
    lock = RunLock()
    lock.take()
    portal = Processes(STATE / "log", dict(os.environ), keep_open=(lock.fileno(),))
    try:
        assets.build()
        _start(portal, lock)
        portal.watch()
    except StopRequested as request:
        say(f"\n{request}: stopping ...")
    finally:
        environment.withdraw()
        portal.stop()
        servers.clear_sockets(STATE)
    say("Stopped.")
    return 0


def _start(portal: Processes, lock: RunLock) -> None:
    servers.start(portal, state=STATE, durable=True)
    listening = _listen(os.environ.get("PORT") or "8000")
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    portal.environment |= {"PORTAL_LOCAL": "1", "PORTAL_URL": url, "DJANGO_SETTINGS_MODULE": "collab_portal.settings"}
    say("Preparing the database ...")
    prepare = [sys.executable, "-m", "collab_portal.local.prepare"]
    run_step("Preparing the database", prepare, environment=portal.environment)
    web = _start_web(portal, listening)
    _start_celery(portal, "worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--without-heartbeat")
    environment.publish({name: value for name, value in portal.environment.items() if name in PUBLISHED})
    portal.wait_until(web, lambda: _is_healthy(url))
    _start_celery(portal, "beat", f"--schedule={STATE / 'beat'}", "--pidfile=")
    lock.tell(f"at {url}")
    say(f"Ready: {url}")


def _start_celery(portal: Processes, part: str, *options: str) -> None:
    celery = [sys.executable, "-m", "celery", "-A", "collab_portal.celery"]
    portal.start(part, [*celery, part, "--loglevel=INFO", *options], grace=20)


def _start_web(portal: Processes, listening: socket.socket) -> Process:
    gunicorn = [sys.executable, "-m", "gunicorn", "collab_portal.wsgi", f"--bind=fd://{listening.fileno()}"]
    threads = ["--worker-class=gthread", "--workers=2", "--threads=4", "--preload"]
    ending = ["--graceful-timeout=10", "--no-control-socket"]
    return portal.start("web", gunicorn + threads + ending, fds=(listening.fileno(),), DATABASE_POOL="1")


def _listen(wanted: str) -> socket.socket:
    """The wanted port or the next free one. Whoever listens has it: two checkouts started together never share one."""
    if not wanted.isdecimal() or not 0 < int(wanted) <= LAST_PORT:
        raise LocalError(f"PORT={wanted} is no port: it is a number from 1 to {LAST_PORT}.")
    for port in range(int(wanted), min(int(wanted) + PORTS_TO_TRY, LAST_PORT + 1)):
        candidate = socket.socket()
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind(("127.0.0.1", port))
            candidate.listen()
        except OSError:
            candidate.close()
        else:
            return candidate
    raise LocalError(f"Neither port {wanted} nor one of those after it may be used. Set PORT to one that is free.")


def _is_healthy(url: str) -> bool:
    try:
        with urlopen(f"{url}/healthz", timeout=5) as answer:
            return answer.status == 200
    except (OSError, http.client.HTTPException):
        return False
