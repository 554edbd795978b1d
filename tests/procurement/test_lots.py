"""The lots of a draft and how bids for them are judged, through the officer's pages."""

from decimal import Decimal

import pytest
from django.urls import reverse

from procurement import actions
from procurement.models import PipelineEntry
from procurement.readiness import advisory
from procurement.snapshot import of
from tests import build
from tests.procurement.officer import Desk, stamp

pytestmark = pytest.mark.django_db

GROUNDS = "grounds-and-green-spaces"
PRICE = {"kind": "price", "weight": "40"}
QUALITY = {"kind": "quality", "name_en": "Menus and care", "weight": "60"}


@pytest.fixture
def officer():
    return build.user(role="editor", of=build.organisation())


@pytest.fixture
def desk(client, officer):
    return Desk(client, officer)


@pytest.fixture
def draft(officer):
    return build.opportunity(stage="draft", buyer=officer.acting_for, by=officer)


def criteria(*rows) -> dict:
    fields = {"criteria-TOTAL_FORMS": len(rows), "criteria-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        fields |= {f"criteria-{number}-{name}": value for name, value in row.items()}
    return fields


def save(desk, draft, *rows, number=1, **fields):
    """Open the page of a lot and send it."""
    page = ("lot", draft, number) if number else ("lot-add", draft)
    opened = desk.get(*page)
    return desk.post(*page, stamp=stamp(opened), **{"reserved": "none", **fields}, **criteria(*rows))


def test_the_first_lot_is_the_whole_contract(desk, draft):
    answer = save(desk, draft, PRICE, QUALITY, title_en="Lunches", vcse_suitable="True", area_codes=["W06000001"])

    lot = draft.lots.get()
    assert answer.url == reverse("pipeline:section", args=[draft.reference, "lots"])
    assert (lot.title_en, lot.vcse_suitable, lot.sme_suitable, lot.area_codes) == ("Lunches", True, None, ["W06000001"])
    assert list(lot.criteria.order_by("pk").values_list("kind", "name_en", "weight")) == [
        ("price", "", Decimal(40)),
        ("quality", "Menus and care", Decimal(60)),
    ]


def test_a_lot_is_added_at_the_end(desk, draft):
    save(desk, draft, number=None, title_en="South", value_amount="£45,000")

    assert list(draft.lots.order_by("number").values_list("number", "title_en")) == [(1, ""), (2, "South")]


def test_a_lot_saved_as_it_was_opened_stays_as_it_is(desk, draft, officer):
    rows = [{"kind": "price", "weight": Decimal("33.50")}, {"kind": "quality", "weight": None}]
    actions.amend_lot(
        opportunity=draft, by=officer, lot=draft.lots.get(), value_amount=Decimal("1234.50"), criteria=rows
    )
    form = desk.get("lot", draft, 1).context["form"]
    lines = desk.get("lot", draft, 1).context["criteria"]

    shown = [{name: line[name].value() or "" for name in line.fields} for line in lines]
    save(desk, draft, *shown, value_amount=form["value_amount"].value())

    lot = draft.lots.get()
    assert lot.value_amount == Decimal("1234.50")
    assert list(lot.criteria.order_by("pk").values_list("kind", "weight")) == [
        ("price", Decimal("33.50")),
        ("quality", None),
    ]


def test_empty_lines_are_no_criteria(desk, draft):
    save(desk, draft, PRICE, {}, {"kind": "", "weight": ""})

    assert draft.lots.get().criteria.count() == 1


@pytest.mark.parametrize(
    ("rows", "fields", "said"),
    [
        ([PRICE, QUALITY | {"weight": "61"}], {}, "The weights add up to 101%"),
        ([{"weight": "40"}], {}, "Choose the kind of criterion"),
        ([{"kind": "price", "weight": "140"}], {}, "The weight must be between 0 and 100"),
        ([{"kind": "price", "weight": "half"}], {}, "Enter the weight as a number, like 30"),
        ([], {"value_amount": "100", "value_gross": "90"}, "The value with VAT cannot be less"),
        ([], {"reserved": "friends"}, "Choose from the list"),
        ([], {"area_codes": ["NOWHERE"]}, "Choose from the list"),
    ],
)
def test_a_lot_that_cannot_be_says_what_to_do_and_keeps_what_was_typed(desk, draft, rows, fields, said):
    answer = save(desk, draft, *rows, title_en="North", **fields)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert 'value="North"' in answer.content.decode()
    assert draft.lots.get().title_en == ""


def test_another_line_keeps_what_was_typed(desk, draft):
    answer = save(desk, draft, PRICE, QUALITY, {"kind": "cost"}, title_en="North", more="yes")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert 'value="North"' in page
    assert 'value="Menus and care"' in page
    assert "Criterion 5" in page
    assert "Weights so far: <strong>100%</strong>" in page
    assert not draft.lots.get().criteria.exists()


def test_the_second_of_two_people_sees_what_the_first_saved(desk, draft, officer):
    opened = stamp(desk.get("lot", draft, 1))
    actions.amend_lot(opportunity=draft, by=officer, lot=draft.lots.get(), title_en="What a colleague wrote")

    answer = desk.post("lot", draft, 1, stamp=opened, title_en="What I wrote", reserved="none", **criteria(PRICE))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "What a colleague wrote" in page
    assert 'value="What I wrote"' in page
    assert draft.lots.get().title_en == "What a colleague wrote"


def test_a_lot_is_removed_and_the_last_one_stays(desk, draft):
    save(desk, draft, number=None, title_en="South")

    first = desk.post("lot-remove", draft, 1)
    last = desk.post("lot-remove", draft, 1)

    assert first.status_code == last.status_code == 302
    assert draft.lots.get().title_en == "South"
    assert "always has at least one lot" in desk.client.get(last.url).content.decode()


def test_a_lot_that_is_not_there_is_not_found(desk, draft):
    assert desk.get("lot", draft, 7).status_code == 404
    assert desk.post("lot-remove", draft, 7).status_code == 404


def test_what_does_not_add_up_is_said_on_the_task_list(desk, draft, officer):
    actions.amend(opportunity=draft, by=officer, value_amount=Decimal(100_000))
    lots = [draft.lots.get(), None]
    for lot in lots:
        actions.amend_lot(
            opportunity=draft,
            by=officer,
            lot=lot,
            value_amount=Decimal(60_000),
            criteria=[{"kind": "price", "weight": Decimal(90)}],
        )

    said = " ".join(str(gap.message) for gap in advisory(of(draft)) if gap.section == "lots")

    assert "Lot 1: the weights add up to 90%, not to 100%." in said
    assert "Lot 2 has no title." in said
    assert "The lots are worth more together than the whole contract." in said
    assert "Nobody has said whether this is suitable for social enterprises." in said


def test_a_lot_with_codes_of_its_own_asks_for_that_work_only(client, desk, draft, officer):
    meals, grounds = "55320000", "77310000"
    actions.amend(opportunity=draft, by=officer, cpv_codes=[meals, grounds])
    page = reverse("pipeline:lot", args=[draft.reference, 1])
    given = {"cpv_codes": [grounds], "reserved": "none", "stamp": stamp(client.get(page)), **criteria()}
    assert client.post(page, given).status_code == 302
    actions.amend_lot(opportunity=draft, by=officer, title_en="The rest")

    actions.publish(opportunity=draft, by=officer, at=build.NOW)

    whole, own, rest = PipelineEntry.objects.get().asks
    assert (whole["category"], rest["category"], own["category"]) == ("catering-and-food",) * 2 + (GROUNDS,)
    assert grounds in own["cpv"]
    assert meals not in own["cpv"]
    assert {grounds, meals} <= set(rest["cpv"])
    items = draft.releases.get().ocds["tender"]["items"]
    assert [[each["id"] for each in item["additionalClassifications"]] for item in items] == [
        [grounds],
        [meals, grounds],
    ]
    assert client.get(draft.get_absolute_url()).text.count(f"?cpv={grounds}") == 2  # of the lot, and of the whole
