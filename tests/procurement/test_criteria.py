"""Reading a search from an address, and writing it back in its one form."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.http import QueryDict
from django.utils.translation import override

from collab_portal.accounts import actions as accounts
from procurement.matching import Criteria
from procurement.models import PipelineEntry
from tests import build

pytestmark = pytest.mark.django_db

# As imported notices can be.
UNKNOWN = {"value_min": None, "value_max": None, "tender_earliest": None, "tender_latest": None}


def test_every_filter_is_read_and_written_back_in_one_order():
    body = build.organisation(name_en="Cyngor Gwynedd")
    asked = (
        f"stage=all&lots_under=£50k&reserved=public-service-mutual&vcse=on&tender_to=2027-02&tender_from=1/12/2026"
        f"&value_to=1.5m&value_from=30,000&buyer={body.slug}&area=W06000002&cpv=45000000-7"
        "&category=catering-and-food&q=+lunch++club"
    )

    criteria = Criteria.from_query(asked)

    assert criteria.problems == ()
    assert criteria.query() == (
        f"q=lunch+club&category=catering-and-food&cpv=45000000&area=W06000002&buyer={body.slug}&value_from=30000"
        "&value_to=1500000&tender_from=2026-12-01&tender_to=2027-02-28&vcse=yes&reserved=public-service-mutual"
        "&lots_under=50000&stage=all"
    )
    assert Criteria.from_query(criteria.query()) == criteria
    assert criteria.used == 11  # a range is one filter


def test_equal_searches_are_equal_values():
    one = Criteria.from_query({"area": ["W06000003", "W06000002"], "value_to": "2,000.00", "q": " the  clubs "})
    other = Criteria.from_query(QueryDict("q=the+clubs&area=W06000002&area=W06000003&area=W06000002&value_to=2000"))

    assert one == other
    assert one.query() == other.query()
    assert hash(one) == hash(other)


@pytest.mark.parametrize(
    ("asked", "left_out"),
    [
        ("category=nonsense", "category"),
        ("area=ATLANTIS", "area"),
        ("cpv=kitchen", "cpv"),
        ("buyer=nobody", "buyer"),
        ("value_from=lots", "value_from"),
        ("value_from=1e9999", "value_from"),
        ("value_from=-5", "value_from"),
        ("value_to=NaN", "value_to"),
        ("value_to=999999999999m", "value_to"),
        ("lots_under=%D9%A3", "lots_under"),
        ("tender_from=2027-02-31", "tender_from"),
        ("tender_from=0000-01", "tender_from"),
        ("tender_to=2027-13", "tender_to"),
        ("tender_to=soon", "tender_to"),
        ("vcse=perhaps", "vcse"),
        ("reserved=none", "reserved"),
        ("stage=draft", "stage"),
    ],
)
def test_what_cannot_be_used_is_left_out_and_named(asked, left_out):
    criteria = Criteria.from_query(f"q=garden&{asked}")

    assert criteria.query() == "q=garden"
    assert [problem.name for problem in criteria.problems] == [left_out]
    assert criteria.problems[0].message.endswith("left it out.")


@pytest.mark.parametrize(
    "asked",
    ["", "?", "q=", "q=%00%ff%ed%a0%80", "=&&;", "q[]=1", "page=3&sort=value&utm=x", "cpv=&area=&vcse=no", "%", "q"],
)
def test_nothing_asked_for_is_an_empty_search(asked):
    criteria = Criteria.from_query(asked)

    assert criteria.is_empty
    assert criteria.query() == ""


def test_no_more_is_read_than_a_search_can_hold():
    codes = [f"{number}000000" for number in range(10, 60)]

    criteria = Criteria.from_query({"cpv": codes, "q": "x" * 500})

    assert len(criteria.cpv) == 30
    assert len(criteria.q) == 200
    assert {problem.name for problem in criteria.problems} == {"cpv", "q"}


def test_a_range_the_wrong_way_round_is_the_same_range():
    criteria = Criteria.from_query("value_from=900&value_to=100&tender_from=2027-09-01&tender_to=2027-03-01")

    assert (criteria.value_from, criteria.value_to) == (Decimal(100), Decimal(900))
    assert (criteria.tender_from, criteria.tender_to) == (date(2027, 3, 1), date(2027, 9, 1))


def test_dates_may_come_from_separate_inputs():
    criteria = Criteria.from_query(
        "tender_from_month=3&tender_from_year=2027&tender_to_day=9&tender_to_month=4&tender_to_year=2027"
    )

    assert (criteria.tender_from, criteria.tender_to) == (date(2027, 3, 1), date(2027, 4, 9))


def test_a_body_merged_into_another_stands_for_that_one():
    old, new, by = build.organisation(), build.organisation(), build.user()
    of_old, of_new, other = build.entry(buyer=old), build.entry(buyer=new), build.entry()
    accounts.merge(organisation=old, into=new, by=by)

    criteria = Criteria.from_query({"buyer": old.slug})

    assert criteria == Criteria.from_query({"buyer": new.slug})
    assert set(criteria.entries(build.NOW)) == {of_old, of_new}
    assert other not in criteria.entries(build.NOW)


def test_tags_name_each_filter_and_lead_to_the_search_without_it():
    criteria = Criteria.from_query("q=lunch&category=catering-and-food&area=W06000002&value_to=50000&vcse=yes")

    tags = criteria.tags()

    assert [(str(tag.label), tag.value) for tag in tags] == [
        ("Words", "“lunch”"),
        ("Category", criteria.category[0].name_en),
        ("Area", "Gwynedd"),
        ("Value", "up to £50,000"),
        ("", "suitable for social enterprises"),
    ]
    assert tags[2].without.query() == "q=lunch&category=catering-and-food&value_to=50000&vcse=yes"


def test_a_search_has_a_name_in_both_languages():
    criteria = Criteria.from_query(
        "category=catering-and-food&tender_from=2027-03-01&tender_to=2027-05-31&lots_under=50000"
    )

    with override("cy"):  # whatever the page speaks
        english = criteria.describe("en")
    welsh = criteria.describe("cy")

    category = criteria.category[0]
    assert english == f"{category.name_en} · tender March to May 2027 · has lots under £50,000"
    assert welsh.startswith(category.name_cy)
    assert Criteria().describe("en") == "Every opportunity"


def test_the_default_list_holds_what_is_to_come_or_open():
    planned, open_now = build.entry(), build.entry(stage="tendering")
    closed = [build.entry(stage=stage) for stage in ("awarded", "withdrawn", "cancelled")]
    long_ago = build.entry(**build.window("tender_start", date(2026, 9, 1), date(2026, 9, 30)))

    assert set(Criteria().entries(build.NOW)) == {planned, open_now}
    assert set(Criteria.from_query("stage=all").entries(build.NOW)) == {planned, open_now, *closed, long_ago}
    assert open_now not in Criteria().entries(build.NOW + timedelta(days=41))


def test_an_entry_without_a_value_or_dates_may_fit():
    silent = build.entry()
    PipelineEntry.objects.filter(pk=silent.pk).update(**UNKNOWN)
    says = build.entry(value_amount=Decimal(10_000), **build.window("tender_start", date(2027, 1, 1)))

    found = Criteria.from_query("value_from=20000&tender_from=2027-02-01").entries(build.NOW)

    assert silent in found
    assert says not in found


def test_a_tender_whose_start_is_unknown_counts_until_its_deadline():
    entry = build.entry(stage="tendering")
    PipelineEntry.objects.filter(pk=entry.pk).update(**UNKNOWN)
    closes_on = entry.submissions_close_at.date()

    until = Criteria.from_query({"tender_from": closes_on.isoformat()})
    after = Criteria.from_query({"tender_from": (closes_on + timedelta(days=1)).isoformat()})

    assert entry in until.entries(build.NOW)
    assert entry not in after.entries(build.NOW)


def test_words_that_stand_in_every_text_are_no_condition():
    entry = build.entry()

    criteria = Criteria.from_query("q=the+of+yn")

    assert criteria.words.is_empty
    assert entry in criteria.entries(build.NOW)


def test_a_list_asks_the_database_once(django_assert_num_queries):
    build.entry()
    with django_assert_num_queries(2):  # what the words mean, and the entries
        list(Criteria.from_query("q=lunch&category=catering-and-food&area=W06000002&cpv=55000000").entries(build.NOW))


def test_each_filter_alone_uses_its_index():
    """With sequential scans ruled out, PostgreSQL must find another way for every filter that has an index."""
    body = build.organisation()
    indexed = {
        "q=lunch": "entry_document",
        "cpv=55000000": "entry_cpv",
        "area=W06000002": "entry_area",
        f"buyer={body.slug}": "entry_buyer",
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")  # the bitmap of the filter, not the order of the list
    for asked, index in indexed.items():
        assert index in Criteria.from_query(f"{asked}&stage=all").entries(build.NOW).explain(), asked


def test_an_entry_is_found_by_any_of_several_choices():
    here, there, elsewhere = (build.entry(area_codes=[code]) for code in ("W06000002", "W06000023", "W06000015"))

    found = set(Criteria.from_query("area=W06000002&area=W06000023").entries(build.NOW))

    assert found == {here, there}
    assert elsewhere in PipelineEntry.objects.all()
