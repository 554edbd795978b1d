"""Starting, watching and stopping processes, with small ones in place of servers."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from collab_portal.local.environment import ROOT, LocalError, RunLock, adopt, is_running, publish
from collab_portal.local.processes import Processes, run_step

SLEEPER = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(600)"]
# Runs two sleepers, one of which has a child of its own and one of which will not listen.
RUNNER = """
    import sys
    from pathlib import Path
    from collab_portal.local.processes import Processes, StopRequested, listen_for_stop

    listen_for_stop()
    folder = Path(sys.argv[1])
    processes = Processes(folder, {"PATH": "/usr/bin:/bin"})
    try:
        processes.start("parent", ["sh", "-c", "sleep 601 & sleep 602"])
        processes.stop_these_last()
        processes.start("deaf", ["sh", "-c", "trap '' TERM; while :; do sleep 0.1; done"], grace=0.5)
        print("started", flush=True)
        processes.watch()
    except StopRequested as request:
        print("asked by", request, flush=True)
    finally:
        processes.stop()
    print("stopped", flush=True)
"""


@pytest.fixture
def processes(tmp_path):
    processes = Processes(tmp_path / "log", dict(os.environ))
    yield processes
    processes.stop()


@pytest.fixture
def runner(tmp_path):
    started = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(RUNNER), str(tmp_path / "log")],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"MAKELEVEL": ""},
    )
    assert started.stdout.readline() == "started\n"
    yield started
    started.kill()
    started.wait()
    started.stdout.close()


@pytest.fixture
def lock(tmp_path):
    lock = RunLock(tmp_path)
    lock.take()
    yield lock
    lock.release()


def children_of(pid):
    listed = subprocess.run(["ps", "-e", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    mine = [int(row[0]) for row in rows if int(row[1]) == pid]
    return mine + [grandchild for child in mine for grandchild in children_of(child)]


def wait_until_gone(pids):
    give_up_at = time.monotonic() + 20
    while alive := [pid for pid in pids if is_alive(pid)]:
        assert time.monotonic() < give_up_at, f"still there: {alive}"
        time.sleep(0.05)


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_request_to_stop_ends_children_and_grandchildren_even_deaf_ones(runner, number):
    family = children_of(runner.pid)
    assert len(family) >= 3

    runner.send_signal(number)
    runner.send_signal(number)  # make passes a signal on that the group has had already
    status = runner.wait(20)

    assert status == 0
    assert runner.stdout.read() == f"asked by {number.name}\nstopped\n"
    wait_until_gone(family)


def test_a_process_that_ends_by_itself_is_named_with_its_last_words(processes):
    processes.start("talker", [sys.executable, "-c", "raise SystemExit('no room left')"])

    with pytest.raises(LocalError, match=r"(?s)talker stopped by itself \(exit status 1\).*no room left"):
        processes.watch()


def test_a_process_that_never_answers_is_given_up(processes):
    sleeper = processes.start("sleeper", SLEEPER)

    with pytest.raises(LocalError, match="sleeper was not ready within 0 s"):
        processes.wait_until(sleeper, lambda: False, seconds=0.2)


def test_a_log_of_the_last_start_is_kept(processes):
    for text in ("first", "second"):
        processes.start("talker", [sys.executable, "-c", f"print('{text}')"]).popen.wait()
        processes.stop()

    assert (processes.logs / "talker.log").read_text() == "second\n"
    assert (processes.logs / "talker.log.old").read_text() == "first\n"


def test_a_step_that_fails_is_an_error_a_person_can_read():
    with pytest.raises(LocalError, match=r"Adding up failed \(exit status 3\)"):
        run_step("Adding up", [sys.executable, "-c", "raise SystemExit(3)"])


def test_the_lock_is_held_by_whoever_was_started_with_it(tmp_path, processes, lock):
    processes.keep_open = (lock.fileno(),)
    processes.start("sleeper", SLEEPER)
    lock.release()  # as if the runner had died

    held = is_running(tmp_path)
    processes.stop()

    assert held
    assert not is_running(tmp_path)


def test_a_second_runner_learns_where_the_first_one_is(tmp_path, lock):
    lock.tell("at http://127.0.0.1:8000")

    with pytest.raises(LocalError, match=rf"at http://127\.0\.0\.1:8000 \(process {os.getpid()}\)"):
        RunLock(tmp_path).take()


def test_a_dead_runner_is_waited_for_but_not_for_ever(tmp_path, lock):
    lock.path.write_text("")

    with pytest.raises(LocalError, match="still hold"):
        RunLock(tmp_path).take(patience=0.2)


def test_commands_take_the_environment_of_the_run_but_never_against_ones_own(tmp_path, monkeypatch, lock):
    publish({"DATABASE_URL": "from the run", "REDIS_URL": "from the run"}, tmp_path)
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("REDIS_URL", "my own")

    adopted = adopt(tmp_path)

    assert adopted
    assert (os.environ["DATABASE_URL"], os.environ["REDIS_URL"]) == ("from the run", "my own")


def test_an_environment_whose_run_has_ended_is_not_taken(tmp_path, monkeypatch):
    publish({"DATABASE_URL": "from the run"}, tmp_path)
    monkeypatch.delenv("DATABASE_URL")

    assert not adopt(tmp_path)
