"""Makes .venv match the locks, and installs the few things that tests and checks need from the system."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from collab_portal.local.environment import ROOT, STATE, VENV, LocalError, one_at_a_time
from collab_portal.local.processes import run_step, say

PYTHON = VENV / "bin" / "python"
RUNNING, DEVELOPMENT = ROOT / "requirements.txt", ROOT / "requirements-dev.txt"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def environment(*, development: bool) -> None:
    """Install exactly what the lock lists, once per lock."""
    with one_at_a_time(STATE / "install.lock"):
        if not _works(PYTHON):
            _make_venv()
        # What development needs includes what running needs.
        enough = [DEVELOPMENT] if development else [RUNNING, DEVELOPMENT]
        if not any(map(_is_installed, enough)):
            _install(enough[0])


def hand_over(arguments: list[str]) -> None:
    """Go on in .venv, as the same process."""
    if Path(sys.prefix).resolve() != VENV.resolve():
        os.chdir(ROOT)
        os.execv(PYTHON, [str(PYTHON), "-m", "collab_portal.local", *arguments])


def browser() -> str:
    """Chromium for the browser tests: a test that never ran would hide a fault, so there is no going on without it."""
    given = os.environ.get("CHROMIUM")
    found = given or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found and _install_from_system("chromium"):
        found = shutil.which("chromium")
    if not found or not shutil.which(found):
        raise LocalError("The browser tests need Chromium: apt-get install chromium, or set CHROMIUM=/path/to/it.")
    return found


def gettext() -> None:
    """xgettext finds the texts in the code; running the portal needs only Babel."""
    if not shutil.which("xgettext") and not _install_from_system("gettext"):
        raise LocalError("Collecting the texts needs gettext: apt-get install gettext.")


def _make_venv() -> None:
    say("Making .venv ...")
    # The contents go, not the folder, which may be a link or a mount.
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if made.returncode:
        advice = "python -m venv failed (on Debian: apt-get install python3-venv)"
        raise LocalError(f"{advice}.\n{made.stdout}{made.stderr}")


def _install(lock: Path) -> None:
    say(f"Installing {lock.name} into .venv (once; it may take a minute) ...")
    pip = [PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input", "--no-compile"]
    run_step("pip install", [*pip, "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", lock])
    _stamp(lock).write_text(_fingerprint(lock))


def _is_installed(lock: Path) -> bool:
    return _stamp(lock).exists() and _stamp(lock).read_text() == _fingerprint(lock)


def _stamp(lock: Path) -> Path:
    return VENV / f"{lock.stem}.stamp"


def _fingerprint(lock: Path) -> str:
    """The lock and the Python it was installed for."""
    return hashlib.sha256(lock.read_bytes() + (VENV / "pyvenv.cfg").read_bytes()).hexdigest()


def _install_from_system(package: str) -> bool:
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"Installing {package} ...")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run_step("apt-get update", ["apt-get", "-qq", "update"], environment=quiet)
    install = ["apt-get", "-qq", "install", "-y", "--no-install-recommends", package]
    run_step(f"apt-get install {package}", install, environment=quiet, stdout=subprocess.DEVNULL)
    return True


def _works(python: Path) -> bool:
    try:
        return subprocess.run([python, "-c", ""], capture_output=True).returncode == 0
    except OSError:
        return False
