"""The design report over a whole pipeline, through the page itself."""

import time

from django.test import Client

from collab_portal.accounts.models import Organisation
from procurement.models import AwardCriterion, Lot, Opportunity
from tests import build
from tests.bench.table import Row

GOAL_SECONDS, FULL = 5, 5_000
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


def _seconds(client: Client) -> float:
    started = time.perf_counter()
    answer = client.get("/pipeline/design-report/")
    if answer.status_code != 200:
        raise RuntimeError(f"the report answered {answer.status_code}")
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
