"""A migrated database, kept between test runs: to copy it takes a moment, to migrate it again takes many."""

import hashlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from collab_portal.local import postgres, servers
from collab_portal.local.environment import ROOT, STATE, one_at_a_time
from collab_portal.local.processes import Processes, run_step, say

KEPT = STATE / "template"
# With these the same, the same database comes out.
SOURCES = (
    "*/migrations/*.py",
    "*/*/migrations/*.py",
    "*/migrations/*.sql",
    "*/*/migrations/*.sql",
    "collab_portal/management/batches.py",
    "collab_portal/management/commands/migrate.py",
    "collab_portal/local/postgres.py",
    "requirements-dev.txt",
)


def copy_into(state: Path) -> None:
    """Give a new throw-away run a migrated database to begin with."""
    with one_at_a_time(STATE / "template.lock"):
        kept = KEPT / _fingerprint()
        if not kept.exists():
            _make(kept)
        shutil.copytree(kept, state / postgres.DATA)


def _make(kept: Path) -> None:
    say("Migrating a database for the tests ...")
    shutil.rmtree(KEPT, ignore_errors=True)
    KEPT.mkdir(parents=True)
    state = Path(tempfile.mkdtemp(dir=KEPT))
    processes = Processes(state / "log", dict(os.environ))
    try:
        servers.start(processes, state=state, durable=False)
        variables = {"PORTAL_LOCAL": "1", "DJANGO_SETTINGS_MODULE": "collab_portal.settings"}
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
        run_step("Migrating", migrate, environment=processes.environment | variables)
    finally:
        processes.stop()
        servers.clear_sockets(state)
    (state / postgres.DATA).mkdir(exist_ok=True)  # if the data lies elsewhere, each test run migrates for itself
    (state / postgres.DATA).rename(kept)
    servers.throw_away(state)


def _fingerprint() -> str:
    whole = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        whole.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]
