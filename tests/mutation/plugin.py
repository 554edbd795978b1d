"""Part of pytest while modules are mutated: their tests run once as they are, and then once more for each lie.

Each lie is told in a fork of this process, by giving the functions that are already imported other code, so that it
costs no more than the tests that come to its lines. What nobody comes to is not killed.
"""

import functools
import gc
import importlib
import json
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType

import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from django.db import connections
from hypothesis import Phase

from tests.mutation.mutants import MARK, Mutant, marked, of_module

ROOT = Path(__file__).resolve().parents[2]
PATIENCE, AT_LEAST, AT_MOST = 5, 10.0, 1800.0  # a lie may make the tests five times as slow before it counts as found
WHOLE = "all of them"  # the last line of a report
NOT_TOLD = 77  # the fork ended before a test had begun
KILLED, SURVIVED, TIMED_OUT, UNREACHED = "killed", "survived", "timed out", "not reached"


class Unsound(Exception):
    """The tests do not pass as they are, so that nothing can be learned from them."""


def pytest_addoption(parser):
    parser.addoption("--mutate", nargs="+", type=Path, help="the modules")
    parser.addoption("--lies", type=Path, help="the file for what came of each lie, a line of JSON each")


@pytest.hookimpl(tryfirst=True)
def pytest_collection():
    """A failing example is enough: none is kept for the next run, and none is made smaller."""
    quick = {"max_examples": 40, "database": None, "phases": [Phase.explicit, Phase.generate], "derandomize": True}
    hypothesis.settings.register_profile("mutated", hypothesis.settings.get_profile("portal"), **quick)
    hypothesis.settings.load_profile("mutated")


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    gc.unfreeze()  # what conftest hid from the collector, it hid from us too
    told = session.config.option
    reached = Reached(session, [Functions(ROOT / path) for path in told.mutate])
    reached.watch()
    with told.lies.open("w", encoding="utf-8") as report:
        for functions in reached.modules:
            for mutant in of_module(functions.source, functions.path):
                report.write(json.dumps(_told(session, mutant, reached, functions)) + "\n")
                report.flush()
        if not _passes(session, session.items):
            raise Unsound("the tests no longer pass as they are: a lie has left something behind")
        report.write(json.dumps(WHOLE) + "\n")
    return True


class Reached:
    """Which tests come to which lines, and how long each takes."""

    def __init__(self, session: pytest.Session, modules: "list[Functions]"):
        self.session, self.modules, self.item = session, modules, None
        self.by_line: dict[tuple[str, int], set[pytest.Item]] = defaultdict(set)
        self.noticed: dict[str, int] = defaultdict(int)  # lies, by the test that noticed them
        self.seconds: dict[pytest.Item, float] = {}

    def watch(self) -> None:
        """While each line of the modules says that it was come to."""
        for each in self.modules:
            each.told(marked(each.source, each.path))
            setattr(each.module, MARK, partial(self.note, each.path))
        for item in self.session.items:
            for each in self.modules:
                each.forget()
            self.item, started = item, time.perf_counter()
            if not _run(self.session, item):
                raise Unsound(f"{item.nodeid} does not pass as it is")
            self.seconds[item] = time.perf_counter() - started
        for each in self.modules:
            each.told(compile(each.source, each.path, "exec", dont_inherit=True))

    def note(self, path: str, line: int) -> None:
        self.by_line[path, line].add(self.item)

    def tests_of(self, mutant: Mutant, path: str) -> list[pytest.Item]:
        """Those that noticed most so far, then the quickest. Who reads a constant is not known by lines: all may."""
        found = set(self.session.items) if mutant.constant else set()
        for line in mutant.lines:
            found |= self.by_line.get((path, line), set())
        return sorted(found, key=lambda item: (-self.noticed[item.nodeid], self.seconds[item]))


