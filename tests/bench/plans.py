"""How PostgreSQL finds what pages show: a scan of a whole table would grow with it.

Every query of every page is explained. A scan counts where it goes through a table that grows, unless it stops at a
limit. Where the tables are small yet a scan is the best plan; then it is forbidden, and counts if it is the only one.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.table import Row

FILE = Path("bench-plans.txt")
HOST = "127.0.0.1"
LARGE = 20_000  # from so many rows on the planner is free to choose
# Networks, events and all that a person works on grow with people; what is in volume here grows with the portal.
GROWN = {
    "accounts_organisation",
    "accounts_organisationidentifier",
    "accounts_organisationname",
    "enterprises_activity",
    "enterprises_enterprise",
    "practice_casestudy",
    "practice_edition",
    "practice_libraryentry",
    "procurement_award",
    "procurement_awardcriterion",
    "procurement_change",
    "procurement_lot",
    "procurement_opportunity",
    "procurement_pipelineentry",
    "procurement_release",
    "procurement_savedsearch",
    "procurement_subscriber",
}
PASSES_ON = {"Limit", "Result", "Subquery Scan", "Append"}  # a row at a time, so that what stands above can stop them


def rows(what: str, paths: Mapping[str, str], *, size: int, cookie: str = "") -> list[Row]:
    """One row for all these pages; the plans themselves go into a file."""
    scanning, count = {}, 0
    with FILE.open("a", encoding="utf-8") as kept:
        for name, path in paths.items():
            for statement in _statements(path, cookie):
                plan = explained(statement, may_scan=size >= LARGE)
                kept.write(f"{size:,} {name} {path}\n{statement}\n{json.dumps(plan)}\n\n")
                count += 1
                if found := set(scans(plan)):
                    scanning.setdefault(name, set()).update(found)
    figure = "; ".join(f"{name} scans {', '.join(sorted(tables))}" for name, tables in scanning.items())
    row = Row(f"plans of {what}", f"{size:,}", figure=figure or f"{count} plans, all by index")
    row.goal, row.ok = "no scan of what grows", not scanning
    return [row]


def _statements(path: str, cookie: str) -> list[str]:
    """What a page asks for when it is read a second time."""
    client = Client(SERVER_NAME=HOST, headers={"Cookie": cookie} if cookie else {})
    b"".join(client.get(path))
    with CaptureQueriesContext(connection) as captured:
        b"".join(client.get(path))
    return [each["sql"] for each in captured.captured_queries if _is_question(each["sql"])]


def _is_question(statement: str) -> bool:
    return statement.lstrip(" \n(").upper().startswith(("SELECT", "WITH"))


def explained(statement: str, parameters: list | None = None, *, may_scan: bool = True) -> list:
    with connection.cursor() as cursor:
        cursor.execute(f"SET enable_seqscan = {'on' if may_scan else 'off'}")
        try:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
            found = cursor.fetchone()[0]
        finally:
            cursor.execute("RESET enable_seqscan")
    return json.loads(found) if isinstance(found, str) else found


def scans(plan: list | dict, *, stops: bool = False) -> Iterator[str]:
    """The tables that grow and are read from one end to the other somewhere in this plan."""
    for node in plan if isinstance(plan, list) else [plan.get("Plan", plan)]:
        node = node.get("Plan", node)
        kind = node.get("Node Type")
        if kind == "Seq Scan" and node.get("Relation Name") in GROWN and not stops:
            yield node["Relation Name"]
        below = kind == "Limit" or (stops and kind in PASSES_ON)
        for part in node.get("Plans", []):
            yield from scans(part, stops=below)
