"""The runner, started and stopped for real: what it says, what it leaves behind, what it keeps."""

import shutil
import signal
import socket
import sys
import urllib.request

import pytest

# These share a checkout, and each builds on the one before.
RUNNER = (sys.executable, "-m", "collab_portal.local")
KEEP_SOMETHING = """
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
Session.objects.create(session_key="kept", session_data="", expire_date=timezone.now())
print(connection.settings_dict["USER"])
"""
IS_IT_KEPT = """
from django.contrib.sessions.models import Session
print("kept:", Session.objects.filter(session_key="kept").exists())
"""


@pytest.fixture(scope="module")
def first_run(checkout):
    """Under make, and while somebody else has the port."""
    make = (shutil.which("make"), "run", f"PYTHON={sys.executable}") if shutil.which("make") else (*RUNNER, "run")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run = checkout.start(*make, PORT=str(taken.getsockname()[1]))
        run.taken = taken.getsockname()[1]
    return run


def test_the_portal_answers_where_the_runner_says(first_run):
    with urllib.request.urlopen(f"{first_run.url}/healthz", timeout=20) as answer:
        assert answer.status == 200
    with urllib.request.urlopen(f"{first_run.url}/cy/", timeout=20) as answer:
        assert b'lang="cy"' in answer.read()


def test_a_port_that_is_taken_is_left_alone(first_run):
    port = int(first_run.url.rsplit(":", 1)[1])

    assert port > first_run.taken


def test_a_second_start_says_where_the_first_one_runs(checkout, first_run):
    second = checkout.command(*RUNNER, "run")

    assert second.returncode == 1
    assert f"already runs from this checkout, at {first_run.url}" in second.stderr
    assert "Traceback" not in second.stderr


def test_commands_talk_to_the_servers_of_the_run_as_the_web_role(checkout, first_run):
    who = checkout.manage("shell", "-v0", "-c", KEEP_SOMETHING)

    assert who.stdout.strip() == "portal_web", who.stderr


def test_a_closed_terminal_stops_everything(checkout, first_run):
    first_run.stop_group(signal.SIGHUP)

    checkout.wait_until_empty()
    assert "Stopped." in first_run.output.read_text()
    assert not (checkout.folder / ".local" / "environment.json").exists()


def test_commands_say_how_to_start_it(checkout):
    answer = checkout.manage("shell")

    assert answer.returncode == 1
    assert "make run" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_data_is_kept_and_a_killed_runner_leaves_nobody_behind(checkout):
    run = checkout.start()
    kept = checkout.manage("shell", "-v0", "-c", IS_IT_KEPT).stdout

    run.stop(signal.SIGKILL)

    assert kept.strip() == "kept: True"
    checkout.wait_until_empty()
    # What it wrote down misleads nobody.
    assert (checkout.folder / ".local" / "environment.json").exists()
    assert "make run" in checkout.manage("shell").stderr


def test_a_signal_to_the_runner_alone_stops_everything(checkout):
    run = checkout.start()

    status = run.stop(signal.SIGTERM)

    assert status == 0
    checkout.wait_until_empty()
