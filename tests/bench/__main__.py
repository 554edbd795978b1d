"""`make bench`: how long pages, searches, import, matching and mail take, in one table.

`make bench SIZE=small` takes about two minutes and says whether everything still works; the figures that count are
those of the full run on a machine that does nothing else. `SIZE=million` goes on to 200,000 opportunities, a million
enterprises and a million saved searches, and takes some hours.
`make bench ARGS="directory suppliers"` measures only what is called so, beside the same data.
"""

import logging
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import StringIO
from math import inf

import django
import structlog

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
django.setup()
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))

from django.core.management import call_command  # noqa: E402

from tests.bench import capacity, design, directory, library, pages, plans, public, scoring, suppliers, work  # noqa: E402
from tests.bench.judging import Judge  # noqa: E402
from tests.bench.table import Row, Table, say  # noqa: E402
from tests.bench.web import Web  # noqa: E402

SEED = 1
SLICE = 20_000
ONLY = sys.argv[1:]  # words of what is to be measured; without any it is everything


@dataclass(frozen=True)
class Scale:
    """How much of everything: the pages are measured as often as there are steps."""

    opportunities: tuple[int, ...]
    enterprises: tuple[int, ...]
    studies: tuple[int, ...]
    searches: tuple[int, ...]
    releases: int
    planned: int
    subscribers: int
    times: int
    seconds: float  # for each number of readers at once
    slack: float = 1.0  # times what is promised: the small form runs beside others, and judges no page by time


SCALES = {
    "small": Scale((200, 1_000), (300, 1_500), (200, 1_000), (1_000,), 300, 500, 200, 3, 1, slack=inf),
    "full": Scale(
        (200, 2_000, 20_000),
        (1_000, 10_000, 100_000),
        (200, 2_000, 20_000),
        (10_000, 100_000),
        20_000,
        design.FULL,
        5_000,
        40,
        10,
    ),
}
SCALES["million"] = replace(
    SCALES["full"],
    opportunities=(200, 2_000, 20_000, 200_000),
    enterprises=(1_000, 10_000, 100_000, 1_000_000),
    studies=(200, 2_000, 20_000, 20_000),
    searches=(10_000, 100_000, 1_000_000),
)


def main() -> int:
    name = os.environ.get("SIZE", "full")
    scale, table, started = SCALES[name], Table(name, SEED), time.monotonic()
    with Web() as web:
        _measure_pages(web, scale, table)
    for what, rows in _work(scale).items():
        _timed(what, table, rows)
    table.write(time.monotonic() - started)
    where = f"Also in bench.json, the plans in bench-plans.txt. It took {time.monotonic() - started:.0f} s."
    sys.stdout.write(f"\n{table.text()}\n\n{where}\n")
    if table.is_machine_busy:
        say(f"The machine was busy before we began (load {table.load:.0f}): these times say little.")
    for row in table.missed():
        say(f"missed: {row.what} {row.size}")
    return 1 if table.missed() else 0


def _measure_pages(web: Web, scale: Scale, table: Table) -> None:
    """The same pages again and again, while all that they are about grows."""
    plans.FILE.unlink(missing_ok=True)
    judge, times, world = Judge(scale.slack), scale.times, public.World()
    _timed("floors", table, lambda: pages.floor_rows(web, times=times))
    opportunities = enterprises = 0
    for step in zip(scale.opportunities, scale.enterprises, scale.studies, strict=True):
        _seed(opportunities=step[0] - opportunities, seed=SEED + opportunities)
        _seed(enterprises=step[1] - enterprises, seed=SEED + enterprises)
        opportunities, enterprises, studies = step
        library.seed(studies)
        for what, rows in _pages(web, world, *step, times=times).items():
            _timed(what, table, lambda rows=rows: judge.judge(rows()))
        for what, rows in _beside_pages(world, *step, times=times).items():
            _timed(what, table, rows)
    _timed("exports", table, lambda: pages.export_rows(web, size=f"{opportunities:,}"))
    _timed("weight", table, lambda: pages.weight_rows(web))
    _timed("capacity", table, lambda: capacity.rows(web, world.details(), seconds=scale.seconds))


def _pages(web: Web, world: public.World, opportunities: int, enterprises: int, studies: int, *, times: int):
    size = f"{opportunities:,}"
    return {
        f"pipeline of {size}": lambda: pages.search_rows(web, size=size, times=times),
        f"public pages beside {size}": lambda: public.rows(web, world, size=size, times=times),
        f"pages after signing in beside {size}": lambda: public.signed_in_rows(web, world, size=size, times=times),
        f"library of {studies:,}": lambda: library.rows(web, size=studies, times=times),
        f"directory of {enterprises:,}": lambda: directory.rows(web, size=enterprises, times=times),
    }


def _beside_pages(world: public.World, opportunities: int, enterprises: int, studies: int, *, times: int):
    return {
        f"plans of {opportunities:,}": lambda: [
            *plans.rows("the pipeline", pages.searches(), size=opportunities),
            *plans.rows("public pages", world.public(), size=min(opportunities, studies)),
        ],
        f"library made anew of {studies:,}": lambda: [library.made_anew(studies)],
        f"exports of the directory of {enterprises:,}": lambda: directory.other_rows(enterprises),
        f"lot designer of {enterprises:,}": lambda: design.designer_rows(enterprises),
        f"suppliers of {enterprises:,}": lambda: suppliers.rows(size=enterprises, times=times),
    }


def _work(scale: Scale) -> dict[str, Callable[[], list[Row]]]:
    return {
        "design report": lambda: design.report_rows(scale.planned),
        "matching": lambda: work.matching_rows(scale.searches),
        "alerts": lambda: work.alert_rows(scale.subscribers),
        "import": lambda: work.import_rows(scale.releases),
        "plans": work.plan_rows,
        "scoring": scoring.rows,
    }


def _seed(*, seed: int, opportunities: int = 0, enterprises: int = 0) -> None:
    """Opportunities in slices, since each slice is held in memory; enterprises together, since they are indexed so."""
    started, said = time.monotonic(), StringIO()
    for first in range(0, opportunities, SLICE):
        count = min(SLICE, opportunities - first)
        call_command("seed_volume", stdout=said, seed=seed + first, opportunities=count)
    if enterprises:
        call_command("seed_volume", stdout=said, seed=seed, enterprises=enterprises)
    added = f"Added {opportunities:,} opportunities and {enterprises:,} enterprises"
    say(f"{added} in {time.monotonic() - started:.1f} s")


def _timed(what: str, table: Table, measure: Callable[[], list[Row]]) -> None:
    if ONLY and not any(word in what for word in ONLY):
        return
    started = time.monotonic()
    table.add(*measure())
    say(f"Measured {what} in {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    sys.exit(main())
