"""What pages cost: in time beside their floor, in queries, and in bytes."""

import gzip
import re
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench import floors
from tests.bench.table import Row
from tests.bench.web import Timing, Web

HOST = "127.0.0.1"
WEIGHT_GOAL = 60_000  # bytes of the first view, with all its assets
ASSET = re.compile(r'(?:href|src|data-frontend)="(/static/[^"]+)"')
SEARCHES = {
    "pipeline list": "",
    "pipeline, page 200": "page=200",
    "pipeline, last page": "page=500",
    "pipeline by value": "sort=value",
    "pipeline, closing soonest": "sort=closing",
    "pipeline, very common word": "q=service",
    "pipeline, very common word, page 200": "q=service&page=200",
    "pipeline, very common word, newest": "q=service&sort=newest",
    "pipeline, two common words": "q=service+people",
    "pipeline, absent word": "q=xylophonist",
    "pipeline, misspelt word": "q=servise+scool",
    "pipeline, Welsh word mutated": "q=ofal",
    "pipeline, three filters": "category=catering-and-food&area=WALES&value_to=250000",
    "pipeline, words and filters": "q=school+meals&area=W06000011&vcse=yes",
    "pipeline, common word and three filters": "q=service&area=WALES&vcse=yes&value_to=250000",
    "pipeline, everything, past too": "stage=all",
    "pipeline, nothing fits": "reserved=public-mutual&area=W06000011&value_from=900000000",
}
RARE = """
SELECT word FROM ts_stat('SELECT document FROM procurement_pipelineentry')
WHERE ndoc BETWEEN 1 AND 3 AND word ~ '^[a-z]{6,}$' ORDER BY word LIMIT 1
"""


def floor_rows(web: Web, *, times: int) -> list[Row]:
    """What an answer costs before it says anything, and a list written without effort."""
    paths = {"plain HttpResponse": floors.PLAIN, "base page with navigation": floors.BASE}
    paths |= {"bare list of 20 cards": floors.LIST}
    rows = measured(web, {f"floor: {name}": path for name, path in paths.items()}, size="", times=times)
    for row in rows:
        row.ratio = None
    return rows


def search_rows(web: Web, *, size: str, times: int) -> list[Row]:
    """The list: in both languages, in each order, and searches with the worst words."""
    return measured(web, searches(), size=size, times=times)


def searches() -> dict[str, str]:
    found = SEARCHES | {"pipeline, rare word": urlencode({"q": _rare_word()})}
    return {name: f"/pipeline/?{query}" for name, query in found.items()} | {"pipeline list in Welsh": "/cy/pipeline/"}


def export_rows(web: Web, *, size: str) -> list[Row]:
    """Everything as a spreadsheet: a few times only."""
    return measured(web, {"CSV of the pipeline": "/pipeline/opportunities.csv?stage=all"}, size=size, times=3)


def weight_rows(web: Web) -> list[Row]:
    """What a browser that comes for the first time fetches, compressed as the server sends it and a proxy would."""
    rows = []
    for name, path in (("home", "/"), ("pipeline", "/pipeline/")):
        page = web.fetch(path).read()
        html = len(gzip.compress(page, 6))
        assets = {asset: _weight(web, asset) for asset in dict.fromkeys(ASSET.findall(page.decode()))}
        total = html + sum(assets.values())
        figure = f"{html / 1000:.1f} kB page + {len(assets)} assets"
        ok = total <= WEIGHT_GOAL
        rows.append(Row(f"first view of {name}", bytes=total, figure=figure, goal="≤ 60 kB", ok=ok))
    return rows


def _weight(web: Web, path: str) -> int:
    return len(web.fetch(path, **{"Accept-Encoding": "gzip, br"}).read())


def measured(web: Web, paths: dict[str, str], *, size: str, times: int, cookie: str = "") -> list[Row]:
    """Each page beside its own floor."""
    timings = web.measure(paths, times=times, cookie=cookie)
    return [_row(name, size, timings[name], path, cookie) for name, path in paths.items()]


def _row(what: str, size: str, timing: Timing, path: str, cookie: str) -> Row:
    row = Row(what, size, timing.p50, timing.p95, _queries(path, cookie), timing.bytes)
    if timing.floor:
        row.floor_ms, row.ratio = timing.floor, timing.p50 / timing.floor
    return row


def _queries(path: str, cookie: str) -> int:
    """Counted in this process: the same page, asked for without the network, a second time."""
    client = Client(SERVER_NAME=HOST, headers={"Cookie": cookie} if cookie else {})
    b"".join(client.get(path))
    with CaptureQueriesContext(connection) as captured:
        b"".join(client.get(path))
    return len(captured)


def _rare_word() -> str:
    with connection.cursor() as cursor:
        cursor.execute(RARE)
        return cursor.fetchone()[0]
