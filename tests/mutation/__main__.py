"""`make mutate`: do the tests notice when a module that decides decides otherwise?

One small lie after another is told in each module (a comparison turned round, a condition of a query left out, an act
not done), and the tests of that module must fail. `make mutate ARGS="scoring"` takes one group, or modules whose path
has these words. It prints one table, writes `mutate.json` with every lie, and fails below nine in ten, or where a lie
that nobody noticed has no reason in `survivors.py`.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from tests.bench.table import machine
from tests.mutation.survivors import REASONS
from tests.mutation.targets import TARGETS, Target
from tests.sink import ROOT

FILE, LEAST = Path("mutate.json"), 0.9
NOTICED = ("killed", "timed out")
WHOLE = "all of them"  # the last line of the plugin's report: it is not half
ONLY = sys.argv[1:]
_numbers = iter(range(8))
_mine = threading.local()


def main() -> int:
    started = time.monotonic()
    targets = [each for each in map(_wanted, TARGETS) if each.modules]
    if not targets:
        sys.exit(f"No module is named {' or '.join(ONLY)}.")
    with tempfile.TemporaryDirectory(prefix="portal-mutate-") as folder, ThreadPoolExecutor(_workers()) as pool:
        told = list(pool.map(lambda target: _told(target, Path(folder)), targets))
    results = [each for lies in told for each in lies]
    silent = [each for each in results if each["how"] not in NOTICED and each["name"] not in REASONS]
    FILE.write_text(json.dumps({"machine": machine(), "lies": results}, indent=1, ensure_ascii=False) + "\n", "utf-8")
    sys.stdout.write(_table(targets, results))
    for each in silent:
        sys.stdout.write(f"{each['how']}, no reason: {each['module']}:{each['line']} {each['name']}\n")
    sys.stdout.write(f"\nEvery lie is in {FILE}. It took {time.monotonic() - started:.0f} s.\n")
    return 1 if silent or _share(results) < LEAST else 0


def _wanted(target: Target) -> Target:
    """With those of its modules that were asked for."""
    named = [each for each in target.modules if not ONLY or any(word in (target.group, each) for word in ONLY)]
    return replace(target, modules=tuple(named))


def _workers() -> int:
    return min(os.cpu_count() or 1, 4)


def _told(target: Target, folder: Path) -> list[dict]:
    """All lies of these modules, in a pytest of their own."""
    if not hasattr(_mine, "number"):
        _mine.number = next(_numbers)
    name = target.modules[0].replace("/", ".")
    report, log = folder / f"{name}.json", folder / f"{name}.log"
    own = {"DJANGO_SETTINGS_MODULE": "tests.mutation.settings", "PYTEST_XDIST_WORKER": f"gw{_mine.number}"}
    tests = [f"tests/{path}" for path in target.tests]
    told = [f"--lies={report}", "--mutate", *target.modules]
    pytest = [sys.executable, "-m", "pytest", "-p", "tests.mutation.plugin", "-n", "0", "-q", *tests, *told]
    with log.open("wb") as output:
        subprocess.run(pytest, cwd=ROOT, env=os.environ | own, stdout=output, stderr=subprocess.STDOUT)
    lines = report.read_text("utf-8").splitlines() if report.exists() else []
    results = [json.loads(line) for line in lines]
    if results[-1:] != [WHOLE]:
        raise SystemExit(f"{name}: {log.read_text(errors='replace')[-3000:]}")
    del results[-1]
    sys.stderr.write(f"{' '.join(target.modules)}: {_share(results):.0%} of {len(results)}\n")
    return results


def _share(results: list[dict]) -> float:
    return sum(each["how"] in NOTICED for each in results) / len(results) if results else 1.0


def _table(targets: list[Target], results: list[dict]) -> str:
    lines = [f"{'module':48} {'lies':>6} {'noticed':>8} {'explained':>10}\n"]
    for name in [*(module for target in targets for module in target.modules), ""]:
        these = [each for each in results if each["module"] == name or not name]
        counts = Counter(
            "noticed" if each["how"] in NOTICED else "explained" if each["name"] in REASONS else "silent"
            for each in these
        )
        lines.append(f"{name or 'all':48} {len(these):6} {_share(these):8.1%} {counts['explained']:10}\n")
    return "".join(lines)


if __name__ == "__main__":
    sys.exit(main())
