"""What a person types finds what they mean, in both languages, and never fails."""

import json

import pytest
from django.contrib.postgres.search import SearchRank
from django.db import connection
from django.db.models import F, Value
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from collab_portal.reference.models import Category
from collab_portal.text import Document, Query, parse, welsh_parts

pytestmark = pytest.mark.django_db
quickly = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

SENTENCES = {
    1: "Glanhau ysgolion yng Nghaerdydd a Bro Morgannwg",
    2: "Gwasanaethau gofal i bobl hŷn o Gaerdydd",
    3: "Cludiant cymunedol ym Mhowys",
    4: "Cynllun ynni yng Ngwynedd ar gyfer tai fforddiadwy",
    5: "Caffi cymunedol a gardd gymunedol",
    6: "Prosiect bwyd gydag ysgolion ein trefi",
}

# Documents that random queries can meet, in both languages.
WORDS = [
    "clean",
    "cleaning",
    "services",
    "for",
    "schools",
    "caerdydd",
    "nghaerdydd",
    "gardd",
    "ardd",
    "train",
    "drain",
    "tai",
    "dai",
    "the",
    "a",
    "co-op",
    "2025",
    "ŵyl",
]
DOCUMENTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join)
QUERIES = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(WORDS).map("-{}".format),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
        st.sampled_from(["OR", "NEU"]),
    ),
    max_size=7,
).map(" ".join)


# Every letter, mark and sign of the two languages, and what word processors add to them.
LATIN = st.one_of(
    st.characters(min_codepoint=1, max_codepoint=0x17F), st.characters(min_codepoint=0x2000, max_codepoint=0x2BFF)
)


def matches(query: Query, english: str = "", welsh: str = "") -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_document(%s, %s) @@ %s::tsquery", [english, welsh, query.tsquery()])
        return cursor.fetchone()[0]


def lexemes(english: str = "", welsh: str = "") -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(portal_document(%s, %s))", [english, welsh])
        return set(cursor.fetchone()[0])


def found(typed: str) -> set[int]:
    return {number for number, sentence in SENTENCES.items() if matches(parse(typed), welsh=sentence)}


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("Caerdydd", {1, 2}),
        ("Gaerdydd", {1, 2}),
        ("caerdydd", {1, 2}),
        ("powys", {3}),
        ("Bowys", {3}),
        ("gwynedd", {4}),
        ("Ngwynedd", {4}),
        ("cymunedol", {3, 5}),
        ("gymunedol", {3, 5}),
        ("lanhau", {1}),
        ("ardd", {5}),
        ("hysgolion", {1, 6}),
        ("tref", set()),
        ("hyn", {2}),
        ("hŷn", {2}),
        ("yng Nghaerdydd", {1, 2}),
        ("tai NEU cludiant", {3, 4}),
        ('"gardd gymunedol"', {5}),
        ('"cymunedol gardd"', set()),
        ('"cymunedol a gardd"', {5}),
        ("cymunedol -caffi", {3}),
    ],
)
def test_welsh_is_found_by_any_of_its_mutations(typed, numbers):
    assert found(typed) == numbers


@pytest.mark.parametrize(
    ("typed", "english", "is_found"),
    [
        ("cleaning", "Window cleaners for schools", False),
        ("clean school", "Cleaning of schools", True),
        ("the cleaning of schools", "School cleaning", True),
        ('"cleaning of schools"', "Cleaning of schools", True),
        ('"cleaning of schools"', "Cleaning schools", False),
        ('"school cleaning"', "Cleaning of schools", False),
        ("cleaning -windows", "Cleaning of windows", False),
        ("-windows", "Cleaning of schools", True),
        ('-"window cleaning"', "Cleaning of windows", True),
        ("gardens OR cleaning", "Cleaning", True),
        ("gardens or cleaning", "Cleaning", False),
        ('gardens OR "school cleaning"', "School cleaning", True),
        ("cleaning gardens OR schools", "School cleaning", True),
        ("cleaning gardens OR schools", "School gardens", False),
        ("co-operative", "Co-operative housing", True),
        ("housing co operative", "Co-operative housing", True),
        ("children’s", "Children's services", True),
        ("advice/support", "Support, advice", False),
        ("support advice", "Advice/support", True),
        ("2025-26", "Programme 2025/26", True),
        ("26", "Programme 2025-26", True),
        ("info@example.org", "Write to info@example.org", True),
        ("m²", "Area in m2", True),
        ("cafe", "Café", True),
        ("ISO9001", "iso9001 or equivalent", True),
        ("“school cleaning”", "School cleaning", True),
    ],
)
def test_english_is_found_by_its_stems(typed, english, is_found):
    assert matches(parse(typed), english) is is_found


def test_a_welsh_mutation_of_an_english_word_does_not_find_another_english_word():
    assert not matches(parse("train"), english="Drain clearing")
    assert not matches(parse("coal"), english="Our goal")
    assert matches(parse("trên"), welsh="Gorsaf drên")


def test_one_query_finds_a_document_by_words_of_both_languages():
    assert matches(parse("cleaning Caerdydd"), english="School cleaning", welsh="Glanhau yng Nghaerdydd")


def test_equal_meanings_are_equal_queries_and_equal_text():
    assert parse("schools  Cleaning") == parse("the cleaning Schools cleaning") != parse('"schools cleaning"')
    assert parse("b9 a8").tsquery() == parse("a8 b9").tsquery()
    assert hash(parse("a8")) == hash(parse("A8"))


