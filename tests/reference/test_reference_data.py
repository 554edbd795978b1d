"""What ships with the portal: categories, areas, councils, goals, thresholds."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from collab_portal.reference import actions, shipped
from collab_portal.reference.areas import all_areas, areas_by_code, areas_for_region_code, expanded
from collab_portal.reference.categories import all_categories, category_for
from collab_portal.reference.councils import all_councils, council_named
from collab_portal.reference.cpv import cpv_search_token
from collab_portal.reference.models import Area, Category, CpvCode, Threshold, WellbeingGoal
from collab_portal.reference.thresholds import threshold_for
from socialvalue.models import Framework, Measure, Outcome, Policy, PolicyBand, Proxy, ProxySet, Theme

CARDIFF, POWYS, SWANSEA, NEATH = "W06000015", "W06000023", "W06000011", "W06000012"
LONDON = "E12000007"

DIVISIONS = {
    "03": "catering-and-food", "09": "energy-and-environment", "14": "other", "15": "catering-and-food",
    "16": "grounds-and-green-spaces", "18": "furniture-and-supplies", "19": "furniture-and-supplies",
    "22": "design-print-and-media", "24": "furniture-and-supplies", "30": "furniture-and-supplies",
    "31": "furniture-and-supplies", "32": "digital", "33": "health-and-well-being", "34": "transport",
    "35": "furniture-and-supplies", "37": "arts-and-culture", "38": "furniture-and-supplies",
    "39": "furniture-and-supplies", "41": "energy-and-environment", "42": "furniture-and-supplies",
    "43": "building-and-repairs", "44": "building-and-repairs", "45": "building-and-repairs", "48": "digital",
    "50": "building-and-repairs", "51": "building-and-repairs", "55": "catering-and-food", "60": "transport",
    "63": "transport", "64": "office-services", "65": "energy-and-environment", "66": "office-services",
    "70": "property-and-engineering", "71": "property-and-engineering", "72": "digital", "73": "advice-and-research",
    "75": "office-services", "76": "energy-and-environment", "77": "grounds-and-green-spaces",
    "79": "advice-and-research", "80": "childcare-and-education", "85": "health-and-well-being",
    "90": "waste-and-recycling", "92": "arts-and-culture", "98": "community-and-youth",
}  # fmt: skip


def load() -> str:
    out = StringIO()
    call_command("load_reference_data", stdout=out)
    return out.getvalue().splitlines()[-1]


@pytest.mark.django_db
def test_loading_fills_the_tables_and_a_second_time_changes_nothing():
    first, second = load(), load()

    rows = [model.objects.count() for model in (Category, Area, CpvCode, WellbeingGoal, Threshold)]
    assert rows == [23, 36, 45, 7, 12]
    of_social_value = (Framework, Theme, Outcome, Measure, Policy, PolicyBand, ProxySet, Proxy)
    frameworks = sum(model.objects.count() for model in of_social_value)
    shipped_rows = sum(rows) + frameworks
    assert first == f"{shipped_rows} new, 0 changed, 0 unchanged"
    assert second == f"0 new, 0 changed, {shipped_rows} unchanged"


@pytest.mark.django_db
def test_loading_puts_right_what_was_changed_and_leaves_what_is_not_shipped():
    shipped_rows = int(load().split()[0])
    Area.objects.filter(pk=CARDIFF).update(name_en="Somewhere", parent_id="UK")
    CpvCode.objects.filter(pk="90000000").update(label_cy="Glanhau")
    Category.objects.create(slug="former", name_en="Former", name_cy="Blaenorol", position=99)

    assert load() == f"0 new, 1 changed, {shipped_rows - 1} unchanged"
    assert Area.objects.get(pk=CARDIFF).name_en == "Cardiff"
    assert Area.objects.get(pk=CARDIFF).parent_id == "WALES"
    assert CpvCode.objects.get(pk="90000000").label_cy == "Glanhau"
    assert Category.objects.filter(slug="former").exists()


@pytest.mark.django_db
def test_what_is_read_without_a_query_is_what_stands_in_the_tables(django_assert_num_queries):
    load()

    with django_assert_num_queries(0):
        categories, areas = all_categories(), all_areas("en")
    assert set(categories) == set(Category.objects.all())
    assert set(areas) == set(Area.objects.all())
    fields = ("code", "name_en", "name_cy", "kind", "parent_id", "nuts", "itl_2021", "itl_2025", "position")
    stored = set(Area.objects.values_list(*fields))
    assert {tuple(getattr(area, field) for field in fields) for area in areas} == stored


# ------------------------------------------------------------------------------------------------------ categories


@pytest.mark.parametrize(("division", "slug"), DIVISIONS.items())
def test_every_division_has_a_category(division, slug):
    assert category_for([division.ljust(8, "0")]).slug == slug


def test_the_divisions_in_the_file_are_those_with_a_category():
    assert {division.code[:2] for division in shipped.divisions()} == DIVISIONS.keys()


@pytest.mark.parametrize(
    ("codes", "slug"),
    [
        (["90911200"], "cleaning-and-facilities"),
        (["90500000"], "waste-and-recycling"),
        (["85312110"], "childcare-and-education"),
        (["85312000"], "social-care"),
        (["85121270"], "health-and-well-being"),
        (["79530000"], "translation"),
        (["79710000"], "cleaning-and-facilities"),
        (["79800000"], "design-print-and-media"),
        (["60112000", "80110000"], "transport"),
        (["80000000", "85312110"], "childcare-and-education"),
        (["45000000", "45112710"], "grounds-and-green-spaces"),
        ([], "other"),
        (["00000000"], "other"),
        (["14000000", "90911200"], "cleaning-and-facilities"),
    ],
)
def test_the_longest_prefix_decides_then_the_code_named_first(codes, slug):
    assert category_for(codes).slug == slug


def test_categories_are_complete_in_both_languages_and_share_no_prefix():
    prefixes = [prefix for category in all_categories() for prefix in category.cpv_prefixes]

    assert len(prefixes) == len(set(prefixes))
    assert all(cpv_search_token(prefix.ljust(8, "0")) == prefix for prefix in prefixes)
    for category in all_categories():
        assert "" not in (category.name_en, category.name_cy, category.examples_en, category.examples_cy)
        category.clean_fields()
    assert all_categories()[-1].slug == "other"


@pytest.mark.sample_data
def test_real_notices_fall_into_many_categories_and_seldom_into_the_last(sample_data):
    releases = json.loads((sample_data / "notices" / "sell2wales.json").read_text())["releases"]
    found = []
    for release in releases:
        items = release["tender"].get("items", [])
        codes = [c["id"] for item in items for c in item.get("additionalClassifications", []) if c["scheme"] == "CPV"]
        main = release["tender"].get("classification", {}).get("id")
        found.append(category_for([main, *codes] if main else codes).slug)

    assert len(set(found)) > 10
    assert found.count("other") <= 2


# ----------------------------------------------------------------------------------------------------------- areas


@pytest.mark.parametrize(
    ("searched", "delivered", "is_found"),
    [
        (CARDIFF, CARDIFF, True),
        (CARDIFF, "WALES", True),
        (CARDIFF, "UK", True),
        (CARDIFF, POWYS, False),
        (CARDIFF, "UK-ENG", False),
        ("WALES", POWYS, True),
        ("WALES", "WALES", True),
        ("WALES", "UK", True),
        ("WALES", LONDON, False),
        ("UK", POWYS, True),
        ("UK", LONDON, True),
        ("UK-ENG", LONDON, True),
        (LONDON, "UK-ENG", True),
        (LONDON, "E12000009", False),
        ("UK-SCT", "UK", True),
    ],
)
def test_an_area_is_found_from_within_from_itself_and_from_above(searched, delivered, is_found):
    assert (searched in expanded([delivered])) is is_found


def test_several_areas_are_found_under_each():
    assert expanded([CARDIFF, POWYS]) == {CARDIFF, POWYS, "WALES", "UK"}
    assert expanded([]) == frozenset()
    assert expanded(["elsewhere"]) == {"elsewhere"}
    assert expanded(["UK"]) == areas_by_code().keys()


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("UKL18", {SWANSEA}),
        ("TLL18", {SWANSEA}),
        ("TLL43", {SWANSEA}),
        ("W06000011", {SWANSEA}),
        ("Abertawe", {SWANSEA}),
        (" swansea ", {SWANSEA}),
        ("UKL17", {"W06000013", NEATH}),
        ("TLL44", {NEATH}),
        ("UKL14", {"W06000008", "W06000009", "W06000010"}),
        ("South West Wales", {"W06000008", "W06000009", "W06000010"}),
        ("TLL41", {"W06000008", POWYS}),
        ("UKL", {"WALES"}),
        ("Wales", {"WALES"}),
        ("Cymru", {"WALES"}),
        ("GB-WLS", {"WALES"}),
        ("UK", {"UK"}),
        ("United Kingdom", {"UK"}),
        ("GB", {"UK"}),
        ("UKC21", {"E12000001"}),
        ("UKE2", {"E12000003"}),
        ("UKI44", {LONDON}),
        ("London", {LONDON}),
        ("England", {"UK-ENG"}),
        ("Yorkshire and the Humber", {"E12000003"}),
        ("UKM83", {"UK-SCT"}),
        ("Scotland", {"UK-SCT"}),
        ("Northern Ireland", {"UK-NIR"}),
        ("UKZ1", set()),
        ("DE212", set()),
        ("Channel Islands", set()),
        ("Europe", set()),
        ("CF10 4UW", set()),
        ("", set()),
    ],
)
def test_a_region_is_read_as_notices_write_it(written, codes):
    assert set(areas_for_region_code(written)) == codes


def test_two_regions_of_the_old_kind_make_up_wales():
    west, east = areas_for_region_code("UKL1"), areas_for_region_code("UKL2")
    councils = {area.code for area in shipped.areas() if area.kind == Area.Kind.COUNCIL}

    assert len(councils) == 22
    assert set(west) | set(east) == councils
    assert not set(west) & set(east)
    assert {code for part in ("TLL3", "TLL4", "TLL5") for code in areas_for_region_code(part)} == councils


@pytest.mark.sample_data
def test_every_region_in_real_notices_is_known(sample_data):
    def regions(value):
        if isinstance(value, dict):
            yield from (v for k, v in value.items() if k == "region" and isinstance(v, str))
            yield from (found for v in value.values() for found in regions(v))
        elif isinstance(value, list):
            yield from (found for v in value for found in regions(v))

    found = {
        region for path in (sample_data / "notices").glob("*.json") for region in regions(json.loads(path.read_text()))
    }

    assert len(found) > 40
    assert [region for region in found if not areas_for_region_code(region)] == []


def test_areas_stand_in_the_order_of_the_page_s_language():
    english = [area.name_en for area in all_areas("en")]
    welsh = [area.name_cy for area in all_areas("cy")]

    assert english[:4] == ["United Kingdom", "Wales", "Blaenau Gwent", "Bridgend"]
    assert welsh[:5] == ["Y Deyrnas Unedig", "Cymru", "Abertawe", "Blaenau Gwent", "Bro Morgannwg"]
    assert english[24:] == [area.name_en for area in all_areas("cy")][24:]


# -------------------------------------------------------------------------------------------------------- councils


def test_each_council_has_its_area_and_no_name_belongs_to_two():
    assert {council.area for council in all_councils()} == {
        area.code for area in shipped.areas() if area.kind == Area.Kind.COUNCIL
    }
    for council in all_councils():
        for name in (council.name_en, council.name_cy, *council.other_names):
            assert council_named(name) is council


@pytest.mark.sample_data
def test_councils_in_real_notices_are_recognised_and_nobody_else_is(sample_data):
    releases = json.loads((sample_data / "notices" / "sell2wales.json").read_text())["releases"]
    buyers = {release["buyer"]["name"] for release in releases}

    found = {name: areas_by_code()[council.area].name_en for name in buyers if (council := council_named(name))}
    assert found == {
        "Bridgend County Borough Council": "Bridgend",
        "Cardiff Council": "Cardiff",
        "Carmarthenshire County Council": "Carmarthenshire",
        "City & County of Swansea": "Swansea",
        "Cyngor Gwynedd": "Gwynedd",
        "Cyngor Sir Ceredigion County Council": "Ceredigion",
        "Isle of Anglesey County Council": "Isle of Anglesey",
        "Neath Port Talbot County Borough Council": "Neath Port Talbot",
        "Rhondda Cynon Taf CBC": "Rhondda Cynon Taf",
        "Torfaen County Borough Council": "Torfaen",
        "Wrexham County Borough Council": "Wrexham",
    }


# ------------------------------------------------------------------------------------------- goals and thresholds


def test_welsh_titles_of_goals_that_were_not_compared_are_marked():
    unverified = {goal.code for goal in shipped.wellbeing_goals() if not goal.verified}

    assert unverified == {"WBG3", "WBG5", "WBG6"}
    assert all(goal.source.startswith("https://www.legislation.gov.uk/") for goal in shipped.wellbeing_goals())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "on", "amount"),
    [
        ("goods_services_sub_central", date(2026, 1, 1), 207_720),
        ("goods_services_sub_central", date(2025, 12, 31), 214_904),
        ("goods_services_central", date(2026, 11, 22), 135_018),
        ("works", date(2030, 1, 1), 5_193_000),
        ("light_touch", date(2024, 1, 1), 663_540),
        ("utilities", date(2026, 6, 1), 415_440),
        ("utilities_light_touch", date(2026, 6, 1), 884_720),
    ],
)
def test_the_threshold_of_the_day_is_found(kind, on, amount):
    actions.load_reference_data()

    threshold = threshold_for(kind, on)

    assert threshold.amount == Decimal(amount)
    assert threshold.source_url.startswith("https://")
    assert not threshold.verified
    assert f"{amount:,}" in str(threshold)


@pytest.mark.django_db
def test_before_the_first_period_no_threshold_is_known():
    actions.load_reference_data()

    assert threshold_for("works", date(2023, 12, 31)) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"valid_from": date(2026, 1, 1)},
        {"valid_from": date(2028, 1, 1)},
        {"valid_from": date(2028, 1, 1), "valid_to": date(2027, 1, 1)},
        {"valid_from": date(2028, 1, 1), "valid_to": date(2029, 1, 1), "amount": 0},
    ],
)
def test_the_database_refuses_two_thresholds_for_one_day_and_nonsense(fields):
    actions.load_reference_data()

    with pytest.raises(IntegrityError), transaction.atomic():
        Threshold.objects.create(**{"kind": "works", "amount": 1, "source": "x", "source_url": "https://x"} | fields)
