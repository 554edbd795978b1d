"""`make check` and `make fix`: everything that can be said about the code without running it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from collab_portal.local import assets, messages
from collab_portal.local.environment import OFFLINE, ROOT, VENV, LocalError
from collab_portal.local.processes import run_step, say

# Production's settings, as far as they can be known here.
DEPLOYED = OFFLINE | {
    "PORTAL_LOCAL": "no",
    "SECRET_KEY": "long-enough-to-pass-the-check-and-used-for-nothing-else-0123456789",
    "ALLOWED_HOSTS": "portal.example",
    "PORTAL_URL": "https://portal.example",
}


def check() -> int:
    """Run every check, even after one has failed, and name those that did."""
    assets.build()  # Django's own check wants to find the built files
    failed = [name for name, one in _checks().items() if not _passes(name, one)]
    say(f"\nFailed: {', '.join(failed)}." if failed else "\nAll checks passed.")
    return 1 if failed else 0


def fix() -> int:
    _tool("ruff", "check", "--fix", ".")()
    _tool("ruff", "format", ".")()
    return 0


def _checks() -> dict[str, Callable[[], None]]:
    return {
        "ruff check": _tool("ruff", "check", "."),
        "ruff format": _tool("ruff", "format", "--check", "."),
        "templates": _tool("djlint", "--lint", "--quiet", "templates"),
        "imports": _tool("lint-imports"),
        "types": _tool("mypy", variables=OFFLINE),
        "migrations": _manage("makemigrations", "--check", "--dry-run", variables=OFFLINE),
        "settings": _manage("check", "--deploy", "--fail-level=WARNING", variables=DEPLOYED),
        "Welsh": messages.check,
        "locks": _locks_name_no_host,
    }


def _passes(name: str, one: Callable[[], None]) -> bool:
    say(f"--- {name}")
    try:
        one()
    except LocalError as problem:
        say(str(problem))
        return False
    return True


def _tool(name: str, *arguments: str, variables: dict[str, str] | None = None) -> Callable[[], None]:
    return lambda: run_step(name, [VENV / "bin" / name, *arguments], environment=os.environ | (variables or {}))


def _manage(*arguments: str, variables: dict[str, str]) -> Callable[[], None]:
    # makemigrations would compare with the database and warns that there is none.
    python = [sys.executable, "-W", "ignore::RuntimeWarning", "manage.py"]
    return lambda: run_step(arguments[0], [*python, *arguments], environment=os.environ | variables)


def _locks_name_no_host() -> None:
    """Every machine says for itself where packages come from."""
    for lock in (ROOT / "requirements.txt", ROOT / "requirements-dev.txt", ROOT / "static" / "package-lock.json"):
        _names_no_host(lock)


def _names_no_host(lock: Path) -> None:
    for number, line in enumerate(lock.read_text().splitlines(), start=1):
        if "://" in line or '"resolved"' in line:
            raise LocalError(f"{lock.name}, line {number}, names an address (`make lock` writes none): {line.strip()}")
