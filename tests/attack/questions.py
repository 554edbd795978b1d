"""Questions that cost much, files whose words would run, and addresses from which nothing may be fetched."""

import csv
import io
import os
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import psycopg

from procurement.imports.asking import Asker, NoAnswer
from tests.attack.portal import Portal, new_address
from tests.attack.registry import Breach, against, none_of

SLOWEST = 5.0
COSTLY = {
    "ten thousand words": "q=" + "+".join(f"w{n}" for n in range(3_000)),
    "one long word": "q=" + "a" * 30_000,
    "prefixes": "q=" + "+".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"),
    "quotes": "q=" + "%22" * 5_000,
    "brackets": "q=" + "(" * 5_000 + ")" * 5_000,
    "a pattern": "q=(a%2B)%2B%24" + "a" * 2_000 + "!",
    "page 1,000,000": "page=1000000",
    "every filter a thousand times": "&".join(f"category=c{n}" for n in range(900)),
    "codes": "cpv=" + "+".join(f"{n:08}" for n in range(2_000)),
    "misspelt words": "q=" + "+".join(["cateringg", "cleanning", "transporrt", "gardenning"] * 5),
}


@against("S35")
def questions_that_cost_much(portal: Portal) -> str:
    """While they are asked, somebody else reads an ordinary page."""
    wrong, slowest, others, over = [], 0.0, [], threading.Event()

    def read() -> None:
        while not over.is_set():
            others.append(portal.browser().get("/pipeline/").seconds)
            time.sleep(0.05)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for path in (
            "/pipeline/",
            "/enterprises/",
            "/case-studies/",
            "/pipeline/opportunities.csv",
            "/enterprises/map/",
        ):
            for name, query in COSTLY.items():
                answer = portal.browser().get(f"{path}?{query}")
                slowest = max(slowest, answer.seconds)
                is_slow = answer.seconds > SLOWEST and answer.seconds > portal.allowed(SLOWEST)
                if answer.status >= 500 or is_slow:
                    wrong.append(f"{path} {name}: {answer.status} in {answer.seconds:.1f} s")
    finally:
        over.set()
        reader.join()
    p95 = sorted(others)[int(0.95 * (len(others) - 1))]
    if p95 > 1 and p95 > portal.allowed(1):
        wrong.append(f"others waited {p95:.1f} s")
    return none_of(
        wrong, said=f"{5 * len(COSTLY)} questions, the slowest {slowest:.2f} s; others' p95 {1000 * p95:.0f} ms"
    )


@against("S35")
def who_asks_without_end(portal: Portal) -> str:
    """One caller, who says each time to be somebody else in front of the proxy's own word; eight at once, for haste."""
    counts = {}
    for path in ("/pipeline/?q=lunch", "/enterprises/?q=lunch", "/pipeline/opportunities.csv?q=lunch"):
        address = new_address()

        def asked(number: int, path: str = path, address: str = address) -> int:
            return portal.browser().get(path, **{"X-Forwarded-For": f"192.0.2.{number}, {address}"}).status

        with ThreadPoolExecutor(8) as pool:
            statuses = list(pool.map(asked, range(250)))
        counts[path] = len(statuses) - statuses.count(429)
        if 429 not in statuses:
            raise Breach(f"{path} answered {len(statuses)} times in a row")
    return "429 after " + ", ".join(str(count) for count in counts.values())


@against("S35", last=True, long=True)
def a_statement_without_end(portal: Portal) -> str:
    """Somebody holds a table of the database for half a minute; the web server does not wait so long."""
    owner = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(owner) as connected:
        connected.execute("LOCK TABLE procurement_pipelineentry IN ACCESS EXCLUSIVE MODE")
        answer = portal.browser().get("/pipeline/")
        connected.rollback()
    if answer.status != 503 or answer.seconds > 20:
        raise Breach(f"{answer.status} after {answer.seconds:.0f} s")
    return f"503 after {answer.seconds:.0f} s"


@against("S21")
def formulas_in_every_export(portal: Portal) -> str:
    """Enterprises and opportunities whose names would run, taken away as CSV and as workbooks."""
    wrong, cells, seen = [], 0, 0
    for place in portal.addresses:
        person = "nobody" if place.route.expected("get", "nobody") == 200 else "administrator"
        if place.route.expected("get", person) != 200 or not place.route.name.endswith(
            ("csv", "xlsx", "sheet", "file", "forecast", "rows", "report")
        ):
            continue
        answer = portal.look(person)[place.path]
        kind = answer.headers.get("Content-Type", "")
        if kind.startswith("text/csv"):
            text = answer.content.decode("utf-8-sig")
            rows = list(csv.reader(io.StringIO(text, newline="")))
            found = [cell for row in rows for cell in row]
            cells, seen = cells + len(found), seen + 1
            wrong += [f"{place.route.name}: {cell[:30]!r}" for cell in found if cell[:1] in "=+@\t\r＝" and cell]
        elif "spreadsheet" in kind:
            seen += 1
            with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
                sheets = [
                    book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")
                ]
            wrong += [f"{place.route.name}: a formula" for sheet in sheets if "<f>" in sheet or "<f " in sheet]
    return none_of(
        wrong or ([] if seen > 4 else [f"only {seen} files"]),
        said=f"{seen} files, {cells:,} cells of CSV: nothing runs",
    )


INSIDE = (
    "http://127.0.0.1/",
    "http://[::1]/",
    "http://0.0.0.0/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://169.254.169.254/latest/",
    "http://10.0.0.1/",
    "https://[::ffff:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/",
    "https://user:pass@www.find-tender.service.gov.uk/",
    "https://www.find-tender.service.gov.uk.evil.example/",
    "http://www.find-tender.service.gov.uk/",
    "https://www.find-tender.service.gov.uk:6379/",
    "https://localhost/",
)


@against("S24")
def addresses_from_which_nothing_is_fetched(_portal: Portal) -> str:
    """With production's settings: no address within, none that only looks like a service, no port of its own."""
    asked = []
    for address in INSIDE:
        try:
            Asker(pause=0, sleep=lambda _seconds: None).ask(address)
            asked.append(f"{address} was asked")
        except NoAnswer as refused:
            if "no service that we ask" not in str(refused):
                asked.append(f"{address}: {refused}")
    return none_of(asked, said=f"{len(INSIDE)} addresses refused before anything is opened")
