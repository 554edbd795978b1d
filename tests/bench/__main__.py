"""`make bench`: how long pages, searches, import, matching and mail take, in one table.

`make bench SIZE=small` takes a minute or two and says whether everything still works; the figures that count are those
of the full run on a machine that does nothing else. `SIZE=million` goes on to a million enterprises, and takes an hour.
`make bench ARGS="directory suppliers"` measures only what is called so, beside the same data.
"""

import logging
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import StringIO

import django
import structlog

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
django.setup()
structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))

from django.core.management import call_command  # noqa: E402

from tests.bench import design, directory, library, pages, plans, scoring, suppliers, work  # noqa: E402
from tests.bench.table import Row, Table, say  # noqa: E402
from tests.bench.web import Web  # noqa: E402

SEED = 1
ONLY = sys.argv[1:]  # words of what is to be measured; without any it is everything


@dataclass(frozen=True)
class Scale:
    """How much of everything."""

    opportunities: tuple[int, ...]
    enterprises: tuple[int, ...]
    studies: tuple[int, ...]
    searches: tuple[int, ...]
    releases: int
    planned: int
    subscribers: int
    times: int


SCALES = {
    "small": Scale((200, 1_000), (300, 1_500), (200, 1_000), (1_000,), 300, 500, 200, 20),
    "full": Scale(
        (200, 2_000, 20_000),
        (1_000, 10_000, 100_000),
        (200, 20_000),
        (10_000, 100_000),
        20_000,
        design.FULL,
        5_000,
        100,
    ),
}
SCALES["million"] = replace(SCALES["full"], enterprises=(1_000, 10_000, 100_000, 1_000_000))


def main() -> int:
    name = os.environ.get("SIZE", "full")
    scale, table, started = SCALES[name], Table(name, SEED), time.monotonic()
    with Web() as web:
        _measure_pages(web, scale, table)
    for what, rows in _work(scale).items():
        _timed(what, table, rows)
    table.write(time.monotonic() - started)
    sys.stdout.write(f"\n{table.text()}\n\nAlso in bench.json. It took {time.monotonic() - started:.0f} s.\n")
    if table.is_machine_busy:
        say(f"The machine was busy before we began (load {table.load:.0f}): these times say little.")
    for row in table.missed():
        say(f"missed: {row.what} {row.size}")
    return 1 if table.missed() else 0


def _measure_pages(web: Web, scale: Scale, table: Table) -> None:
    times, largest = scale.times, scale.opportunities[-1]
    _timed("floors", table, lambda: pages.floor_rows(web, times=times))
    there = 0
    for size in scale.opportunities:
        _seed(opportunities=size - there, seed=SEED + there)
        there = size
        _timed(f"pipeline of {size:,}", table, lambda size=size: pages.pipeline_rows(web, size=size, times=times))
    _seed(enterprises=scale.enterprises[0])
    _timed("searches", table, lambda: pages.search_rows(web, size=largest, times=times))
    _timed("other pages", table, lambda: pages.other_rows(web, size=largest, times=times))
    _timed("exports", table, lambda: pages.export_rows(web, size=largest))
    _timed("forms", table, lambda: pages.form_rows(web, times=times))
    _timed("weight", table, lambda: pages.weight_rows(web))
    _timed("plans", table, lambda: plans.rows(size=largest))
    _measure_library(web, scale, table)
    _measure_directory(web, scale, table)


def _measure_library(web: Web, scale: Scale, table: Table) -> None:
    fewest = {}
    for size in scale.studies:
        _timed(
            f"library of {size:,}",
            table,
            lambda size=size: library.rows(web, size=size, times=scale.times, before=fewest),
        )


def _measure_directory(web: Web, scale: Scale, table: Table) -> None:
    """The first thousand are there already: other pages show them."""
    there, fewest = scale.enterprises[0], {}
    for size in scale.enterprises:
        if size > there:
            _seed(enterprises=size - there, seed=SEED + there)
            there = size
        _timed(
            f"directory of {size:,}",
            table,
            lambda size=size: directory.rows(web, size=size, times=scale.times, before=fewest),
        )
        _timed("lot designer", table, lambda size=size: design.designer_rows(size))
        _timed(f"suppliers of {size:,}", table, lambda size=size: suppliers.rows(size=size, times=scale.times))


def _work(scale: Scale) -> dict[str, Callable[[], list[Row]]]:
    return {
        "design report": lambda: design.report_rows(scale.planned),
        "matching": lambda: work.matching_rows(scale.searches),
        "alerts": lambda: work.alert_rows(scale.subscribers),
        "import": lambda: work.import_rows(scale.releases),
        "plans": work.plan_rows,
        "scoring": scoring.rows,
    }


def _seed(**counts: int) -> None:
    started, said = time.monotonic(), StringIO()
    call_command("seed_volume", stdout=said, **{"seed": SEED, **counts})
    say(f"{said.getvalue().strip()} in {time.monotonic() - started:.1f} s")


def _timed(what: str, table: Table, measure: Callable[[], list[Row]]) -> None:
    if ONLY and not any(word in what for word in ONLY):
        return
    started = time.monotonic()
    table.add(*measure())
    say(f"Measured {what} in {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    sys.exit(main())
