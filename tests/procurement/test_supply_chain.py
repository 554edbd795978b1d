"""Supply-chain needs: only winners publish them, everybody finds them, and one writes through the portal."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from collab_portal.accounts import personal_data
from collab_portal.accounts.models import Letter
from procurement import actions, enterprise_data
from procurement.actions import prospects, supply_needs
from procurement.models import SupplyNeed
from procurement.models.stages import NotAllowed
from procurement.outlook.lines import Basis
from procurement.outlook.parts import Part
from procurement.outlook.plan import Plan
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
UNTIL = build.NOW.date() + timedelta(days=30)
LIST = "/pipeline/supply-chain/"


@pytest.fixture
def winner():
    """An editor of a firm outside the directory, with a mailbox."""
    build.reference_data()
    firm = build.organisation(name_en="Arlwyo Mawr Cyf", is_enterprise=True, mailbox="post@arlwyo.example")
    return build.user(role="editor", of=firm)


@pytest.fixture
def won(winner):
    made = build.opportunity(stage="tendering")
    by = build.user(role="publisher", of=made.buyer)
    award = {"supplier": winner.acting_for, "supplier_name": "Arlwyo Mawr Cyf", "awarded_on": build.NOW.date()}
    actions.award(opportunity=made, by=by, at=build.NOW, awards=[award])
    made.refresh_from_db()
    return made


def published(won, winner, **fields):
    said = {"title_en": "Bread for eight halls", "category": won.category, "wanted_by": UNTIL, **fields}
    return supply_needs.publish_need(opportunity=won, organisation=winner.acting_for, by=winner, at=build.NOW, **said)


def typed(**fields):
    day = {"wanted_by_day": UNTIL.day, "wanted_by_month": UNTIL.month, "wanted_by_year": UNTIL.year}
    return {"title_en": "Bread", "category": "catering-and-food", "value_band": "", **day, **fields}


def test_the_winner_publishes_on_the_contract_and_everybody_finds_it(client, won, winner):
    client.force_login(winner)
    page = client.get(won.get_absolute_url()).text
    address = reverse("pipeline:supply-need-new", args=[won.reference])
    assert address in page

    assert client.post(address, typed(title_en="")).status_code == 422
    assert client.post(address, typed(value_band="30000-100000")).status_code == 302

    client.logout()
    assert ">Bread</a>" in client.get(LIST).text
    assert ">Bread</a>" in client.get(won.get_absolute_url()).text
    assert '<span lang="en">Bread</span>' in client.get(f"/cy{LIST}{SupplyNeed.objects.get().pk}/").text


def test_only_a_winner_with_a_mailbox_publishes(won, winner):
    other = build.user(role="editor", of=build.organisation(is_enterprise=True, mailbox="a@b.example"))
    with pytest.raises(NotAllowed):
        published(won, other)
    winner.acting_for.mailbox = ""
    with pytest.raises(NotAllowed):
        published(won, winner)


def test_it_is_found_by_kind_of_work_and_by_place(client, won, winner):
    published(won, winner)

    def finds(query):
        return "Bread for eight halls" in client.get(f"{LIST}?{query}").text

    assert finds("")
    assert finds("category=catering-and-food&area=W06000002")  # where the contract is
    assert not finds("category=transport")
    assert not finds("area=W06000023")
    assert finds("category=catering-and-food&area=nonsense")  # no such choice is no choice


def test_one_writes_to_the_winner_through_the_portal(client, won, winner):
    need = published(won, winner)
    client.force_login(build.user())
    page = client.get(need.get_absolute_url()).text
    assert "post@arlwyo.example" not in page

    client.post(reverse("pipeline:supply-need-write", args=[need.pk]), {"subject": "Bread", "body": "We bake."})

    assert Letter.objects.get().recipient == winner.acting_for
    assert Letter.objects.get().about == won.reference


def test_what_is_over_leaves_the_pipeline(client, won, winner):
    need, late = published(won, winner), published(won, winner, wanted_by=build.NOW.date() - timedelta(days=1))
    client.force_login(winner)
    client.post(reverse("pipeline:supply-need-close", args=[need.pk]))

    assert "Bread for eight halls" not in client.get(LIST).text
    assert "This is over" in client.get(need.get_absolute_url()).text
    assert "This is over" in client.get(late.get_absolute_url()).text


def test_a_result_taken_back_takes_its_needs_along(client, won, winner):
    need = published(won, winner)
    by = build.user(role="publisher", of=won.buyer)
    actions.reopen(opportunity=won, by=by, at=build.NOW, reason=build.REASON)

    assert client.get(need.get_absolute_url()).status_code == 404
    assert "Bread for eight halls" not in client.get(LIST).text


def test_nobody_changes_what_another_published(client, won, winner):
    need = published(won, winner)
    change = reverse("pipeline:supply-need-change", args=[need.pk])
    client.force_login(build.user(role="viewer", of=winner.acting_for))
    assert client.post(change, typed()).status_code == 404

    client.force_login(winner)
    assert client.post(change, typed(title_cy="Bara")).status_code == 302
    need.refresh_from_db()
    assert (need.title_en, need.title_cy) == ("Bread", "Bara")


def test_it_goes_into_a_plan_with_its_own_value_and_deadline(client, won, winner):
    need = published(won, winner, value_band="30000-100000")
    ours = build.enterprise(state="claimed")
    editor = build.user(role="editor", of=ours.organisation)
    client.force_login(editor)
    add = reverse("plan:add", args=[ours.organisation.slug, won.reference, f"need-{need.pk}"])
    assert add in client.get(need.get_absolute_url()).text

    client.post(add)

    [line] = Plan(ours, editor, at=build.NOW).lines
    assert line.closes_on == UNTIL
    assert (line.value, line.basis) == (30_000, Basis.LOWEST)
    part = Part(won.pk, need=need.pk)
    said = {"probability": 50, "share": None, "value": None, "weeks": 1, "note": ""}
    prospects.weigh(enterprise=ours, part=part, by=editor, at=build.NOW, **said)
    assert Plan(ours, editor, at=build.NOW).forecast.weighted == Decimal(15_000)


def test_what_she_published_is_hers_to_take_along_and_stays_the_firms(won, winner):
    build.user(role="administrator", of=winner.acting_for)
    need = published(won, winner)

    assert personal_data.export(winner)["plans"]["supply_chain_needs"][0]["number"] == need.pk
    assert enterprise_data.of_enterprise(winner.acting_for)["supply_chain_needs"][0]["wanted_by"] == UNTIL.isoformat()
    personal_data.erase(user=winner)

    need.refresh_from_db()
    assert (need.published_by, need.title_en) == (None, "Bread for eight halls")
