"""The environment is made, kept and never lost by accident."""

import os
import sys

import pytest

from collab_portal.local import install
from collab_portal.local.environment import LocalError


@pytest.fixture
def venv(tmp_path, monkeypatch):
    """An environment of its own, with a Python that does what the test writes into it."""
    folder = tmp_path / ".venv"
    (folder / "bin").mkdir(parents=True)
    (folder / "pyvenv.cfg").write_text("version = 3.11")
    (folder / "precious").touch()
    monkeypatch.setattr(install, "VENV", folder)
    monkeypatch.setattr(install, "PYTHON", folder / "bin" / "python")
    return folder


def let_python(venv, do):
    python = venv / "bin" / "python"
    python.write_text(f"#!/bin/sh\n{do}\n")
    python.chmod(0o755)


def test_an_environment_that_works_is_left_alone(venv):
    let_python(venv, "exit 0")

    assert install._venv_works()


@pytest.mark.parametrize("do", ["exit 1", "exec /nowhere/python3"])
def test_an_environment_whose_python_has_gone_is_made_anew(venv, do):
    let_python(venv, do)

    assert not install._venv_works()


def test_a_python_that_was_killed_says_nothing_about_the_environment(venv):
    let_python(venv, "kill -TERM $$")

    with pytest.raises(LocalError, match="Try again"):
        install._venv_works()


def test_an_environment_that_is_only_linked_is_never_emptied(venv, monkeypatch, tmp_path):
    link = tmp_path / "link"
    link.symlink_to(venv)
    monkeypatch.setattr(install, "VENV", link)

    with pytest.raises(LocalError, match="is a link"):
        install._make_venv()

    assert (venv / "precious").exists()


def test_the_lock_is_installed_once_and_again_when_it_changes(venv, tmp_path, monkeypatch):
    lock = tmp_path / "requirements.txt"
    lock.write_text("django==5.2.19")
    asked = []
    monkeypatch.setattr(install, "run_step", lambda what, argv: asked.append(argv))

    install._install(lock)
    installed = install._is_installed(lock)
    lock.write_text("django==5.2.20")

    assert installed
    assert not install._is_installed(lock)
    assert "--require-hashes" in asked[0]


def test_a_browser_that_is_not_there_is_an_error_and_not_a_skip(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")

    with pytest.raises(LocalError, match="apt-get install chromium"):
        install.browser()


def test_an_ordinary_user_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("PATH", os.path.dirname(sys.executable))

    with pytest.raises(LocalError, match="apt-get install gettext"):
        install.gettext()
