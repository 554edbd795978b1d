"""What pages cost: in time beside their floor, in queries, and in bytes."""

import gzip
import re
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collab_portal.accounts.models import Membership
from procurement.models import PipelineEntry
from socialvalue.practice.models import CaseStudy
from tests import build
from tests.bench import floors
from tests.bench.table import Row
from tests.bench.web import Timing, Web

HOST = "127.0.0.1"
LIST_GOAL = 2.0  # times the bare list
WEIGHT_GOAL = 60_000  # bytes of the first view, with all its assets
ASSET = re.compile(r'(?:href|src|data-frontend)="(/static/[^"]+)"')
RARE = """
SELECT word FROM ts_stat('SELECT document FROM procurement_pipelineentry')
WHERE ndoc BETWEEN 1 AND 3 AND word ~ '^[a-z]{6,}$' ORDER BY word LIMIT 1
"""


def floor_rows(web: Web, *, times: int) -> list[Row]:
    """What an answer costs before it says anything."""
    paths = {"plain HttpResponse": floors.PLAIN, "base page with navigation": floors.BASE}
    timings = web.measure(paths, times=times)
    return [row(f"floor: {name}", "", timings[name], paths[name]) for name in paths]


def pipeline_rows(web: Web, *, size: int, times: int) -> list[Row]:
    """The list page in both languages, beside a bare list of the same entries."""
    bare, names = "floor: bare list of 20 cards", ("pipeline list", "pipeline list in Welsh")
    paths = {bare: floors.LIST, names[0]: "/pipeline/", names[1]: "/cy/pipeline/"}
    timings = web.measure(paths, times=times)
    rows = [row(name, f"{size:,}", timings[name], paths[name]) for name in paths]
    return beside_floor(rows, timings[bare], goal=LIST_GOAL)


def search_rows(web: Web, *, size: int, times: int) -> list[Row]:
    """Searches, sorts and pages of the list, beside the same bare list."""
    bare = "floor: bare list of 20 cards"
    addresses = {"pipeline page 200": "page=200", "sorted by value": "sort=value", "closing soonest": "sort=closing"}
    addresses |= {
        "search, common word": "q=service",
        "search, rare word": urlencode({"q": _rare_word()}),
        "search, Welsh word mutated": "q=ofal",
        "search, three filters": "category=catering-and-food&area=WALES&value_to=250000",
        "search, words and filters": "q=school+meals&area=W06000011&vcse=yes",
        "everything, past too": "stage=all",
    }
    paths = {bare: floors.LIST, **{name: f"/pipeline/?{query}" for name, query in addresses.items()}}
    timings = web.measure(paths, times=times)
    rows = [row(name, f"{size:,}", timings[name], paths[name]) for name in paths if name != bare]
    return beside_floor([row(bare, f"{size:,}", timings[bare], floors.LIST), *rows], timings[bare])[1:]


def other_rows(web: Web, *, size: int, times: int) -> list[Row]:
    """The other public pages, beside an empty page."""
    base = "floor: base page with navigation"
    detail = PipelineEntry.objects.filter(stage="awarded").latest("version").get_absolute_url()
    body = PipelineEntry.objects.select_related("buyer").latest("published_at").buyer.slug
    paths = {
        base: floors.BASE,
        "home": "/",
        "opportunity": detail,
        "public body": f"/public-bodies/{body}/",
        "case studies": "/case-studies/",
        "Atom feed": "/pipeline/opportunities.atom",
        "calendar": "/pipeline/opportunities.ics?category=transport",
    }
    if study := CaseStudy.objects.published().first():
        paths["case study"] = study.get_absolute_url()
    timings = web.measure(paths, times=times)
    rows = [row(name, f"{size:,}", timings[name], paths[name]) for name in paths]
    return beside_floor(rows, timings[base])[1:]


def export_rows(web: Web, *, size: int) -> list[Row]:
    """Everything as a spreadsheet: a few times only."""
    path = "/pipeline/opportunities.csv?stage=all"
    timing = web.measure({"CSV": path}, times=3)["CSV"]
    return [row("CSV of everything", f"{size:,}", timing, path)]


def form_rows(web: Web, *, times: int) -> list[Row]:
    """Pages of an officer who is signed in and fills in a draft."""
    buyer = build.organisation(name_en="Bench Council")
    officer = build.user(role=Membership.Role.PUBLISHER, of=buyer, email="officer@bench.example")
    draft = build.opportunity(stage="draft", buyer=buyer, by=officer)
    client = Client(SERVER_NAME=HOST)
    client.force_login(officer, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = "; ".join(f"{morsel.key}={morsel.value}" for morsel in client.cookies.values())
    edit = f"{draft.get_absolute_url()}edit/"
    paths = {"form: task list": edit, "form: about": f"{edit}about/", "form: dates": f"{edit}dates/"}
    paths |= {"officer's desk": "/pipeline/desk/"}
    base = {"base": floors.BASE}
    timings = web.measure(base | paths, times=times, cookie=cookie)
    rows = [row(name, "", timings[name], path, client=client) for name, path in paths.items()]
    return beside_floor([Row("", p50_ms=timings["base"].p50), *rows], timings["base"])[1:]


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


def row(what: str, size: str, timing: Timing, path: str, *, client: Client | None = None) -> Row:
    return Row(what, size, timing.p50, timing.p95, _queries(path, client), timing.bytes)


def _queries(path: str, client: Client | None) -> int:
    """Counted in this process: the same page, asked for without the network, a second time."""
    client = client or Client(SERVER_NAME=HOST, REMOTE_ADDR="127.200.0.1")
    b"".join(client.get(path))
    with CaptureQueriesContext(connection) as captured:
        b"".join(client.get(path))
    return len(captured)


def beside_floor(rows: list[Row], floor: Timing, goal: float | None = None) -> list[Row]:
    """The first row is the floor itself."""
    for row in rows[1:]:
        row.ratio = row.p50_ms / floor.p50
        if goal:
            row.goal, row.ok = f"≤ {goal:g} × floor", row.ratio <= goal
    return rows


def _rare_word() -> str:
    with connection.cursor() as cursor:
        cursor.execute(RARE)
        return cursor.fetchone()[0]
