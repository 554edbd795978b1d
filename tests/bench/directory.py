"""What searching the directory costs, from a thousand enterprises up, and how that grows."""

import json
import subprocess
import sys
from urllib.parse import urlencode

from django.db import connection

from enterprises.search import index, words
from enterprises.search.criteria import Criteria
from enterprises.search.results import ORDERS, PER_PAGE, PICK, WALK, Results
from tests.bench import pages, plans
from tests.bench.table import Row
from tests.bench.web import Web

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


def rows(web: Web, *, size: int, times: int) -> list[Row]:
    return pages.measured(web, _paths(), size=f"{size:,}", times=times)


def other_rows(size: int) -> list[Row]:
    return [*plans.rows("the directory", _paths(), size=size), _orders(size), *_exports(size)]


def _paths() -> dict[str, str]:
    return PATHS | {"directory, rare word": f"/enterprises/?{urlencode({'q': _rare_word()})}"}


def _orders(size: int) -> Row:
    """How PostgreSQL finds a page, of many and of few, in each order."""
    everybody = Results(Criteria(), language="en").bits
    content, few = index.as_bytes(everybody), index.numbers(everybody)[:500]
    asked = {f"walk, {name}": (WALK.format(order=_columns(order)), [8 * len(content), content, PER_PAGE, 0])
             for name, order in ORDERS.items()}  # fmt: skip
    asked |= {"pick": (PICK.format(order="sort_key_en, id"), [few, PER_PAGE, 0])}
    asked |= {"words": (words.FOUND, [f"'{_rare_word()}'"])}
    scanning = [name for name, question in asked.items() if set(plans.scans(plans.explained(*question)))]
    figure = "sequential scan: " + ", ".join(scanning) if scanning else f"{len(asked)} plans, all by index"
    return Row("plans of its orders", f"{size:,}", figure=figure, goal="no scan of what grows", ok=not scanning)


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
