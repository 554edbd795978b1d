"""The contracts register, the two years, the notices and the pipeline by quarter in a real browser."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from procurement import actions, choices
from tests import build

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def world():
    """A council with contracts that were won, and a pipeline of three years, on a Monday in November 2026."""
    with time_machine.travel(build.NOW):
        choices.forget()
        yield _world()


def _world() -> str:
    council = build.organisation(name_en="Gwynedd Council", name_cy="Cyngor Gwynedd")
    by = build.user(role="publisher", of=council)
    kitchen = build.enterprise(name_en="Cegin Werdd CIC").organisation
    known = {
        "supplier_name": "Cegin Werdd CIC",
        "supplier": kitchen,
        "supplier_address": "1 High Street, Bangor LL57 1AA",
        "value_amount": Decimal(95_000),
        "awarded_on": date(2026, 11, 20),
        "starts_on": date(2027, 4, 1),
        "ends_on": date(2030, 3, 31),
    }
    other = {"supplier_name": "Cwmni Arlwyo Mawr Iawn a’i Feibion Cyfyngedig", "is_social_enterprise": False}
    for winner in (known, other):
        won = build.opportunity(buyer=council, by=by, stage="tendering", extension_months=24)
        actions.award(opportunity=won, by=by, at=build.NOW, awards=[{"lot": won.lots.get(), **winner}])
    for number in range(14):
        opens = date(2026 + (number + 10) // 12, (number + 10) % 12 + 1, 1)
        values = {"value_amount": Decimal(300_000 * (number + 1))} if number % 3 else {"value_band": "1000000-5000000"}
        lots = [{"vcse_suitable": bool(number % 2)}]
        last = build.opportunity(
            buyer=council, by=by, lots=lots, **values, **build.window("tender_start", opens, confidence="firm")
        )
    return last.reference


def test_no_page_has_a_barrier_in_either_language_or_on_a_phone(page, axe, fits_a_phone, world):
    addresses = [
        "public-bodies/gwynedd-council/",
        "public-bodies/gwynedd-council/contracts/",
        "public-bodies/gwynedd-council/two-years/",
        "public-bodies/gwynedd-council/pipeline-notice/",
        "public-bodies/gwynedd-council/timeline/",
        f"pipeline/{world}/notice/uk2/",
    ]
    for address in addresses:
        for language in ("", "cy/"):
            page.set_viewport_size({"width": 1100, "height": 900})
            page.goto(f"/{language}{address}")
            axe()
            fits_a_phone()
