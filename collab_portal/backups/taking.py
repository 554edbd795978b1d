"""Taking a back-up: one dump of the database as it is at one moment, and a manifest counted at the same moment."""

from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql

from collab_portal.backups import manifest, tools
from collab_portal.backups.manifest import Manifest
from collab_portal.backups.tools import Address, BackupError

TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""
MAY_READ_ALL = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


def take(source: Address, folder: Path, *, at: datetime) -> Manifest:
    """Fill an empty folder. People go on working meanwhile; what they commit from now on is not in it."""
    _make_empty(folder)
    with tools.connect(source) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        if not connection.execute(MAY_READ_ALL).fetchone()[0]:
            raise BackupError(
                "Sealed offers would be missing. DATABASE_BACKUP_URL needs a role with BYPASSRLS and pg_read_all_data."
            )
        snapshot = connection.execute("SELECT pg_export_snapshot()").fetchone()[0]
        options = ("--format=custom", f"--snapshot={snapshot}", f"--file={folder / manifest.DUMP}")
        tools.run(tools.command("pg_dump", source, *options), source)
        size, sha256 = manifest.fingerprint(folder / manifest.DUMP)
        taken = Manifest(
            made_at=at,
            server=str(connection.info.server_version),
            migrations=_migrations(connection),
            rows=count_rows(connection),
            size=size,
            sha256=sha256,
            seal=_latest_seal(connection),
        )
    manifest.write(taken, folder)
    return taken


def count_rows(connection: psycopg.Connection) -> dict[str, int]:
    """Of every table, as this connection sees them."""
    counted = {}
    for (table,) in connection.execute(TABLES).fetchall():
        counting = sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table))
        counted[table] = connection.execute(counting).fetchone()[0]
    return counted


def _migrations(connection: psycopg.Connection) -> list[str]:
    applied = connection.execute("SELECT app || '.' || name FROM public.django_migrations ORDER BY 1")
    return [name for (name,) in applied.fetchall()]


def _latest_seal(connection: psycopg.Connection) -> str:
    """Kept here, it shows whether the trail was rewritten since: see `manage.py check_trail`."""
    latest = connection.execute(
        "SELECT number || '-' || digest FROM public.audit_seal ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return latest[0] if latest else ""


def _make_empty(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise BackupError(f"{folder} is not empty. Give each back-up a folder of its own.")
    except OSError as error:
        raise BackupError(f"{folder} cannot be used: {error.strerror}") from error
