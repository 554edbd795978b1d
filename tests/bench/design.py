"""The design report over a whole pipeline, and the lot designer, through their pages."""

import statistics
import time

from django.test import Client

from collab_portal.accounts.models import Organisation
from procurement.models import AwardCriterion, Lot, Opportunity
from tests import build
from tests.bench.table import Row

GOAL_SECONDS, FULL = 5, 5_000
DESIGNER_MS, DIRECTORY = 300, 100_000
TIMES = 20
HOST = "127.0.0.1"


def report_rows(count: int) -> list[Row]:
    """So many drafts with two lots each and criteria; all 36 checks of each of them."""
    body = build.organisation(name_en="Report Council")
    officer = build.user(role="publisher", of=body, email="reporter@bench.example")
    _plan(body, count)
    client = Client(headers={"host": HOST})
    client.force_login(officer)
    seconds = min(_seconds(client) for _ in range(2))
    row = Row("design report", f"{count:,}", seconds * 1000, figure=f"{36 * count:,} checks")
    if count == FULL:
        row.goal, row.ok = f"≤ {GOAL_SECONDS} s", seconds <= GOAL_SECONDS
    return [row]


def designer_rows(size: int) -> list[Row]:
    """The lot designer's answer for a contract in all of Wales: every way of splitting it, a lot for each council."""
    body = build.organisation(name_en=f"Designing Council {size}")
    officer = build.user(role="publisher", of=body, email=f"designer-{size}@bench.example")
    draft = build.opportunity(
        stage="draft", buyer=body, by=officer, area_codes=["WALES"], value_amount=2_200_000, value_band=""
    )
    client = Client(headers={"host": HOST})
    client.force_login(officer)
    address = f"/pipeline/{draft.reference}/lots/design/?by=area&beside=by%3Dsize%26parts_wanted%3D5"
    middle = statistics.median(_seconds(client, address) for _ in range(TIMES)) * 1000
    row = Row("lot designer", f"{size:,}", middle)
    if size == DIRECTORY:
        row.goal, row.ok = f"≤ {DESIGNER_MS} ms", middle <= DESIGNER_MS
    return [row]


def _seconds(client: Client, address: str = "/pipeline/design-report/") -> float:
    started = time.perf_counter()
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return time.perf_counter() - started


def _plan(body: Organisation, count: int) -> None:
    drafts = Opportunity.objects.bulk_create(
        Opportunity(
            buyer=body,
            title_en=f"Planned contract {number}",
            description_en="A service for people in the county. " * 10,
            category=build.category(),
            regime=body.regime,
            value_amount=50_000 + 100 * number,
            contract_months=12 + number % 48,
            payment_days=20 + number % 20,
            area_codes=["W06000002"],
            **build.window("tender_start", build.NOW.date()),
        )
        for number in range(count)
    )
    lots = Lot.objects.bulk_create(Lot(opportunity=draft, number=number) for draft in drafts for number in (1, 2))
    AwardCriterion.objects.bulk_create(
        AwardCriterion(lot=lot, kind=kind, weight=weight)
        for lot in lots
        for kind, weight in (("price", 60), ("quality", 40))
    )
