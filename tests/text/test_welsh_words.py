"""How Welsh words begin, how they are ordered, and how Welsh is told from English."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from collab_portal.text import language_of, mutations, radicals, welsh_parts, welsh_sort_key
from collab_portal.text.welsh import CLUSTERS, all_forms

BEGINNINGS = ("", *"bcdfghlmnprst", *CLUSTERS, "cl", "gl", "gr", "gw", "pr", "tr")
WORDS = st.tuples(st.sampled_from(BEGINNINGS), st.sampled_from("aeiouwyâŵ"), st.text("abdefghilmnorstuwy", min_size=2))


@pytest.mark.parametrize(
    ("radical", "forms"),
    [
        ("caerdydd", {"gaerdydd", "nghaerdydd", "chaerdydd"}),
        ("powys", {"bowys", "mhowys", "phowys"}),
        ("tai", {"dai", "nhai", "thai"}),
        ("bangor", {"fangor", "mangor"}),
        ("dinbych", {"ddinbych", "ninbych"}),
        ("gwynedd", {"wynedd", "ngwynedd"}),
        ("mynwy", {"fynwy"}),
        ("llanelli", {"lanelli"}),
        ("rhondda", {"rondda"}),
        ("ysgol", {"hysgol"}),
        ("ŵyn", {"hŵyn"}),
        ("chwarae", set()),
        ("ffordd", set()),
        ("ngwynedd", set()),
        ("sir", set()),
        ("2025", set()),
    ],
)
def test_a_word_shows_its_mutations_and_no_others(radical, forms):
    assert mutations(radical) == forms | {radical}


@pytest.mark.parametrize(
    ("met", "radical"),
    [
        ("Nghaerdydd", "caerdydd"),
        ("mhowys", "powys"),
        ("ngwynedd", "gwynedd"),
        ("wynedd", "gwynedd"),
        ("gymunedol", "cymunedol"),
        ("fynwy", "mynwy"),
        ("fangor", "bangor"),
        ("ddinbych", "dinbych"),
        ("lanelli", "llanelli"),
        ("rondda", "rhondda"),
        ("lanhau", "glanhau"),
        ("ŵyl", "gŵyl"),
        ("hysgol", "ysgol"),
    ],
)
def test_a_word_met_in_running_text_leads_back_to_its_dictionary_form(met, radical):
    assert radical in radicals(met)


def test_a_letter_is_not_taken_for_the_half_of_a_double_one():
    assert radicals("llan") == {"llan"}
    assert "tdraig" not in radicals("ddraig")
    assert radicals("ff") == {"ff"}


@given(WORDS.map("".join))
@example("gŵyl")
def test_every_mutation_can_be_undone(word):
    for form in mutations(word):
        assert word in radicals(form)


@given(st.text(max_size=70))
def test_any_text_at_all_has_forms_and_is_one_of_them(text):
    assert text.lower() in all_forms(text) or not text.lower()


@pytest.mark.parametrize(
    "names",
    [
        ["Aberaeron", "Caerdydd", "Cymru", "Chwilog", "Dinbych", "Ddol", "Fflint", "Gwynedd"],
        ["afal", "angor", "ail", "am"],
        ["Bae Colwyn", "Baglan", "Bangor", "Barri"],
        ["lôn", "lwc", "llaw", "llwybr", "mab"],
        ["Llandudno", "Llanfair", "Llangefni", "Llangollen", "Llanilar"],
        ["Pŵl-y-cwm", "pwll", "pysgod", "Phoenix", "rhaff", "sir", "Tywyn", "theatr", "Undy"],
        ["Sir Benfro", "Sir y Fflint", "Sir Ynys Môn", "Siriol"],
        ["10 Afon", "3 Afon", "Afon"],
    ],
)
def test_names_stand_in_the_order_of_the_welsh_alphabet(names):
    keys = [welsh_sort_key(name) for name in names]

    assert keys == sorted(set(keys))


def test_accents_apostrophes_and_punctuation_do_not_count_in_the_order():
    assert welsh_sort_key("Tŷ’r Ysgol (Môn)") == welsh_sort_key("tyr  ysgol - mon")


@given(st.text(max_size=60))
def test_a_sort_key_is_digits_only_so_that_every_collation_agrees(name):
    key = welsh_sort_key(name)

    assert key == "" or (key.isascii() and key.isdigit())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Cytundeb gwasanaeth bws lleol", "cy"),
        ("Gofal Plant yn Ddwyflwydd oed ym Môn", "cy"),
        ("Fframwaith Deunyddiau", "cy"),
        ("Llywodraeth Cymru", "cy"),
        ("Local bus service contract", "en"),
        ("Adult Mental Health Services (Llanelli Cluster) Hywel Dda UHB", "en"),
        ("Highway Verge & Hedge Cutting with Tractor and Flail", "en"),
        ("2025", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_title_is_guessed(text, language):
    assert language_of(text) == language


def test_where_nothing_tells_the_language_the_default_stands():
    assert language_of("G10 2025", default="cy") == "cy"


def test_the_welsh_half_of_a_bilingual_title_is_found():
    title = "System Brynu Ddynamig Gofal Plant Ynys Mon / Dynamic Purchasing System for Anglesey Childcare"

    assert welsh_parts(title) == "System Brynu Ddynamig Gofal Plant Ynys Mon"
    assert welsh_parts("Window cleaning programme. Lot 1: schools.") == ""
