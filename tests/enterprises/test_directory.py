"""The directory as everybody reads it."""

import pytest
from django.urls import reverse

from enterprises import actions
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


def test_the_list_costs_the_same_however_many_it_shows(client, django_assert_num_queries):
    for _ in range(5):
        build.enterprise()

    with django_assert_num_queries(6):  # count, page, their activities and categories, and the choices of two filters
        client.get(reverse("enterprises:list"))
