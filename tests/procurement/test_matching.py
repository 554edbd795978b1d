"""Matching turned round finds what the search page finds: proved on random searches and random opportunities."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import count

import psycopg
import pytest
from django.conf import settings as portal
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collab_portal.accounts import actions as accounts
from procurement import listing
from procurement.matching import Criteria, percolator
from procurement.matching.frequencies import Frequencies
from procurement.models import Opportunity, PipelineEntry, Reserved, SavedSearch, Stage, Subscriber
from procurement.snapshot import Body, LotSnapshot, Snapshot, Window
from tests import build

pytestmark = pytest.mark.django_db

# ------------------------------------------------------------------------------ random opportunities and searches

ENGLISH = ["garden", "gardens", "gardening", "clean", "school", "lunch", "train", "drain", "the", "of", "for", "and"]
WELSH = ["gardd", "ardd", "ngardd", "caerdydd", "gaerdydd", "nghaerdydd", "ysgol", "hysgol", "clwb", "chlwb", "yn", "y"]
WORDS = st.sampled_from([*ENGLISH, *WELSH, "co-operative", "2027", "ŵyl", "£5"])
TEXTS = st.lists(WORDS, max_size=7).map(" ".join)
PHRASES = st.lists(WORDS, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"')
TERMS = st.tuples(st.sampled_from(["", "", "", "-"]), WORDS | PHRASES).map("".join)
TYPED = st.lists(TERMS | st.sampled_from(["OR", "NEU"]), max_size=5).map(" ".join)

CODES = st.sampled_from(["55000000", "55300000", "55320000", "45000000", "45210000", "90910000", "90911200"])
PLACES = st.sampled_from(["W06000002", "W06000015", "W06000023", "WALES", "UK"])
CATEGORIES = st.sampled_from(["catering-and-food", "transport", "other"])
RESERVED = st.sampled_from([Reserved.SUPPORTED_EMPLOYMENT.value, Reserved.PUBLIC_SERVICE_MUTUAL.value])
AMOUNTS = st.sampled_from([0, 10_000, 29_999, 30_000, 100_000, 250_000, 5_000_000, 9_000_000]).map(Decimal)
BANDS = st.sampled_from(["", "0-30000", "30000-100000", "5000000-"])
# Few of each, so that they often meet exactly. On a summer evening it is already tomorrow in London.
DAYS = st.sampled_from([date(2026, 11, 24), date(2026, 12, 31), date(2027, 1, 1), date(2027, 6, 30), date(2027, 7, 1)])
WINDOWS = st.just(Window()) | st.builds(
    lambda first, days: Window(first, first + timedelta(days=days), "idea"), DAYS, st.sampled_from([0, 1, 38])
)
MOMENTS = st.builds(lambda day, hour: datetime.combine(day, time(hour, 30), UTC), DAYS, st.sampled_from([9, 23]))

LOTS = st.builds(
    LotSnapshot,
    number=st.integers(1, 9),
    title_en=TEXTS,
    value_amount=st.none() | AMOUNTS,
    area_codes=st.lists(PLACES, max_size=1),
    vcse_suitable=st.none() | st.booleans(),
    reserved=RESERVED | st.just("none"),
)
OPPORTUNITIES = st.fixed_dictionaries(
    {
        "stage": st.sampled_from([Stage.PLANNED, Stage.PLANNED, Stage.TENDERING, Stage.AWARDED]).map(str),
        "title_en": TEXTS,
        "title_cy": TEXTS,
        "description_en": TEXTS,
        "description_cy": TEXTS,
        "category": CATEGORIES | st.just(""),
        "cpv_codes": st.lists(CODES, max_size=2, unique=True),
        "area_codes": st.lists(PLACES, max_size=2, unique=True),
        "value_amount": st.none() | AMOUNTS,
        "value_band": BANDS,
        "tender_start": WINDOWS,
        "submissions_close_at": st.none() | MOMENTS,
        "lots": st.lists(LOTS, min_size=1, max_size=2),
        "bodies": st.lists(st.integers(0, 2), min_size=1, max_size=2, unique=True),
    }
)


def some(values):
    return st.lists(values, max_size=2, unique=True)


FILTERS = {
    "q": TYPED,
    "category": some(CATEGORIES),
    "cpv": some(CODES),
    "area": some(PLACES),
    "buyer": some(st.integers(0, 2)),
    "value_from": AMOUNTS,
    "value_to": AMOUNTS,
    "tender_from": DAYS,
    "tender_to": DAYS,
    "vcse": st.just("yes"),
    "reserved": some(RESERVED),
    "lots_under": AMOUNTS,
}
# Seldom more than three at once: a search that finds nothing proves nothing.
SEARCHES = st.lists(st.sampled_from(list(FILTERS)), max_size=3, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: FILTERS[name] for name in names})
)

_numbers = count(1)


def write_opportunities(drawn, bodies):
    """As publishing does, without the way there: rows of the listing from snapshots."""
    rows = [
        Opportunity(
            buyer=bodies[each["bodies"][0]],
            stage=each["stage"],
            published_at=build.NOW,
            origin=Opportunity.Origin.IMPORT,
            category_id=each["category"] or None,
            version=1,
        )
        for each in drawn
    ]
    Opportunity.objects.bulk_create(rows)
    said = []
    for each in drawn:
        number = next(_numbers)
        buyer, *others = (Body(id=bodies[place].pk, slug="", name_en="Council") for place in each["bodies"])
        fields = {name: value for name, value in each.items() if name != "bodies"}
        if fields["value_band"]:
            fields["value_amount"] = None
        said.append(Snapshot(reference=f"T-{number}", ocid=f"t-{number}", buyer=buyer, joint_buyers=others, **fields))
    listing.write_entries(list(zip(rows, said, strict=True)), at=build.NOW)
    return [row.pk for row in rows]


def save_searches(drawn, bodies):
    """Each confirmed; by number of the saved search, what it looks for."""
    subscriber = Subscriber.objects.create(email=f"{next(_numbers)}@example.org", confirmed_at=build.NOW)
    asked = {criteria_of(each, bodies) for each in drawn}
    columns = {criteria: percolator.columns(criteria, Frequencies()) for criteria in asked}
    saved = SavedSearch.objects.bulk_create(
        SavedSearch(subscriber=subscriber, query=criteria.query(), confirmed_at=build.NOW, **derived)
        for criteria, derived in columns.items()
    )
    return dict(zip([search.pk for search in saved], columns, strict=True))


def criteria_of(drawn, bodies):
    return Criteria.from_query(drawn | {"buyer": [bodies[place].slug for place in drawn.get("buyer", [])]})


def plain_join(opportunities, at):
    """The oracle: every search compared with every entry, without keys."""
    sql = (
        f"WITH entry AS ({percolator.ENTRIES}) SELECT search.id, entry.opportunity_id "
        f"FROM entry, procurement_savedsearch AS search WHERE {percolator.VERIFY}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {"opportunities": opportunities, "at": at})
        return set(cursor.fetchall())


@pytest.fixture
def bodies():
    for slug in ("catering-and-food", "transport", "other"):
        build.category(slug)
    return [build.organisation() for _ in range(3)]


FOR_DATABASE = settings(
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@FOR_DATABASE
@given(
    opportunities=st.lists(OPPORTUNITIES, min_size=4, max_size=6),
    searches=st.lists(SEARCHES, min_size=10, max_size=14),
    at=st.just(build.NOW) | MOMENTS,
)
def test_an_opportunity_meets_exactly_the_searches_that_find_it(bodies, opportunities, searches, at):
    with transaction.atomic():
        listed = write_opportunities(opportunities, bodies)
        saved = save_searches(searches, bodies)

        by_page = {
            (pk, entry.pk) for pk, criteria in saved.items() for entry in criteria.entries(at).filter(pk__in=listed)
        }
        by_keys = {(each.search_id, each.opportunity_id) for each in percolator.met(listed, at=at)}

        assert by_keys == by_page
        assert plain_join(listed, at) == by_page
        transaction.set_rollback(True)


@FOR_DATABASE
@given(search=SEARCHES)
def test_a_search_survives_being_written_and_read(bodies, search):
    criteria = criteria_of(search, bodies)

    again = Criteria.from_query(criteria.query())

    assert again == criteria
    assert again.query() == criteria.query()
    assert again.problems == ()


@FOR_DATABASE
@given(search=SEARCHES)
def test_a_search_is_filed_under_terms_that_it_requires(bodies, search):
    criteria = criteria_of(search, bodies)

    keys = percolator.columns(criteria, Frequencies())["keys"]

    assert keys
    assert set(keys) in [*percolator.required(criteria), {"*"}]
    assert keys != ["*"] or not list(percolator.required(criteria))


# ----------------------------------------------------------------------------------------------------- examples

OWNER = {"user": portal.DATABASE_OWNER["USER"], "password": portal.DATABASE_OWNER["PASSWORD"]}


def search_for(query, **fields):
    subscriber = Subscriber.objects.create(email=f"{next(_numbers)}@example.org", confirmed_at=build.NOW)
    search = SavedSearch(subscriber=subscriber, query=Criteria.from_query(query).query(), **fields)
    percolator.file(search, at=build.NOW)
    search.save()
    return search


def met(entry):
    return {each.search_id for each in percolator.met([entry.pk], at=build.NOW)}


def test_welsh_words_are_met_in_any_mutation():
    entry = build.entry(title_en="", title_cy="Gofal yng Nghaerdydd")

    searches = {word: search_for(f"q={word}", confirmed_at=build.NOW).pk for word in ("Caerdydd", "gaerdydd", "caer")}

    assert met(entry) == {searches["Caerdydd"], searches["gaerdydd"]}


def test_a_search_that_requires_nothing_is_still_found():
    entry = build.entry(title_en="Grounds maintenance")
    everything, stop_words, without, cheap = (
        search_for(query, confirmed_at=build.NOW).pk for query in ("", "q=the+of", "q=-weddings", "value_to=200000")
    )
    ruled_out = search_for("q=-grounds", confirmed_at=build.NOW).pk

    assert met(entry) == {everything, stop_words, without, cheap}
    assert ruled_out not in met(entry)


def test_a_search_that_was_not_confirmed_is_met_by_nothing():
    search_for("q=lunch", confirmed_at=None)

    assert met(build.entry()) == set()


def test_what_is_not_current_meets_nothing():
    search_for("", confirmed_at=build.NOW)

    assert met(build.entry(stage="withdrawn")) == set()
    assert met(build.entry(**build.window("tender_start", date(2026, 8, 1)))) == set()


def test_a_deadline_counts_for_its_day_in_london():
    entry = build.entry(stage="tendering", submissions_close_at=datetime(2027, 6, 30, 23, 30, tzinfo=UTC))
    PipelineEntry.objects.filter(pk=entry.pk).update(tender_earliest=None, tender_latest=None)
    search = search_for("tender_from=2027-07-01", confirmed_at=build.NOW)  # summer time: it is half past midnight
    search_for("tender_from=2027-07-02", confirmed_at=build.NOW)

    assert met(entry) == {search.pk}


def test_many_opportunities_are_matched_in_one_query(django_assert_num_queries):
    entries = [build.entry(area_codes=[code]) for code in ("W06000002", "W06000015")]
    gwynedd, wales = (search_for(f"area={code}", confirmed_at=build.NOW).pk for code in ("W06000002", "WALES"))

    with django_assert_num_queries(1):
        found = percolator.met([entry.pk for entry in entries], at=build.NOW)

    assert {(each.search_id, each.opportunity_id) for each in found} == {
        (gwynedd, entries[0].pk),
        (wales, entries[0].pk),
        (wales, entries[1].pk),
    }


def test_a_search_is_filed_under_the_rarest_thing_it_requires():
    frequencies = Frequencies({"w:lunch": 0.001, "w:servic": 0.6, "a:W06000002": 0.2, "c:55": 0.1})

    def filed(query):
        return percolator.columns(Criteria.from_query(query), frequencies)["keys"]

    assert "w:lunch" in filed("q=lunch+services&area=W06000002")
    assert filed("q=services&area=W06000002") == ["a:W06000002"]
    assert filed("cpv=55000000&area=W06000002&vcse=yes") == ["c:55"]


@pytest.mark.django_db(transaction=True)
def test_how_common_a_term_is_comes_from_the_statistics_of_the_database(bodies):
    drawn = {"stage": "planned", "bodies": [0], "lots": [LotSnapshot(number=1)], "tender_start": Window()}
    filler = {"category": "", "value_amount": None, "value_band": "", "submissions_close_at": None}
    usual = drawn | filler | {"title_en": "School meals", "cpv_codes": ["55320000"], "area_codes": ["W06000002"]}
    rare = usual | {"title_en": "School falconry", "area_codes": ["W06000015"]}
    write_opportunities([usual] * 58 + [rare] * 2, bodies)
    with psycopg.connect(**connection.get_connection_params() | OWNER) as owner:
        owner.execute("ANALYZE procurement_pipelineentry")

    known = Frequencies.known()

    assert known.of("w:school") == pytest.approx(1)
    assert known.of("a:W06000002") == pytest.approx(58 / 60)
    assert known.of("w:falconri") < known.of("w:school")
    assert known.of("w:never-seen") <= known.of("w:falconri")
    assert known.of(f"b:{bodies[0].pk}") == pytest.approx(1)


def test_refiling_changes_the_keys_and_never_the_answer():
    entry = build.entry()
    search = search_for("q=lunch&area=W06000002", confirmed_at=build.NOW)
    first = search.keys

    percolator.file(search, at=build.NOW, frequencies=Frequencies({"a:W06000002": 0.000_1, "w:lunch": 0.9}))
    search.save()

    assert search.keys != first
    assert search.keys == ["a:W06000002"]
    assert met(entry) == {search.pk}


def test_a_body_merged_later_is_found_at_once_whichever_of_them_the_search_or_the_entry_names():
    old, older, new = build.organisation(), build.organisation(), build.organisation()
    of_old, of_new, other = build.entry(buyer=old), build.entry(buyer=new), build.entry()
    searches = {search_for(f"buyer={body.slug}", confirmed_at=build.NOW).pk for body in (old, older, new)}
    assert len(met(of_old)) == len(met(of_new)) == 1

    for body in (old, older):
        accounts.merge(organisation=body, into=new, by=build.user())

    assert met(of_old) == met(of_new) == searches
    assert met(other) == set()
