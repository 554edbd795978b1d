"""The directory as everybody reads it."""

import io
import json

import pytest
from django.urls import reverse
from python_calamine import load_workbook

from collab_portal.accounts.models import Organisation
from collab_portal.audit.models import Act
from enterprises import actions
from enterprises.models import Enterprise
from tests import build

pytestmark = pytest.mark.django_db


def names(client, **query) -> list[str]:
    answer = client.get(reverse("enterprises:list"), query)
    return [each.organisation.name_en for each in answer.context["page"]]


def test_enterprises_stand_in_alphabetical_order(client):
    for name in ("Chwarae Teg CIC", "Cegin CIC", "Dail CIC"):
        build.enterprise(name_en=name)

    assert names(client) == ["Cegin CIC", "Chwarae Teg CIC", "Dail CIC"]


def test_the_welsh_page_has_the_welsh_order(client):
    for name in ("Chwarae", "Cyfle", "Dail"):
        build.enterprise(name_en=f"{name} CIC", name_cy=name)

    page = client.get("/cy/enterprises/").context["page"]

    assert [each.organisation.name_cy for each in page] == ["Cyfle", "Chwarae", "Dail"]


def test_a_mutated_welsh_word_finds_an_enterprise(client):
    build.enterprise(name_en="One", offer_cy="Cegin gymunedol yng Nghaernarfon")
    build.enterprise(name_en="Two", offer_cy="Cludiant")

    assert names(client, q="Caernarfon") == ["One"]


@pytest.mark.parametrize(("area", "found"), [("W06000002", True), ("WALES", True), ("W06000011", False)])
def test_an_area_finds_those_who_work_there(client, area, found):
    build.enterprise(name_en="Gwynedd only", area_codes=["W06000002"])

    assert bool(names(client, area=area)) is found


def test_who_works_in_all_of_wales_works_in_each_council(client):
    build.enterprise(name_en="Everywhere", area_codes=["WALES"])

    assert names(client, area="W06000011") == ["Everywhere"]


@pytest.mark.parametrize("query", [{"area": "nowhere"}, {"category": "x"}, {"page": "minus one"}, {"q": '"\x00('}])
def test_a_query_that_cannot_be_read_is_no_error(client, query):
    build.enterprise()

    assert client.get(reverse("enterprises:list"), query).status_code == 200


def test_an_enterprise_shows_its_networks_and_not_its_address(client):
    enterprise = build.enterprise()
    enterprise.organisation.mailbox = "hello@cegin.example"
    enterprise.organisation.save()
    network = build.organisation(name_en="North Wales Network", is_network=True)
    actions.join_network(network=network, member=enterprise.organisation)

    page = client.get(enterprise.get_absolute_url()).content.decode()

    assert "North Wales Network" in page
    assert "hello@cegin.example" not in page


def test_what_is_not_listed_is_not_found(client):
    enterprise = build.enterprise()
    type(enterprise).objects.update(is_listed=False)

    assert client.get(enterprise.get_absolute_url()).status_code == 404
    assert names(client) == []


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ({}, 5),  # what changed, everything (no edition is made in a test), whose turn it is, their cards
        ({"category": "catering-and-food", "area": "WALES", "state": "claimed"}, 5),
        ({"q": "meals"}, 8),
        ({"q": "meels"}, 8),  # put right
        ({"q": "meals", "network": "north", "form": "CIO"}, 8),  # nothing fits
    ],
)
def test_the_list_costs_the_same_however_many_it_shows(client, django_assert_max_num_queries, query, most):
    for number in range(5):
        build.enterprise(name_en=f"Kitchen {number}", state="claimed")

    with django_assert_max_num_queries(most):
        assert client.get(reverse("enterprises:list"), query).status_code == 200


def test_a_misspelt_word_is_put_right_and_the_page_says_so(client):
    build.enterprise(name_en="Cegin Werdd Co-operative")
    build.enterprise(name_en="Other", offer_en="Gardens", offer_cy="Gerddi")

    page = client.get(reverse("enterprises:list"), {"q": "co-oprative"})
    mutated = client.get("/cy/enterprises/", {"q": "gegin"})

    assert [each.organisation.name_en for each in page.context["page"]] == ["Cegin Werdd Co-operative"]
    assert page.context["replaced"] == "co-oprative"
    assert "These are results for" in page.content.decode()
    assert [each.organisation.name_en for each in mutated.context["page"]] == ["Cegin Werdd Co-operative"]


