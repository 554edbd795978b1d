"""Putting a back-up into a database: all of it or nothing, with sending off."""

import contextlib
import shutil
import subprocess
from pathlib import Path

from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from collab_portal.backups import manifest, taking, tools
from collab_portal.backups.manifest import Manifest
from collab_portal.backups.tools import Address, BackupError

# What the portal did after the back-up is not in it. A message that waited then may have gone since, so each is in
# doubt: where the provider can be asked it is asked first. Numbers of messages that were given out since stay theirs,
# or else a new message would look like an old one. Sessions that ended meanwhile stay ended: everybody signs in again.
AFTERWARDS = """
SET search_path = public;
INSERT INTO mail_hold (only_one, reason) VALUES (true, {reason});
UPDATE mail_delivery
    SET state = 'sending', lease_owner = gen_random_uuid(), lease_until = clock_timestamp(), owner_no = 0
    WHERE state IN ('pending', 'claimed', 'sending');
SELECT setval(numbers, nextval(numbers) + 10000000) FROM pg_get_serial_sequence('mail_delivery', 'id') AS numbers;
DELETE FROM usersessions_usersession;
DELETE FROM django_session;
INSERT INTO audit_act (verb, target_type, target_id, details)
    VALUES ('base restored', '', '', jsonb_build_object('back_up', {made_at}::text));
"""
TOUCHED = {"mail_hold", "usersessions_usersession", "django_session", "audit_act"}
BEFOREHAND = "SET lock_timeout = '10s';\n"
MAKE_ROOM = "DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"


def put_back(folder: Path, *, owner: Address, reader: Address, replace: bool = False) -> Manifest:
    """Fill an empty database, or with `replace` take the place of all there is, in one transaction."""
    found = manifest.read(folder)
    unknown = set(found.migrations) - {".".join(key) for key in MigrationLoader(None).disk_migrations}
    if unknown:
        raise BackupError(
            f"The back-up was made by a newer portal: {', '.join(sorted(unknown)[:3])} is not known here."
        )
    if _has_tables(owner) and not replace:
        raise BackupError("There are tables in this database already. --replace puts the back-up in their place.")
    _fill(owner, folder / manifest.DUMP, before=BEFOREHAND + (MAKE_ROOM if replace else ""), after=_afterwards(found))
    _compare(found, reader)
    return found


def _fill(owner: Address, dump: Path, *, before: str, after: str) -> None:
    """psql keeps one transaction open until it has heard the last word; if anything fails before, nothing happened."""
    reading = tools.bare_command("pg_restore", "--no-owner", "--no-privileges", "--file=-", str(dump))
    options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-")
    writing = tools.command("psql", owner, *options)
    with (
        subprocess.Popen(reading, stdout=subprocess.PIPE) as source,  # noqa: S603  arguments of our own
        subprocess.Popen(  # noqa: S603
            writing,
            env=tools.environment(owner),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as into,
    ):
        is_whole = False
        with contextlib.suppress(BrokenPipeError):  # psql has given up, and says why below
            into.stdin.write(before.encode())
            shutil.copyfileobj(source.stdout, into.stdin)
            is_whole = source.wait() == 0
            if is_whole:
                into.stdin.write(after.encode())
            else:
                into.kill()
            into.stdin.close()
        source.kill()
        said = into.stderr.read().decode(errors="replace").strip()
        if into.wait() or not is_whole:
            raise BackupError(f"The back-up could not be put back, and nothing was changed. {said[-1000:]}")


def _afterwards(found: Manifest) -> str:
    made_at = found.made_at.isoformat(timespec="seconds")
    reason = f"restored from the back-up of {made_at}"
    return AFTERWARDS.format(reason=sql.quote(reason), made_at=sql.quote(made_at))


def _has_tables(owner: Address) -> bool:
    with tools.connect(owner) as connection:
        return bool(connection.execute(taking.TABLES).fetchone())


def _compare(found: Manifest, reader: Address) -> None:
    """Row counts against the manifest, by a role that sees sealed offers too."""
    with tools.connect(reader) as connection:
        restored = taking.count_rows(connection)
    wrong = {table for table, count in found.rows.items() if table not in TOUCHED and restored.get(table) != count}
    if wrong:
        raise BackupError(f"These tables do not hold as many rows as the back-up: {', '.join(sorted(wrong))}.")
