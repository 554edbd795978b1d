"""How many readers at once two web workers serve, and that none of them notices when a worker is started anew.

A reader asks for one page after the other without a pause to read it, so that one stands for a few dozen people.
"""

import json
import subprocess
import sys
import time

from tests.bench.readers import Load
from tests.bench.table import Row
from tests.bench.web import Web

MOST_MS = 300
LEVELS = (2, 4, 8, 12, 16, 24, 32, 48, 64, 96)
# What people read, and how often: the lists most, then what they find there.
MIX = {
    "/pipeline/": 4,
    "/pipeline/?q=service": 2,
    "/pipeline/?category=catering-and-food&area=WALES": 2,
    "/cy/pipeline/": 1,
    "/enterprises/": 3,
    "/enterprises/?category=catering-and-food&capacity=free": 2,
    "/case-studies/": 2,
    "/": 3,
    "/about/": 1,
}
DETAIL = 3  # of each kind of page about one thing
RESTART_AFTER = 0.3  # of the time


def rows(web: Web, details: list[str], *, seconds: float) -> list[Row]:
    """As many readers as are served in time; then as many while one of the two workers starts anew."""
    mix = MIX | dict.fromkeys(details, DETAIL)
    bare = _run(web, {"/bench/plain/": 1}, readers=4, seconds=seconds)
    load = met = _run(web, mix, readers=1, seconds=seconds)
    most = int(load.p95 < MOST_MS)
    for readers in LEVELS:
        load = _run(web, mix, readers=readers, seconds=seconds)
        if not most or load.failed or load.p95 >= MOST_MS:
            break
        most, met = readers, load
    restarted = _run(web, mix, readers=max(most, 2), seconds=3 * seconds, restart=True)
    made = [
        Row("readers at once, plain answer", "4", figure=f"{len(bare.milliseconds) / seconds:.0f} pages a second"),
        _row("most readers at once, mixed pages", most, met, seconds),
        _row("the same, one worker started anew", max(most, 2), restarted, 3 * seconds),
    ]
    made[1].goal, made[1].ok = "no failed request", not (met.failed or load.failed)
    made[2].goal, made[2].ok = "no failed request", not restarted.failed
    return made


def _row(what: str, readers: int, load: Load, seconds: float) -> Row:
    row = Row(what, f"{readers} readers", p95_ms=load.p95)
    row.figure = f"{len(load.milliseconds) / seconds:.0f} pages a second, {len(load.failed)} failed"
    if load.failed:
        row.figure += f": {load.failed[0]}"
    return row


def _run(web: Web, mix: dict[str, int], *, readers: int, seconds: float, restart: bool = False) -> Load:
    asked = {"port": web.port, "mix": mix, "readers": readers, "seconds": seconds}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.readers", json.dumps(asked)], stdout=subprocess.PIPE, text=True
    )
    if restart:
        time.sleep(RESTART_AFTER * seconds)
        web.restart_one_worker()
    said, _ = process.communicate(timeout=seconds + 120)
    if process.returncode:
        raise RuntimeError("the readers ended before their time")
    return Load(**json.loads(said))