def test_stop_words_of_either_language_drop_out():
    assert parse("the of a and yr yn i ac").is_empty
    assert parse("").is_empty
    assert parse("the school").groups == parse("yr school").groups == parse("school").groups


def test_a_phrase_gives_a_group_for_each_of_its_words_and_alternatives_give_one():
    phrase = parse('"school cleaning"')
    alternatives = parse('cleaning OR "local buses"')

    assert phrase.groups == parse("school").groups + parse("cleaning").groups
    assert alternatives.groups == (parse("cleaning").groups[0] | parse("local").groups[0],)
    assert parse("-cleaning").groups == ()
    assert not parse("-cleaning").is_empty


def test_at_most_twenty_words_of_sixty_four_letters_are_read():
    many = parse(" ".join(f"word{n}" for n in range(30)))
    long = parse("x" * 100)

    assert len(many.groups) == 20
    assert max(len(lexeme) for lexeme in long.groups[0]) <= 64 + len("cyx") + len("ng")


def test_one_parse_asks_the_database_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        parse('cleaning "local buses" -windows OR tai')
    with django_assert_num_queries(0):
        parse(' "" - OR ')


def test_the_orm_can_filter_and_rank_by_a_query():
    Category.objects.create(
        slug="a", name_en="Bus services", name_cy="Gwasanaethau bws", examples_en="for schools", position=1
    )
    Category.objects.create(slug="b", name_en="Schools", name_cy="Ysgolion", examples_en="a bus", position=2)
    Category.objects.create(slug="c", name_en="Parks", name_cy="Parciau", position=3)
    query = parse("school").as_expression()

    document = Document("name_en", "name_cy", "examples_en", "examples_cy")
    ranked = (
        Category.objects.annotate(search=document).filter(search=query).order_by(SearchRank(F("search"), query).desc())
    )

    assert [category.slug for category in ranked] == ["b", "a"]


def test_titles_weigh_more_than_the_rest():
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_document('bus', 'bws', 'school', 'ysgol')::text")
        assert cursor.fetchone()[0] == "'bus':1A 'cyxbws':2A 'cyxysgol':4C 'school':3C"


def test_a_document_of_any_length_is_made():
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(portal_document(%s, %s))", [f"{'long words ' * 300_000}", "x" * 3_000_000])
        assert cursor.fetchone()[0] == 2
        cursor.execute("SELECT portal_document(NULL, NULL, NULL, NULL)::text")
        assert cursor.fetchone()[0] == ""


@quickly
@given(st.text(max_size=200))
@example("\0 \ud800 ' \\ :* <-> & | ! ( ) -")
@example("a\0b")
@example("'; DROP TABLE reference_category; --")
@example("\\' OR ''")
@example('-"" OR OR -- NEU "')
@example("1e5x 0x1f 1.2.3 -26 a_b ﷺ ½ ⅷ İ ǅ ß")
@example("word " * 1000)
@example("-" * 1000)
def test_nothing_typed_is_an_error(typed):
    query = parse(typed)

    assert matches(query, "some words", "rhai geiriau") in (True, False)
    assert query.is_empty == (query.tsquery() == "")
    assert all(group and "" not in group for group in query.groups)


@quickly
@given(QUERIES, DOCUMENTS, DOCUMENTS)
def test_what_is_found_has_a_word_of_every_group(typed, english, welsh):
    query = parse(typed)

    if not query.is_empty and matches(query, english, welsh):
        words = lexemes(english, welsh)
        assert all(group & words for group in query.groups)


@quickly
@given(st.text(LATIN, max_size=80))
@example("a.b, 2025-26: café ½ m² (x) “y” and e-mail: a.b@c.example/d?e=f")
@example("e\u0301te\u0301 x\u200by soft\u00adhyphen one\ue000two a∑b yes🙂no")
def test_a_text_is_found_by_each_of_its_own_words(text):
    for word in text.split():
        query = parse(word.replace('"', " ").lstrip("-"))
        if query.groups:
            assert matches(query, english=text)
            assert matches(query, welsh=text)


@pytest.mark.sample_data
def test_real_notices_are_found_by_words_of_their_titles(sample_data):
    releases = json.loads((sample_data / "notices" / "sell2wales.json").read_text())["releases"]
    titles = [release["tender"]["title"] for release in releases]

    for title in titles:
        assert matches(parse(title), english=title, welsh=welsh_parts(title)), title
    for typed in ("gytundeb bws", "chytundeb", "fws lleol"):
        hits = [title for title in titles if matches(parse(typed), english=title, welsh=welsh_parts(title))]
        assert hits == ["Cytundeb gwasanaeth bws lleol / Local bus service contract"]
    anglesey = [title for title in titles if matches(parse("ofal blant"), english=title, welsh=welsh_parts(title))]
    assert len(anglesey) == 1
    assert anglesey[0].startswith("System Brynu Ddynamig Gofal Plant Ynys Mon")


def test_a_value_is_searchable_without_a_table():
    document = Document(Value("School cleaning"), Value("Glanhau ysgolion"))

    Category.objects.create(slug="x", name_en="x", name_cy="x", position=1)
    rows = Category.objects.annotate(words=document).filter(words=parse("lanhau school").as_expression())

    assert rows.count() == 1
