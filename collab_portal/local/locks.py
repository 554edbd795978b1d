"""`make lock`: writes the locks. They hold hashes and no address, so that every machine uses its own package host."""

import json

from collab_portal.local.assets import STATIC, node, with_node
from collab_portal.local.environment import VENV
from collab_portal.local.processes import run_step

PYTHON_LOCKS = {"requirements-dev.txt": ["--extra=dev"], "requirements.txt": ["--constraints=requirements-dev.txt"]}


def write() -> int:
    uv = [VENV / "bin" / "uv", "--quiet", "pip", "compile", "pyproject.toml"]
    form = ["--universal", "--python-version=3.11", "--generate-hashes", "--no-header"]
    for lock, arguments in PYTHON_LOCKS.items():
        run_step("uv pip compile", [*uv, *form, *arguments, f"--output-file={lock}"])
    npm = [*node("npm"), "install", "--package-lock-only"]
    run_step("npm install", npm, environment=with_node(), folder=STATIC)
    _forget_addresses()
    return 0


def _forget_addresses() -> None:
    """npm notes where each project takes donations, too."""
    path = STATIC / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    path.write_text(json.dumps(lock, indent=2) + "\n")
