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
        if not _venv_works():
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


def _venv_works() -> bool:
    """Whether its Python starts, with packages of its own version. To be interrupted is no answer."""
    look = "import pip, sys; sys.exit(sys.prefix == sys.base_prefix)"
    try:
        looked = subprocess.run([PYTHON, "-c", look], stderr=subprocess.DEVNULL, start_new_session=True)
    except OSError:  # missing, or its Python was removed
        return False
    if looked.returncode < 0:
        raise LocalError(f"{PYTHON} was killed while we looked at it. Try again.")
    return looked.returncode == 0


def _make_venv() -> None:
    if VENV.is_symlink():
        raise LocalError(f"{VENV} is a link to an environment that does not work. Repair it, or remove the link.")
    say("Making .venv (Debian needs its package python3-venv) ...")
    run_step("Making .venv", [sys.executable, "-m", "venv", "--clear", VENV])


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