class Functions:
    """The functions of a module as they live in this process, under whatever name and behind whatever decorator."""

    def __init__(self, path: Path):
        self.path, self.source = str(path), path.read_text("utf-8")
        self.module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        self.living: dict[tuple[str, int], list[FunctionType]] = defaultdict(list)
        self.caches = []
        for each in gc.get_objects():  # by `type`: to ask a lazy object for its class would wake it
            if type(each) is FunctionType and each.__code__.co_filename == self.path:
                self.living[_key(each.__code__)].append(each)
            elif type(each) is functools._lru_cache_wrapper and self.is_ours(each):
                self.caches.append(each)

    def is_ours(self, cache) -> bool:
        code = getattr(getattr(cache, "__wrapped__", None), "__code__", None)
        return code is not None and code.co_filename == self.path

    def told(self, code: CodeType) -> None:
        """Each now runs what stands in this code."""
        for part in _parts(code):
            for function in self.living.get(_key(part), ()):
                function.__code__ = part

    def lie(self, mutant: Mutant) -> None:
        if mutant.constant:
            self.exchange(mutant)
        elif not any(owner == mutant.owner for owner, _line in self.living):
            raise Unsound(f"{mutant.owner} is nowhere to be found")
        else:
            self.told(mutant.code)
        self.forget()

    def forget(self) -> None:
        """What the module worked out before."""
        for cache in self.caches:
            cache.cache_clear()

    def exchange(self, mutant: Mutant) -> None:
        """A constant, for whoever imported it, too."""
        holder = getattr(self.module, mutant.owner) if mutant.owner else self.module
        before = vars(holder)[mutant.constant]
        instead = eval(mutant.code, vars(self.module) | vars(holder))
        setattr(holder, mutant.constant, instead)
        for other in list(sys.modules.values()):
            if vars(other).get(mutant.constant) is before:
                setattr(other, mutant.constant, instead)


def _key(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _parts(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _parts(each)


def _told(session: pytest.Session, mutant: Mutant, reached: Reached, functions: Functions) -> dict:
    """How one lie ended."""
    tests, started = reached.tests_of(mutant, functions.path), time.perf_counter()
    tell = partial(functions.lie, mutant)
    limit = AT_LEAST + PATIENCE * sum(map(reached.seconds.get, tests))
    how, by = _in_a_fork(session, tell, tests, limit) if tests else (UNREACHED, "")
    reached.noticed[by] += 1
    if how == TIMED_OUT and not _passes(session, tests):
        raise Unsound(f"{mutant.name} was stopped, and has left something behind")
    return {
        "module": str(Path(functions.path).relative_to(ROOT)),
        "line": mutant.lines.start,
        "name": mutant.name,
        "how": how,
        "by": by,
        "tests": len(tests),
        "seconds": round(time.perf_counter() - started, 2),
    }


def _passes(session: pytest.Session, tests: list[pytest.Item]) -> bool:
    return _in_a_fork(session, lambda: None, tests, AT_MOST)[0] == SURVIVED


def _in_a_fork(session, tell: Callable[[], None], tests: list[pytest.Item], limit: float) -> tuple[str, str]:
    """How it ended, and by which test."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _be_the_liar(session, tell, tests, writing)
    os.close(writing)
    how = _ended(child, limit)
    with os.fdopen(reading) as said:
        return how, said.read()


def _ended(child: int, limit: float) -> str:
    ends_at = time.monotonic() + limit
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            code = os.waitstatus_to_exitcode(status)
            if code == NOT_TOLD:
                raise Unsound("a lie could not be told")
            return SURVIVED if code == 0 else KILLED
        if time.monotonic() > ends_at:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return TIMED_OUT
        time.sleep(0.005)


def _be_the_liar(session: pytest.Session, tell: Callable[[], None], tests: list[pytest.Item], writing: int) -> None:
    """Never comes back: the fork ends here, whatever happens."""
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    status = 1  # a constant that cannot even be worked out would let nobody import its module
    try:
        tell()
        status = 0
        for item in tests:
            status = 1
            if not _run(session, item):
                os.write(writing, item.nodeid.encode())
                break
            status = 0
    except Unsound:
        status = NOT_TOLD
    finally:
        os._exit(status)


def _run(session: pytest.Session, item: pytest.Item) -> bool:
    """The item and its fixtures; those of the session stay."""
    return all(report.outcome != "failed" for report in runtestprotocol(item, log=False, nextitem=session))
