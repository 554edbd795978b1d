"""The lot designer: what each way of splitting would bring, and what becomes of the lots that were there."""

from decimal import Decimal

import pytest
from django.urls import reverse

from procurement import actions, snapshot
from procurement.design import lots, proposals, review
from procurement.design.carrying import carried
from procurement.design.lots import Whole
from procurement.models.opportunity import NotAllowed
from procurement.snapshot import Criterion, LotSnapshot
from tests import build
from tests.procurement.pages import Page

TWO = ("W06000002", "W06000011")  # Gwynedd and Swansea


class TestWhatIsCarriedOver:
    def test_texts_and_criteria_of_one_lot_are_in_all(self):
        old = [
            LotSnapshot(1, title_en="Meals", description_en="Hot.", criteria=[Criterion("price", weight=Decimal(40))])
        ]

        new = carried(old, lots.by_size(Whole(value_amount=Decimal(90)), 3))

        assert [lot.description_en for lot in new] == ["Meals\n\nHot."] * 3
        assert all(lot.criteria == old[0].criteria for lot in new)
        assert [lot.value_amount for lot in new] == [30, 30, 30]

    def test_lots_that_become_one_lose_no_text(self):
        old = [
            LotSnapshot(1, title_en="North", description_en="Hills.", vcse_suitable=True, reserved="none"),
            LotSnapshot(2, title_en="South", description_cy="Y môr.", vcse_suitable=None),
        ]

        (new,) = carried(old, lots.whole(Whole()))

        assert new.description_en == "North\n\nHills.\n\nSouth"
        assert new.description_cy == "Y môr."
        assert new.vcse_suitable is None

    def test_a_lot_goes_on_in_the_one_of_its_title(self):
        old = [LotSnapshot(1, title_en="Swansea", description_en="Coast."), LotSnapshot(2, description_en="Rest.")]

        new = carried(old, lots.by_area(Whole(areas=TWO), {TWO[0]: 1, TWO[1]: 2}))

        assert [(lot.title_en, lot.description_en) for lot in new] == [("Gwynedd", ""), ("Swansea", "Coast.\n\nRest.")]

    def test_what_is_not_changed_stays_as_it_was(self):
        old = [
            LotSnapshot(1, "L1", "A", "", "Text", value_amount=Decimal(5), area_codes=[TWO[0]], reserved="none"),
            LotSnapshot(2, "L2", sme_suitable=True, criteria=[Criterion("quality")]),
        ]
        as_parts = [lots.Part(1, each.value_amount, None, each.title_en, "", tuple(each.area_codes)) for each in old]

        assert carried(old, as_parts) == old


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def officer(client):
    person = build.user(role="publisher", of=build.organisation(name_en="Gwynedd Council"))
    client.force_login(person)
    return person


@pytest.fixture
def draft(officer):
    """£1.2 million for two councils far from each other, in one lot."""
    return build.opportunity(
        stage="draft",
        buyer=officer.acting_for,
        by=officer,
        area_codes=list(TWO),
        value_amount=Decimal(1_200_000),
        value_band="",
        contract_months=48,
        extension_months=12,
    )


def kitchen(area, largest):
    made = build.verified(build.enterprise(state="claimed", largest_lot=largest))
    made.activities.update(served_codes=[area])


def designer(draft, query=""):
    return reverse("pipeline:lot-designer", args=[draft.reference]) + (f"?{query}" if query else "")


BY_AREA = f"by=area&area_{TWO[0]}=1&area_{TWO[1]}=2"


def test_every_way_is_counted_and_checked_in_one_look(client, draft, django_assert_max_num_queries):
    for _number in range(3):
        kitchen(TWO[0], 700_000)
    kitchen(TWO[1], 700_000)

    with django_assert_max_num_queries(30):
        shown = client.get(designer(draft, f"{BY_AREA}&beside=by%3Dsize%26parts_wanted%3D4"))

    made = shown.context["designer"]
    assert made.now.most == 0  # nobody delivers in both, and it is too large
    assert [offer.fits for offer in made.proposal.offers] == [3, 1]
    assert [offer.lot.value_amount for offer in made.beside.offers] == [300_000] * 4
    assert {each.check.id for each in made.proposal.cleared} == {"F-01", "F-02", "F-27"}
    assert {each.check.id for each in made.beside.cleared} == {"F-01", "F-02"}
    assert "Splitting does not avoid the thresholds." in Page(shown).text


