"""What searching the directory costs, from a thousand enterprises up, and how that grows."""

import json
import subprocess
import sys
from urllib.parse import urlencode

from django.db import connection

from enterprises.search import index, words
from enterprises.search.criteria import Criteria
from enterprises.search.results import ORDERS, PER_PAGE, PICK, WALK, Results
from tests.bench import floors, pages, plans
from tests.bench.table import Row
from tests.bench.web import Web

TABLE = "enterprises_enterprise"
GROWTH = 2.0  # times the same page with the fewest enterprises, at up to a hundred thousand
GROWS_TO = 100_000
EXPORT_MEGABYTES = 100
RARE = """
SELECT word FROM ts_stat('SELECT document FROM enterprises_enterprise ORDER BY id LIMIT 2000')
WHERE ndoc BETWEEN 1 AND 3 AND word ~ '^[a-z]{6,}$' ORDER BY word LIMIT 1
"""
# Three filters find more than a page even among a thousand: so the pages that are compared are of one length.
SEARCHES = {
    "directory": "",
    "directory, one filter": "category=catering-and-food",
    "directory, three filters": "form=CIC-G&welsh=full&state=verified",
    "directory, three of one activity": "category=catering-and-food&area=WALES&capacity=free",
    "directory, three with an area": "area=W06000002&capacity=free&state=verified",
    "directory, three rare filters": "form=COOP&standing=mutual&badge=RLW",
    "directory, very common word": "q=community",
    "directory, common word in Welsh, mutated": "q=gymunedol",
    "directory, common word and three filters": "q=community&area=WALES&capacity=free&state=verified",
    "directory, two words": "q=community+garden",
    "directory, absent word": "q=xylophonist",
    "directory, misspelt word": "q=comunitty+gardn",
    "directory, last page": "page=500",
    "directory, newest of a common word, page 200": "q=community&sort=newest&page=200",
    "directory, nothing fits": "form=SCIO&area=W06000011",
}
PATHS = {name: f"/enterprises/?{query}" for name, query in SEARCHES.items()}
PATHS |= {"directory in Welsh": "/cy/enterprises/", "map of councils": "/enterprises/map/?form=CIC-G"}


def rows(web: Web, *, size: int, times: int, before: dict[str, Row]) -> list[Row]:
    """`before` keeps what each page cost with the fewest enterprises."""
    bare = "floor: bare list of 20 cards"
    paths = {bare: floors.LIST, **PATHS, "directory, rare word": f"/enterprises/?{urlencode({'q': _rare_word()})}"}
    timings = web.measure(paths, times=times)
    measured = [pages.row(name, f"{size:,}", timings[name], paths[name]) for name in paths]
    beside_fewest(pages.beside_floor(measured, timings[bare])[1:], before, size=size)
    return [*measured[1:], _plans(size), *_exports(size)]


def beside_fewest(rows: list[Row], before: dict[str, Row], *, size: int) -> None:
    """How each page has grown since there were the fewest, which `before` keeps."""
    for row in rows:
        first = before.setdefault(row.what, row)
        if first is row:
            continue
        growth = row.ratio / first.ratio  # in floors, since the machine may be busier by now
        row.figure = f"{growth:.2f} × at the fewest"
        if size <= GROWS_TO and row.bytes < 1.2 * first.bytes:  # a page with more on it may cost more
            row.goal, row.ok = f"≤ {GROWTH:g} × at the fewest", growth <= GROWTH


def _plans(size: int) -> Row:
    """How PostgreSQL finds a page, of many and of few, in each order, and the enterprises of a rare word."""
    everybody = Results(Criteria(), language="en").bits
    content, few = index.as_bytes(everybody), index.numbers(everybody)[:500]
    asked = {f"walk, {name}": (WALK.format(order=_columns(order)), [8 * len(content), content, PER_PAGE, 0])
             for name, order in ORDERS.items()}  # fmt: skip
    asked |= {"pick": (PICK.format(order="sort_key_en, id"), [few, PER_PAGE, 0])}
    asked |= {"words": (words.FOUND, [f"'{_rare_word()}'"])}
    scanning = [name for name, question in asked.items() if plans.scans(_explained(*question), TABLE)]
    figure = "sequential scan: " + ", ".join(scanning) if scanning else f"{len(asked)} plans, all by index"
    return Row("plans of the directory", f"{size:,}", figure=figure, goal="no sequential scan", ok=not scanning)


def _explained(statement: str, parameters: list) -> list:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
        found = cursor.fetchone()[0]
    return json.loads(found) if isinstance(found, str) else found


def _columns(order: tuple[str, ...]) -> str:
    return ", ".join(f"{name[1:]} DESC" if name.startswith("-") else name for name in order)


def _exports(size: int) -> list[Row]:
    """Everything as a file, in a process of its own, so that its memory can be seen."""
    return [_export(kind, size) for kind in ("csv", "xlsx", "json")]


def _export(kind: str, size: int) -> Row:
    command = [sys.executable, "-m", "tests.bench.export", kind]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(ended.stdout.splitlines()[-1])
    megabytes, seconds = found["megabytes"], found["seconds"]
    row = Row(f"directory as {kind.upper()}", f"{size:,}", bytes=found["bytes"])
    row.figure = f"{seconds:.1f} s, {megabytes:.0f} MB more than at rest"
    if size <= GROWS_TO:
        row.goal, row.ok = f"≤ {EXPORT_MEGABYTES} MB", megabytes <= EXPORT_MEGABYTES
    return row


def _rare_word() -> str:
    with connection.cursor() as cursor:
        cursor.execute(RARE)
        return cursor.fetchone()[0]