@pytest.mark.parametrize("misspelt", ["lletygarwhc", "lletygarch", "hospitalty"])
def test_what_its_work_is_called_is_put_right_too(client, misspelt):
    build.enterprise(name_en="Cegin Werdd", offer_en="Meals", offer_cy="Prydau")

    page = client.get("/cy/enterprises/", {"q": misspelt})

    assert [each.organisation.name_en for each in page.context["page"]] == ["Cegin Werdd"]
    assert page.context["replaced"] == misspelt


@pytest.mark.parametrize("state", ["verified", "lapsed", "delisted"])
def test_nobody_is_listed_as_checked_without_a_check(state):
    with pytest.raises(ValueError, match="unclaimed or claimed"):
        build.enterprise(state=state)

    assert not Enterprise.objects.exists()


def test_without_words_those_a_buyer_can_trust_come_first(client):
    build.enterprise(name_en="Abba Stub", state="unclaimed")
    build.verified(build.enterprise(name_en="Zest CIC", state="claimed"))

    assert names(client) == ["Zest CIC", "Abba Stub"]
    assert names(client, sort="name") == ["Abba Stub", "Zest CIC"]


def test_a_mutated_word_is_no_question(client):
    build.enterprise(name_en="Cegin Werdd")

    assert client.get(reverse("enterprises:list"), {"q": "gegin"}).context["meant"] is None


def test_a_search_that_finds_nothing_says_what_to_leave_out(client):
    build.enterprise(legal_form="CIC-G", area_codes=["W06000002"])

    page = client.get(reverse("enterprises:list"), {"form": "CIC-G", "area": "W06000011"})

    assert [(way.value, way.count) for way in page.context["advice"]] == [("Swansea", 1)]


def test_the_map_counts_for_the_other_filters(client):
    build.enterprise(name_en="One", area_codes=["W06000002"], legal_form="CIC-G")
    build.enterprise(name_en="Two", area_codes=["WALES"])

    whole, narrow = (client.get(reverse("enterprises:map"), query).context["map"] for query in ({}, {"form": "CIC-G"}))

    assert {tile.name: tile.count for tile in whole.tiles if tile.name in ("Gwynedd", "Cardiff")} == {
        "Gwynedd": 2,
        "Cardiff": 1,
    }
    assert sum(tile.count for tile in narrow.tiles) == 1
    assert len({(tile.x, tile.y) for tile in whole.tiles}) == 22


def test_files_hold_what_was_found_no_formula_and_nobodys_address(client):
    enterprise = build.enterprise(
        name_en="=HYPERLINK(1) CIC", town="Bangor", contact_name="Sam Rees", is_contact_public=True
    )
    Organisation.objects.filter(pk=enterprise.organisation_id).update(mailbox="hello@cegin.example")
    build.enterprise(name_en="Elsewhere", area_codes=["W06000015"])
    query = {"area": "W06000002", "column": ["name_en", "town"]}

    sheet, book, data = (
        b"".join(client.get(reverse(f"enterprises:{kind}"), query)) for kind in ("csv", "xlsx", "json")
    )

    assert sheet.decode() == "Name in English,Town\r\n'=HYPERLINK(1) CIC,Bangor\r\n"
    assert load_workbook(io.BytesIO(book)).get_sheet_by_index(0).to_python()[1] == ["=HYPERLINK(1) CIC", "Bangor"]
    assert [each["name_en"] for each in json.loads(data)["enterprises"]] == ["=HYPERLINK(1) CIC"]
    assert not any(text in data + sheet for text in (b"cegin.example", b"Sam Rees"))
    assert [act.details for act in Act.objects.filter(verb="directory exported").order_by("pk")] == [
        {"format": kind, "enterprises": 1} for kind in ("csv", "xlsx", "json")
    ]