def test_what_is_chosen_becomes_the_lots_of_the_draft(client, draft, officer):
    actions.amend_lot(opportunity=draft, by=officer, lot=draft.lots.get(), criteria=[{"kind": "price", "weight": 40}])
    opened = client.get(designer(draft, BY_AREA))
    stamp = opened.context["choice"].stamp

    asked = client.post(designer(draft, BY_AREA), {"stamp": stamp})
    untouched = draft.lots.count()
    done = client.post(designer(draft, BY_AREA), {"stamp": stamp, "confirm": "yes"})

    assert (asked.status_code, untouched, done.status_code) == (200, 1, 302)
    assert "Replace the lots?" in Page(asked).text
    said = snapshot.of(type(draft).objects.get(pk=draft.pk))
    assert said.lots == opened.context["designer"].proposal.lots
    assert [(lot.title_en, lot.area_codes, lot.value_amount) for lot in said.lots] == [
        ("Gwynedd", [TWO[0]], 600_000),
        ("Swansea", [TWO[1]], 600_000),
    ]
    assert all([each.weight for each in lot.criteria] == [40] for lot in said.lots)
    assert "lots" in type(draft).objects.get(pk=draft.pk).edited_fields


def test_what_the_designer_foretells_is_what_the_checks_say_afterwards(client, draft):
    foretold = client.get(designer(draft, BY_AREA)).context["designer"].proposal.after

    client.post(
        designer(draft, BY_AREA), {"stamp": client.get(designer(draft)).context["choice"].stamp, "confirm": "y"}
    )

    found = review.review(snapshot.of(type(draft).objects.get(pk=draft.pk)), today=build.NOW.date()).findings
    assert [each.result for each in found] == [each.result for each in foretold]


def test_lots_that_changed_meanwhile_are_shown_before_they_go(client, draft, officer):
    stamp = client.get(designer(draft)).context["choice"].stamp
    actions.amend_lot(opportunity=draft, by=officer, lot=draft.lots.get(), title_en="A colleague’s title")

    answer = client.post(designer(draft, BY_AREA), {"stamp": stamp, "confirm": "yes"})

    assert answer.status_code == 409
    assert "A colleague’s title" in Page(answer).text
    assert draft.lots.count() == 1


def test_one_lot_needs_a_reason(client, draft):
    stamp = client.get(designer(draft)).context["choice"].stamp
    reason = {"no_lots_reason_en": "One kitchen serves both."}

    refused = client.post(designer(draft, "by=whole"), {"stamp": stamp, "confirm": "yes"})
    taken = client.post(designer(draft, "by=whole"), {"stamp": stamp, "confirm": "yes"} | reason)

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "Say why the contract is not split" in Page(refused).text
    draft.refresh_from_db()
    assert draft.no_lots_reason_en == "One kitchen serves both."


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("by=size&parts_wanted=1", "Enter 2 or more"),
        ("by=size&parts_wanted=2&shares=70,20", "The shares must add up to 100"),
        ("by=size&parts_wanted=2&shares=50,30,20", "Give a share for each of the 2 lots"),
        ("by=size&parts_wanted=2&shares=half", "Enter the shares as numbers"),
        ("by=group&groups_en=Children", "Name 2 to 30 groups"),
        ("by=group&groups_en=Children%0AElders&groups_cy=Plant", "Name as many groups in Welsh"),
        (f"by=area&area_{TWO[0]}=1", "Choose its lot"),
    ],
)
def test_what_cannot_be_split_so_is_said_and_stays_in_the_form(client, draft, query, message):
    shown = client.get(designer(draft, query))

    assert shown.status_code == 422
    assert message in Page(shown).text
    assert client.post(designer(draft, query)).status_code == 422


def test_a_contract_without_value_area_or_codes_can_be_split_all_the_same(client, officer):
    bare = actions.start_draft(buyer=officer.acting_for, by=officer, title_en="Meals")

    by_group = client.get(designer(bare, "by=group&groups_en=Children%0AOlder+people"))
    ways = client.get(designer(bare)).context["designer"].usual

    assert [lot.title_en for lot in by_group.context["designer"].proposal.lots] == ["Children", "Older people"]
    assert [each.way for each in ways if each.proposal] == ["size"]


def test_nothing_is_split_once_bids_are_asked_for(client, officer):
    tender = build.opportunity(stage="tendering", buyer=officer.acting_for, by=officer)

    with pytest.raises(NotAllowed):
        actions.choose_lots(opportunity=tender, by=officer, lots=[LotSnapshot(1), LotSnapshot(2)])
    assert client.get(designer(tender)).status_code == 302


def test_lots_that_ask_the_same_are_counted_once(draft, django_assert_num_queries):
    said = snapshot.of(draft)
    design, _own = review.design_of(said, today=build.NOW.date())
    of = proposals.contract(said, design)

    with django_assert_num_queries(1):
        found = proposals.looked_at(of, [lots.by_size(of.whole, 20), proposals.as_it_is(of)])

    assert len(found[0].offers) == 20
