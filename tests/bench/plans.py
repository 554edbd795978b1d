"""Whether the list's queries use its indexes: a scan of the whole table would grow with it."""

import json

from django.utils import timezone

from procurement.matching import Criteria
from procurement.results import PER_PAGE, SHOWN, Results
from tests.bench.table import Row

TABLE = "procurement_pipelineentry"
# What each search asks for is rare enough that an index must serve it.
SELECTIVE = (
    "category=catering-and-food&area=W06000011",
    "cpv=55524000&area=W06000011",
    "q=pontypridd+transport",
    "q=ofal&area=W06000002",
    "reserved=supported-employment&area=W06000005",
)
SORTS = ("newest", "closing", "value")


def rows(*, size: int) -> list[Row]:
    """One row for the first page of the list in each order, one for selective searches with their counts."""
    first_pages = {sort: _first_page("", sort) for sort in SORTS}
    searches = {query: _first_page(query, "") for query in SELECTIVE}
    searches |= {f"{query} (count)": _count(query) for query in SELECTIVE}
    return [_row("plans of the list", size, first_pages), _row("plans of selective searches", size, searches)]


def _row(what: str, size: int, plans: dict[str, list]) -> Row:
    scanning = [name for name, plan in plans.items() if scans(plan)]
    figure = "sequential scan: " + ", ".join(scanning) if scanning else f"{len(plans)} plans, all by index"
    return Row(what, f"{size:,}", figure=figure, goal="no sequential scan", ok=not scanning)


def _first_page(query: str, sort: str) -> list:
    results = Results(Criteria.from_query(query), sort=sort, at=timezone.now())
    return json.loads(results.ordered().only(*SHOWN)[:PER_PAGE].explain(format="json"))


def _count(query: str) -> list:
    entries = Criteria.from_query(query).entries(timezone.now())
    return json.loads(entries.values("pk")[:10_001].explain(format="json"))


def scans(plan, table: str = TABLE) -> bool:
    """Somewhere in this plan the whole table is read."""
    if isinstance(plan, list):
        return any(scans(part, table) for part in plan)
    if not isinstance(plan, dict):
        return False
    if plan.get("Node Type") == "Seq Scan" and plan.get("Relation Name") == table:
        return True
    return any(scans(part, table) for part in plan.values())
