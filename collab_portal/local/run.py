"""`make run`: the whole portal on this machine, until somebody stops it."""

import http.client
import os
import socket
import sys
from urllib.request import urlopen

from collab_portal.local import assets, environment, servers
from collab_portal.local.environment import STATE, LocalError, RunLock
from collab_portal.local.processes import Process, Processes, StopRequested, run_step, say

PORTS_TO_TRY = 100


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
    say("Starting PostgreSQL and Redis ...")
    servers.start(portal, state=STATE, durable=True)
    listening = _listen(int(os.environ.get("PORT") or 8000))
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    portal.environment |= {"PORTAL_LOCAL": "1", "PORTAL_URL": url}
    say("Preparing the database ...")
    prepare = [sys.executable, "-m", "collab_portal.local.prepare"]
    run_step("Preparing the database", prepare, environment=_django(portal))
    _start_celery(portal)
    web = _start_web(portal, listening)
    environment.publish({name: _django(portal)[name] for name in _PUBLISHED})
    portal.wait_until(web, lambda: _is_healthy(url))
    lock.tell(f"at {url}")
    say(f"Ready: {url}")


_PUBLISHED = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "PORTAL_LOCAL", "PORTAL_URL", "DJANGO_SETTINGS_MODULE")


def _django(portal: Processes) -> dict[str, str]:
    return portal.environment | {"DJANGO_SETTINGS_MODULE": "collab_portal.settings"}


def _start_celery(portal: Processes) -> None:
    celery = [sys.executable, "-m", "celery", "-A", "collab_portal.celery"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]  # one worker has nobody to talk to
    portal.start("worker", [*celery, "worker", "--concurrency=2", "--loglevel=INFO", *quiet], grace=20)
    portal.start("beat", [*celery, "beat", "--loglevel=INFO", f"--schedule={STATE / 'beat'}", "--pidfile="])


def _start_web(portal: Processes, listening: socket.socket) -> Process:
    gunicorn = [sys.executable, "-m", "gunicorn", "collab_portal.wsgi", f"--bind=fd://{listening.fileno()}"]
    threads = ["--worker-class=gthread", "--workers=2", "--threads=4", "--graceful-timeout=10", "--no-control-socket"]
    return portal.start("web", gunicorn + threads, fds=(listening.fileno(),), DATABASE_POOL="1")


def _listen(wanted: int) -> socket.socket:
    """The wanted port or the next free one. Whoever listens has it: two checkouts started together never share one."""
    for port in range(wanted, wanted + PORTS_TO_TRY):
        candidate = socket.socket()
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind(("127.0.0.1", port))
            candidate.listen()
        except OSError:
            candidate.close()
        else:
            return candidate
    raise LocalError(f"No port between {wanted} and {wanted + PORTS_TO_TRY} is free. Set PORT to one that is.")


def _is_healthy(url: str) -> bool:
    try:
        with urlopen(f"{url}/healthz", timeout=5) as answer:
            return answer.status == 200
    except (OSError, http.client.HTTPException):
        return False
