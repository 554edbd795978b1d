"""A full disk without any privilege: the kernel refuses to let the files of these processes grow.

RLIMIT_FSIZE makes `write` fail with "File too large" where a full disk says "No space left on device"; both are an
OSError to Python and a failed statement to PostgreSQL.
"""

import resource
import subprocess
from collections.abc import Iterable

from tests.chaos.processes import family

UNLIMITED = resource.RLIM_INFINITY
SEGMENT = 17 * 1024 * 1024  # PostgreSQL's log of changes must fit, or it would stop altogether
ROOM = 1024 * 1024


def fill(pid: int, *, limit: int) -> None:
    """No file of this process and of its children grows beyond so many bytes."""
    for each in [pid, *family(pid)]:
        _limit(each, limit)


def free(pid: int) -> None:
    fill(pid, limit=UNLIMITED)


def limit_for(biggest: int) -> int:
    """For PostgreSQL, whose biggest table has so many bytes: that one has a little room left."""
    return max(SEGMENT, biggest + ROOM)


def _limit(pid: int, limit: int) -> None:
    try:
        hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, hard))
    except ProcessLookupError:
        return
    except PermissionError:  # root in a container may not; the user who owns the process may
        said = "unlimited" if limit == UNLIMITED else str(limit)
        _as_nobody("prlimit", "--pid", str(pid), f"--fsize={said}:")


def _as_nobody(*command: str) -> None:
    nobody: Iterable[str] = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--")
    subprocess.run([*nobody, *command], check=True)
