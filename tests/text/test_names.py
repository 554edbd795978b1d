"""One organisation under several spellings is one; two organisations stay two."""

import json
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab_portal.text import normalised_name, normalised_names


@pytest.mark.parametrize(
    "spellings",
    [
        ["North Yorkshire Council", "The North Yorkshire Council", "NORTH  YORKSHIRE COUNCIL"],
        ["Police & Crime Commissioner for South Wales", "Police and Crime Commissioner for South Wales"],
        ["Dinas a Sir Abertawe", "Dinas & Sir Abertawe"],
        ["Sovereign Group Ltd", "Sovereign Group Limited", "Sovereign Group Ltd.", "Sovereign Group Cyf"],
        ["Creating Enterprise C.I.C", "Creating Enterprise CIC", "Creating Enterprise Community Interest Company"],
        ["KARCHER (U.K.) LIMITED", "Karcher UK Ltd"],
        ["Health Education and Improvement Wales (HEIW)", "Health Education & Improvement Wales"],
        ["Cyngor Sir Ynys Môn", "Cyngor Sir Ynys Mon"],
        ["Mayor's Office for Policing", "Mayor’s Office for Policing"],
        ["Dennis Eagle Ltd t/a Terberg", "DENNIS EAGLE LIMITED (trading as Terberg)"],
        ["Wales Trust, The", "The Wales Trust"],
    ],
)
def test_spellings_of_one_name_become_one(spellings):
    assert len({normalised_name(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tai Tarian", "Tai Tarian Ltd"),  # a charity and its company may share a name
        ("Cardiff Council", "Cyngor Caerdydd"),
        ("Cardiff Council", "Cardiff University"),
        ("Cardiff Council", "Cardiff County Council"),
        ("Welland Procurement", "Welland Procurement Unit"),
        ("Cwm Taf Morgannwg University Health Board", "Cwm Taf Morgannwg Health Board"),
        ("Welsh Government", "Welsh Government - Commercial Delivery"),
        ("Chigwell (London) Plc", "Chigwell Plc"),
        ("Acme (UK) Ltd", "Acme Ltd"),
        ("Plan A", "Plan and"),
        ("Cyf Ltd", "Ltd"),
    ],
)
def test_two_names_that_may_mean_two_organisations_stay_two(one, other):
    assert normalised_name(one) != normalised_name(other)


def test_a_name_in_two_languages_is_known_by_either_half():
    names = normalised_names("Llywodraeth Cymru / Welsh Government")

    assert names == ("llywodraeth cymru welsh government", "llywodraeth cymru", "welsh government")
    assert normalised_names("Prifysgol Bangor / Bangor University")[1:] == ("prifysgol bangor", "bangor university")


def test_a_department_or_a_single_word_is_no_half():
    assert len(normalised_names("Llywodraeth Cymru / Welsh Government - Commercial Delivery")) == 1
    assert len(normalised_names("Adra / Tai")) == 1
    assert normalised_names("  ") == normalised_names("—") == ()


@given(st.text(max_size=80))
def test_a_normalised_name_is_words_and_single_spaces(name):
    normal = normalised_name(name)

    assert normal.split() == ([] if not normal else normal.split(" "))
    assert all(word.isalnum() for word in normal.split())
    assert normal == normalised_name(name.upper().lower().upper()) or not name.isascii()


@pytest.mark.sample_data
def test_names_in_real_notices_that_become_one_are_spellings_of_one(sample_data):
    spellings = defaultdict(set)
    for file in ("sell2wales.json", "contracts_finder.json", "public_contracts_scotland_invalid.json"):
        for release in json.loads((sample_data / "notices" / file).read_text())["releases"]:
            for party in release.get("parties", []):
                spellings[normalised_name(party["name"])].add(" ".join(party["name"].split()))

    merged = {name: found for name, found in spellings.items() if len({spelling.casefold() for spelling in found}) > 1}
    assert {frozenset(found) for found in merged.values()} == {
        frozenset({"North Yorkshire Council", "The North Yorkshire Council"}),
        frozenset({"Police and Crime Commissioner for South Wales", "Police & Crime Commissioner for South Wales"}),
        frozenset({"Sovereign Group Limited", "Sovereign Group Ltd"}),
        frozenset({"T Gilmartin Ltd", "T Gilmartin Limited"}),
        frozenset({"Topcoat Construction Ltd", "Topcoat Construction Limited"}),
        frozenset({"WSP UK Ltd", "WSP UK Limited"}),
    }
