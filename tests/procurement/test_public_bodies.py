"""The page of a public body: whom to ask, what it plans, and how well it keeps to its dates."""

from datetime import date, timedelta

import pytest

from collab_portal.accounts import actions as accounts
from enterprises.models import NetworkMembership
from procurement import body_figures, slippage
from tests import build
from tests.procurement.pages import Page, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday", "reference_data")]


@pytest.fixture
def gwynedd():
    return build.organisation(
        name_en="Gwynedd Council",
        name_cy="Cyngor Gwynedd",
        contact_role_en="Social enterprise officer",
        mailbox="menter@example.org",
        website="https://council.example.org/",
        strategy_url="https://council.example.org/strategy",
    )


def test_the_list_shows_every_public_body_and_how_much_it_plans(client, gwynedd):
    build.organisation(name_en="Anglesey County Council", name_cy="Cyngor Sir Ynys Môn")
    build.organisation(name_en="A network", is_network=True)
    build.opportunity(buyer=gwynedd)
    build.opportunity(buyer=gwynedd, stage="withdrawn")

    page = Page(client.get("/public-bodies/"))

    assert titles(page) == ["Anglesey County Council", "Gwynedd Council"]
    assert "Gwynedd Council 1 opportunity planned or open" in page.text
    assert "Anglesey County Council Nothing planned or open at the moment" in page.text


def test_the_welsh_list_is_in_welsh_order(client, gwynedd):
    build.organisation(name_en="Anglesey", name_cy="Ynys Môn")
    build.organisation(name_en="Zz", name_cy="Chwilog")
    build.organisation(name_en="Ab", name_cy="Cwm")

    names = titles(Page(client.get("/cy/public-bodies/")))

    assert names.index("Cwm") < names.index("Chwilog") < names.index("Ynys Môn")


def test_it_names_a_role_and_relays_letters_but_prints_no_address(client, gwynedd):
    page = Page(client.get("/public-bodies/gwynedd-council/"))

    assert "Social enterprise officer" in page.text
    assert page.links["Write a letter"] == "/organisations/gwynedd-council/write/"
    assert page.links["Procurement strategy"] == "https://council.example.org/strategy"
    assert "menter@example.org" not in page.html


def test_without_a_contact_it_says_so(client):
    build.organisation(name_en="Silent Council")

    page = Page(client.get("/public-bodies/silent-council/"))

    assert "This body has not named anybody yet." in page.text
    assert "Write a letter" not in page.links


def test_it_lists_its_networks(client, gwynedd):
    network = build.organisation(name_en="North East Wales Network", is_network=True)
    NetworkMembership.objects.create(network=network, member=gwynedd)

    assert "North East Wales Network" in Page(client.get("/public-bodies/gwynedd-council/")).text


def test_it_shows_its_next_opportunities_and_leads_to_the_rest(client, gwynedd):
    for number in range(6):
        build.opportunity(
            buyer=gwynedd, title_en=f"Number {number}", **build.window("tender_start", date(2027, 1 + number, 1))
        )
    other = build.organisation()
    soon = build.window("tender_start", date(2026, 12, 1))
    build.opportunity(buyer=other, joint_buyers=[gwynedd], title_en="Joint", **soon)
    build.opportunity(buyer=other, title_en="Not theirs", **soon)

    page = Page(client.get("/public-bodies/gwynedd-council/"))

    assert titles(page) == ["Joint", "Number 0", "Number 1", "Number 2", "Number 3"]
    assert page.links["See all 7 in the pipeline"] == "/pipeline/?buyer=gwynedd-council"


def test_a_merged_body_leads_to_the_one_it_became_and_takes_its_entries_along(client, gwynedd):
    old = build.organisation(name_en="Gwynedd County")
    build.opportunity(buyer=old, title_en="Of the old name")
    staff = build.user(is_staff=True)
    accounts.merge(organisation=old, into=gwynedd, by=staff)

    response = client.get("/public-bodies/gwynedd-county/")

    assert (response.status_code, response.headers["Location"]) == (301, "/public-bodies/gwynedd-council/")
    assert "Of the old name" in titles(Page(client.get("/public-bodies/gwynedd-council/")))


def test_what_is_no_public_body_has_no_page_here(client):
    build.organisation(name_en="A network", is_network=True)

    assert client.get("/public-bodies/a-network/").status_code == 404
    assert client.get("/public-bodies/nobody/").status_code == 404


# ---------------------------------------------------------------------------------------------------- slippage


def slipped(made, *days, field="tender_start"):
    """The opportunity's date moves by these days, one release after the other."""
    for number, by in enumerate(days, start=1):
        made.refresh_from_db()
        start = getattr(made, f"{field}_latest") + timedelta(days=by)
        build.changed(made, at=build.NOW + timedelta(days=number), **build.window(field, start))


def test_slippage_counts_what_is_later_now_than_first_announced(gwynedd):
    twice, back, sooner, _kept = (build.opportunity(buyer=gwynedd) for _number in range(4))
    slipped(twice, 30, 12)
    slipped(back, 30, -30)
    slipped(sooner, -5)
    build.opportunity(buyer=gwynedd, stage="withdrawn")
    build.opportunity(buyer=gwynedd, stage="cancelled")
    slipped(build.opportunity(), 400)

    found = slippage.of(gwynedd)

    assert (found.published, found.slipped, found.withdrawn, found.cancelled) == (6, 1, 1, 1)
    assert found.median_days == 42
    assert [(each.field, each.count, each.longest_days) for each in found.dates] == [("tender_start", 1, 42)]


def test_slippage_takes_the_worst_date_of_each_and_the_middle_of_all(gwynedd):
    for days in (10, 20, 90):
        slipped(build.opportunity(buyer=gwynedd), days)
    both = build.opportunity(buyer=gwynedd)
    slipped(both, 5)
    slipped(both, 60, field="contract_start")

    found = slippage.of(gwynedd)

    assert (found.published, found.slipped) == (4, 4)
    assert found.median_days == 40  # of 10, 20, 60 and 90
    assert {each.field: (each.count, each.median_days) for each in found.dates} == {
        "tender_start": (4, 15),
        "contract_start": (1, 60),
    }


def test_the_page_tells_slippage_in_words_and_figures(client, gwynedd):
    slipped(build.opportunity(buyer=gwynedd), 61)
    build.opportunity(buyer=gwynedd)

    page = Page(client.get("/public-bodies/gwynedd-council/"))

    assert "It has published 2 opportunities here." in page.text
    assert "1 of them is later now than first announced, by 61 days." in page.text
    assert "Start of the tender 1 61 days 61 days" in page.text


def test_a_body_without_publications_has_no_figures(client, gwynedd):
    assert "It has not published anything here yet" in Page(client.get("/public-bodies/gwynedd-council/")).text


def test_pages_read_in_a_fixed_number_of_queries(client, gwynedd, django_assert_max_num_queries):
    for _number in range(4):
        build.opportunity(buyer=gwynedd)

    client.get("/public-bodies/gwynedd-council/")  # works the figures out, which are kept
    with django_assert_max_num_queries(16):
        client.get("/public-bodies/gwynedd-council/")
    with django_assert_max_num_queries(3):
        client.get("/public-bodies/")


def test_figures_are_worked_out_anew_when_something_is_published(gwynedd):
    build.opportunity(buyer=gwynedd)
    before = body_figures.of(gwynedd)

    build.opportunity(buyer=gwynedd)

    assert (before.slippage.published, body_figures.of(gwynedd).slippage.published) == (1, 2)
