"""The drill: a back-up is taken and put back into another database by the commands that people use, and compared.

    report = drill.rehearse(environment, folder=Path("/tmp/there"), into="portal_restored")

`environment` is that of a process of the portal: DATABASE_URL, DATABASE_OWNER_URL and DATABASE_BACKUP_URL lead to the
running base. While others write, `report.lost` is judged by what the back-up itself counted; `differences` compares
two bases row by row, which says something only while nobody writes.
"""

import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from psycopg import sql

from collab_portal.backups import manifest, restoring, taking
from tests.chaos.processes import manage

ADDRESSES = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_BACKUP_URL")
# In a restored base what was in the outbox is in doubt: compared without what says how far each message is.
HOW_FAR = {"mail_delivery": ("state", "lease_owner", "lease_until", "owner_no")}


@dataclass(frozen=True)
class Report:
    """Seconds and rows, the environment of the restored base, and the tables in which something is missing."""

    taken_in: float
    restored_in: float
    rows: int
    environment: dict[str, str]
    lost: dict[str, tuple[int, int]]


def rehearse(environment: Mapping[str, str], *, folder: Path, into: str) -> Report:
    """The other database must not exist yet; it is left as it is, for whoever looks at it or goes on with it."""
    restored = dict(environment) | {name: _another(environment[name], into) for name in ADDRESSES}
    began = time.monotonic()
    run(environment, "backup", str(folder))
    taken = time.monotonic()
    with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(into)))
    run(restored, "restore", str(folder))
    ended = time.monotonic()
    promised = manifest.read(folder).rows
    with psycopg.connect(restored["DATABASE_BACKUP_URL"]) as reader:
        found = taking.count_rows(reader)
    lost = {
        table: (count, found.get(table, 0))
        for table, count in promised.items()
        if found.get(table, 0) != count and table not in restoring.TOUCHED
    }
    return Report(taken - began, ended - taken, sum(promised.values()), restored, lost)


def run(environment: Mapping[str, str], *arguments: str) -> None:
    """One command of manage.py, which has to succeed."""
    ended = subprocess.run(
        manage(*arguments), cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise AssertionError(f"{arguments[0]}: {ended.stderr[-2000:]}")


def remove(environment: Mapping[str, str], into: str) -> None:
    with psycopg.connect(environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(into)))


def differences(one: str, other: str) -> list[str]:
    """The tables in which two bases hold different rows, as seen by the role that takes back-ups."""
    with psycopg.connect(one) as left, psycopg.connect(other) as right:
        tables = [table for table in taking.count_rows(left) if table not in restoring.TOUCHED]
        return [table for table in tables if _hash(left, table) != _hash(right, table)]


def _hash(reader: psycopg.Connection, table: str) -> str:
    without = list(HOW_FAR.get(table, ()))
    lines = sql.SQL("SELECT (to_jsonb(t) - {}::text[])::text AS line FROM {} t")
    whole = sql.SQL("SELECT md5(string_agg(line, chr(10) ORDER BY line)) FROM ({}) _")
    return reader.execute(whole.format(lines.format(sql.Literal(without), sql.Identifier(table)))).fetchone()[0]


def _another(address: str, name: str) -> str:
    return urlsplit(address)._replace(path=f"/{name}").geturl()
