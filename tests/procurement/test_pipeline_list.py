"""The list of the pipeline: what it finds, in which order, how it can be narrowed, and what it costs."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collab_portal import limits
from procurement import results
from procurement.matching import Criteria
from procurement.models import PipelineEntry
from tests import build
from tests.procurement.pages import Page, titles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday", "reference_data")]


@pytest.fixture
def look(client):
    """Call it with an address below /pipeline/, or with parameters, to see the page."""

    def look(path="/pipeline/", status=200, **parameters):
        response = client.get(path, parameters)
        assert response.status_code == status
        return Page(response)

    return look


def test_shows_what_is_planned_or_open_and_nothing_else(look):
    for stage in ("draft", "planned", "tendering", "awarded", "withdrawn", "cancelled"):
        build.opportunity(stage=stage, title_en=f"Now {stage}")

    assert sorted(titles(look())) == ["Now planned", "Now tendering"]


def test_everything_published_is_shown_when_asked_for(look):
    for stage in ("draft", "planned", "awarded", "withdrawn"):
        build.opportunity(stage=stage, title_en=f"Now {stage}")

    page = look(stage="all")

    assert sorted(titles(page)) == ["Now awarded", "Now planned", "Now withdrawn"]
    assert "Withdrawn" in page.text


def test_an_expired_entry_leaves_the_list_but_not_the_record(look):
    build.opportunity(title_en="Long gone", **build.window("tender_start", date(2026, 8, 1)))
    build.opportunity(title_en="Just late", **build.window("tender_start", date(2026, 11, 1)))

    assert titles(look()) == ["Just late"]
    everything = look(stage="all")
    assert "Long gone" in titles(everything)
    assert "Expired" in everything.text


def test_a_card_says_who_what_where_and_when(look):
    buyer = build.organisation(name_en="Gwynedd Council", name_cy="Cyngor Gwynedd")
    build.opportunity(
        buyer=buyer,
        title_en="Lunch clubs",
        value_amount=Decimal(120_000),
        lots=[{"vcse_suitable": True}, {"reserved": "supported-employment"}],
        **build.window("tender_start", date(2027, 3, 1), date(2027, 4, 30)),
    )

    page = look()

    assert "Gwynedd Council" in page.text
    assert "Value £120,000" in page.text
    assert "Where Gwynedd" in page.text
    assert "Tender March to April 2027 (likely)" in page.text
    assert "Lots 2" in page.text
    assert "Suitable for social enterprises" in page.text
    assert "Lots reserved for supported employment providers" in page.text


def test_the_welsh_list_is_in_welsh_and_marks_what_is_not(client):
    build.opportunity(title_en="Lunch clubs", title_cy="Clybiau cinio")
    build.opportunity(title_en="Grass cutting", title_cy="")

    page = Page(client.get("/cy/pipeline/"))

    assert titles(page) == ["Grass cutting", "Clybiau cinio"]
    assert 'lang="en">Grass cutting</a>' in page.html
    assert 'lang="en">Clybiau' not in page.html


def test_words_find_titles_descriptions_and_references(look):
    made = build.opportunity(title_en="Debt advice", description_en="Money worries, housing costs.")
    build.opportunity(title_en="Play areas", description_en="Swings and slides.")

    assert titles(look(q="advice")) == ["Debt advice"]
    assert titles(look(q="slide")) == ["Play areas"]
    assert titles(look(q=made.reference)) == ["Debt advice"]


def test_best_match_is_offered_for_words_only_and_comes_first_then(look):
    build.opportunity(title_en="Transport", description_en="Nothing more.", at=build.NOW - timedelta(days=2))
    build.opportunity(title_en="Catering", description_en="With transport to the halls.", at=build.NOW)

    assert "Best match" not in look().text
    assert titles(look()) == ["Catering", "Transport"]
    assert titles(look(q="transport")) == ["Transport", "Catering"]
    assert titles(look(q="transport", sort="newest")) == ["Catering", "Transport"]


def test_sorting_by_closing_and_by_value(look):
    build.opportunity(title_en="Later", stage="tendering", submissions_close_at=build.NOW + timedelta(days=50))
    build.opportunity(title_en="Sooner", stage="tendering", submissions_close_at=build.NOW + timedelta(days=5))
    build.opportunity(title_en="Planned", value_amount=Decimal(900_000))

    assert titles(look(sort="closing")) == ["Sooner", "Later", "Planned"]
    assert titles(look(sort="value"))[0] == "Planned"
    assert titles(look(sort="nonsense")) == titles(look())


def test_what_has_closed_comes_last_among_everything(look):
    build.opportunity(
        title_en="Closed",
        stage="tendering",
        at=build.NOW - timedelta(days=60),
        submissions_close_at=build.NOW - timedelta(days=5),
    )
    build.opportunity(title_en="Open", stage="tendering", submissions_close_at=build.NOW + timedelta(days=5))
    build.opportunity(title_en="Planned")

    assert titles(look(sort="closing", stage="all")) == ["Open", "Planned", "Closed"]


FOUND_BY = {
    "category": ({"category": build.category}, {"category": "catering-and-food"}),
    "cpv subtree": ({"cpv_codes": ["90911200"]}, {"cpv": "90910000"}),
    "area": ({"area_codes": ["W06000023"]}, {"area": "W06000023"}),
    "value": ({"value_amount": Decimal(40_000)}, {"value_from": "30000", "value_to": "50,000"}),
    "tender": (build.window("tender_start", date(2028, 2, 1)), {"tender_from_month": "1", "tender_from_year": "2028"}),
    "vcse": ({"lots": [{"vcse_suitable": True}]}, {"vcse": "yes"}),
    "reserved": ({"lots": [{"reserved": "public-service-mutual"}]}, {"reserved": "public-service-mutual"}),
    "lots under": ({"lots": [{"value_amount": Decimal(9_000)}]}, {"lots_under": "10000"}),
}


@pytest.mark.parametrize("name", FOUND_BY)
def test_each_filter_keeps_what_fits_and_drops_the_rest(look, name):
    fields, asked = FOUND_BY[name]
    fields = {field: value() if callable(value) else value for field, value in fields.items()}
    build.opportunity(title_en="Fits", **fields)
    build.opportunity(title_en="Does not", category=build.category("transport"), cpv_codes=["60100000"])

    assert titles(look(**asked)) == ["Fits"]


def test_a_buyer_is_chosen_from_those_who_publish(look):
    gwynedd = build.organisation(name_en="Gwynedd Council")
    build.organisation(name_en="A body that publishes nothing")
    build.opportunity(title_en="Theirs", buyer=gwynedd)
    build.opportunity(title_en="Another's")

    assert "A body that publishes nothing" not in look().html
    page = look(buyer="gwynedd-council")
    assert titles(page) == ["Theirs"]
    assert 'id="buyer-gwynedd-council" name="buyer" type="checkbox" value="gwynedd-council" checked' in page.html


def test_each_filter_in_use_is_a_tag_that_removes_it(look):
    page = look(q="lunch", area="W06000002", vcse="yes", sort="closing")

    assert page.links["Remove this filter: Area: Gwynedd"] == "/pipeline/?q=lunch&vcse=yes&sort=closing"
    assert page.links["Clear all filters"] == "/pipeline/"


def test_the_form_shows_what_was_asked(look):
    page = look(q="lunch", area="W06000002", value_from="lots", tender_to_month="3", tender_to_year="2027", vcse="yes")

    assert 'name="q" type="search" value="lunch"' in page.html
    assert 'id="area-W06000002" name="area" type="checkbox" value="W06000002" checked' in page.html
    assert 'name="tender_to_month" type="text" inputmode="numeric" value="3"' in page.html
    assert 'name="value_from" type="text" inputmode="decimal" value="lots"' in page.html
    assert "is not an amount in pounds" in page.text


def test_the_address_is_tidied_of_what_was_left_empty(client):
    response = client.get("/pipeline/", {"q": "lunch", "value_from": "", "area": ["W06000002", ""], "buyer": ""})

    assert response.status_code == 302
    assert response.headers["Location"] == "/pipeline/?q=lunch&area=W06000002"


def test_words_instead_of_a_code_lead_to_codes(look):
    page = look(cpv="health")

    assert "85000000 Health and social work services" in page.links
    assert page.links["85000000 Health and social work services"] == "/pipeline/?cpv=85000000"
    assert "We could not use all of your search" not in page.text


def test_words_that_no_code_knows_are_a_problem(look):
    assert "We do not know “zzz”" in look(cpv="zzz").text


def test_twenty_a_page(look):
    for number in range(21):
        build.opportunity(title_en=f"Number {number}", at=build.NOW - timedelta(days=number), stage="planned")

    first, second = look(), look(page="2")

    assert "21 results" in first.text
    assert (len(titles(first)), titles(second)) == (20, ["Number 20"])
    assert first.links["Next page →"] == "?page=2"
    assert titles(look(page="99")) == ["Number 20"]


def test_counting_stops_one_beyond_the_limit(monkeypatch):
    monkeypatch.setattr(results, "COUNTED", 2)
    for _number in range(4):
        build.opportunity()

    assert results.Results(Criteria(), at=build.NOW).count == 3


def test_beyond_ten_thousand_the_count_says_over_and_the_pages_end(look, monkeypatch):
    build.opportunity()
    monkeypatch.setattr(results.Results, "count", 10_001)

    page = look()

    assert "Over 10,000 results" in page.text
    assert page.links["500"] == "?page=500"
    assert "501" not in page.links


def test_when_nothing_is_found_it_says_which_filter_to_drop(look):
    for number in range(3):
        build.opportunity(title_en=f"Lunch club {number}", area_codes=["W06000002"])
    build.opportunity(title_en="Swimming", area_codes=["W06000023"])

    page = look(q="lunch", area="W06000023")

    assert "Nothing found" in page.headings
    assert "Leave out area: Powys (3 results)" in page.text
    assert "Leave out words: “lunch” (1 result)" in page.text
    assert page.links["Leave out area: Powys"] == "/pipeline/?q=lunch"


def test_an_empty_pipeline_says_so(look):
    assert "No public body has published a planned contract yet." in look().text


def test_the_same_result_can_be_taken_away(look):
    build.opportunity()

    page = look(q="lunch", area="W06000002")

    assert page.links["Spreadsheet (CSV)"] == "/pipeline/opportunities.csv?q=lunch&area=W06000002"
    assert page.links["News feed (Atom)"] == "/pipeline/opportunities.atom?q=lunch&area=W06000002"
    assert page.links["Calendar of dates (iCalendar)"] == "/pipeline/opportunities.ics?q=lunch&area=W06000002"


def test_the_search_can_be_saved(look):
    assert look(q="lunch", area="W06000002").links["Save this search"] == "/alerts/save/?q=lunch&area=W06000002"
    assert look().links["Save this search"] == "/alerts/save/"


def test_it_sets_no_cookie(client):
    build.opportunity()

    assert not client.get("/pipeline/").cookies


def queries(client, address):
    client.get(address)  # the buyers are read once a minute
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/pipeline/", 2),
        ("/pipeline/?sort=value&stage=all", 2),
        ("/pipeline/?q=lunch", 3),
        ("/pipeline/?category=catering-and-food&area=W06000002&value_from=1000&tender_from=2027-01", 2),
        ("/pipeline/?cpv=55000000", 3),
    ],
)
def test_the_number_of_queries_does_not_grow(client, address, expected):
    buyer = build.organisation()
    people = build.user(role="publisher", of=buyer)
    for _number in range(3):
        build.opportunity(buyer=buyer, by=people)
    few = queries(client, address)
    for _number in range(6):
        build.opportunity(buyer=buyer, by=people)

    assert (few, queries(client, address)) == (expected, expected)


def test_whoever_searches_too_often_is_asked_to_wait(client, monday):
    for _number in range(59):
        limits.allow("search", client.defaults["REMOTE_ADDR"], times=60, seconds=60)

    sixtieth = client.get("/pipeline/", {"q": "lunch"})
    next_one = client.get("/pipeline/", {"q": "lunch"})

    assert (sixtieth.status_code, next_one.status_code) == (200, 429)
    assert next_one.headers["Retry-After"] == "60"
    assert "Wait 60 seconds" in Page(next_one).text
    assert client.get("/pipeline/").status_code == 200


def test_the_titles_on_the_page_come_from_what_was_published(look):
    made = build.opportunity(title_en="As published")
    PipelineEntry.objects.get(opportunity=made)
    made.title_en = "Only in the working copy"
    made.save()

    assert titles(look()) == ["As published"]
