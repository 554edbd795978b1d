"""An officer enters an opportunity: page by page, half done, in any order, and beside a colleague."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from collab_portal.forms import problems
from procurement import actions
from procurement.drafting.sections import SECTIONS
from procurement.models import Opportunity, PipelineEntry, Release
from tests import build
from tests.procurement.officer import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codes(db):
    build.reference_data()


@pytest.fixture
def officer():
    return build.user(role="editor", of=build.organisation(name_en="Gwynedd Council", name_cy="Cyngor Gwynedd"))


@pytest.fixture
def draft(officer):
    return actions.start_draft(buyer=officer.acting_for, by=officer, title_en="Meals at home")


@pytest.fixture
def desk(client, officer):
    return Desk(client, officer)


def test_a_title_in_one_language_begins_a_draft(desk, officer):
    refused = desk.post("new", description_en="A hot meal at noon.")
    answer = desk.post("new", title_cy="Prydau gartref", description_en="A hot meal at noon.")

    made = Opportunity.objects.get()
    assert refused.status_code == 422
    assert answer.url == reverse("pipeline:edit", args=[made.reference])
    assert (made.title_cy, made.description_en, made.buyer) == (
        "Prydau gartref",
        "A hot meal at noon.",
        officer.acting_for,
    )


def test_nothing_typed_is_lost_when_a_page_is_refused(desk):
    answer = desk.post("new", description_en="A hot meal at noon.", title_en="", title_cy="")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A hot meal at noon." in page
    assert "<title>Error: " in page
    assert 'href="#id_title_en"' in page


def test_the_pages_follow_one_another_and_lead_back_to_the_list(desk, draft):
    order = list(SECTIONS)

    first = desk.save(draft, "about", title_en="Meals at home")
    last = desk.save(draft, order[-1])
    left = desk.save(draft, "about", title_en="Meals at home", leave="yes")

    assert first.url == reverse("pipeline:section", args=[draft.reference, order[1]])
    assert last.url == left.url == reverse("pipeline:edit", args=[draft.reference])


@pytest.mark.parametrize("slug", [slug for slug, section in SECTIONS.items() if section.form])
def test_every_page_opens_and_can_be_saved_empty(desk, draft, slug):
    opened = desk.get("section", draft, slug)
    saved = desk.save(draft, slug, main_category="services")

    assert opened.status_code == 200
    assert saved.status_code == 302


@pytest.mark.parametrize("slug", [slug for slug, section in SECTIONS.items() if section.form])
def test_saving_a_page_as_it_was_opened_changes_nothing(desk, officer, slug):
    made = build.opportunity(stage="draft", buyer=officer.acting_for, by=officer, category=build.category("transport"))
    before = Opportunity.objects.values().get(pk=made.pk)

    answer = desk.save_as_opened(made, slug)

    assert answer.status_code == 302
    assert Opportunity.objects.values().get(pk=made.pk) == before


def test_a_category_is_chosen_in_plain_words(desk, draft):
    desk.save(draft, "category", main_category="goods", category="catering-and-food")

    draft.refresh_from_db()
    assert (draft.main_category, draft.category_id) == ("goods", "catering-and-food")


def test_codes_are_taken_as_they_are_written(desk, draft):
    desk.save(draft, "category", main_category="services", cpv_words="55320000-9, 55523000")

    draft.refresh_from_db()
    assert draft.cpv_codes == ["55320000", "55523000"]


def test_words_are_looked_up_and_somebody_has_to_choose(desk, draft):
    looked = desk.save(draft, "category", main_category="goods", cpv_words="transport", look="yes")
    refused = desk.save(draft, "category", main_category="goods", cpv_words="transport")
    chosen = desk.save(draft, "category", main_category="goods", cpv_words="transport", cpv_codes=["60000000"])

    assert (looked.status_code, refused.status_code, chosen.status_code) == (200, 422, 302)
    assert 'value="60000000"' in looked.content.decode()
    assert "Select the CPV codes that fit" in refused.content.decode()
    draft.refresh_from_db()
    assert draft.cpv_codes == ["60000000"]


def test_words_that_name_no_code_say_so(desk, draft):
    answer = desk.save(draft, "category", main_category="goods", cpv_words="zzzz")

    assert answer.status_code == 422
    assert "No CPV code was found for “zzzz”" in answer.content.decode()


def test_areas_are_listed_in_the_alphabet_of_the_page(desk, draft):
    english = desk.get("section", draft, "areas").content.decode()
    welsh = desk.get("section", draft, "areas", language="cy").content.decode()

    assert english.index(">Cardiff<") < english.index(">Gwynedd<") < english.index(">Swansea<")
    assert welsh.index(">Abertawe<") < welsh.index(">Caerdydd<") < welsh.index(">Gwynedd<")


def test_several_areas_are_kept_with_codes_that_an_import_brought(desk, draft, officer):
    actions.amend(opportunity=draft, by=officer, area_codes=["W06000002", "XX-1"])

    desk.save(draft, "areas", wide=["XX-1"], councils=["W06000001", "W06000002"])

    draft.refresh_from_db()
    assert draft.area_codes == ["XX-1", "W06000001", "W06000002"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"value_amount": "£120,000", "value_gross": "144 000"}, (Decimal(120_000), Decimal(144_000), "")),
        ({"value_band": "30000-100000"}, (None, None, "30000-100000")),
        ({}, (None, None, "")),
    ],
)
def test_a_value_is_an_amount_a_range_or_not_known(desk, draft, typed, kept):
    desk.save(draft, "value", **typed)

    draft.refresh_from_db()
    assert (draft.value_amount, draft.value_gross, draft.value_band) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"value_amount": "about 5"}, "Enter an amount in pounds"),
        ({"value_amount": "120000", "value_gross": "100000"}, "The value with VAT cannot be less"),
        ({"value_amount": "50000", "value_band": "30000-100000"}, "Give an amount or choose a range, not both"),
    ],
)
def test_a_value_that_cannot_be_says_what_to_do(desk, draft, typed, said):
    answer = desk.save(draft, "value", **typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "window"),
    [
        ({"award_from": ("", "5", "2027")}, (date(2027, 5, 1), date(2027, 5, 31))),
        ({"award_from": ("", "May", "2027"), "award_to": ("", "7", "2027")}, (date(2027, 5, 1), date(2027, 7, 31))),
        ({"award_from": ("17", "5", "2027")}, (date(2027, 5, 17), date(2027, 5, 17))),
        ({"award_from": ("17", "5", "2027"), "award_to": ("", "6", "2027")}, (date(2027, 5, 17), date(2027, 6, 30))),
        ({}, (None, None)),
    ],
)
def test_a_date_is_as_rough_as_it_is_known(desk, draft, typed, window):
    answer = desk.save(draft, "dates", **typed)

    draft.refresh_from_db()
    assert answer.status_code == 302
    assert (draft.award_earliest, draft.award_latest) == window


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"award_from": ("", "13", "2027")}, "Choice of the winner: enter a real date"),
        ({"award_from": ("31", "2", "2027")}, "Choice of the winner: enter a real date"),
        ({"award_from": ("5", "", "2027")}, "Choice of the winner: the date must include a month"),
        ({"award_from": ("", "5", "27")}, "Choice of the winner: the year must have 4 digits"),
        ({"award_from": ("", "5", "2727")}, "Choice of the winner: the year must be between"),
        ({"award_to": ("", "5", "2027")}, "Choice of the winner: enter the earliest date too"),
        (
            {"award_from": ("", "5", "2027"), "award_to": ("", "4", "2027")},
            "Choice of the winner: the latest date must not be before the earliest date",
        ),
        (
            {"tender_start_from": ("", "5", "2027"), "contract_start_from": ("", "4", "2027")},
            "Start of the contract: this is before “Start of the tender”",
        ),
        ({"contract_months": "986"}, "must be 600 months or fewer"),
        ({"contract_months": "three"}, "as a number of months"),
    ],
)
def test_a_date_that_cannot_be_says_which_and_what_to_do(desk, draft, typed, said):
    answer = desk.save(draft, "dates", **typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_links_lead_to_the_three_places_of_legal_publication_only(desk, draft):
    good = "https://www.sell2wales.gov.wales/search/show/1"
    for url in (
        "http://www.sell2wales.gov.wales/search/show/1",
        "https://example.org/notice",
        "https://sell2wales.gov.wales.example.org/",
        "https://example.org@www.sell2wales.gov.wales/",
        "https://www.sell2wales.gov.wales:8443/",
        "javascript:alert(1)",
        "not a link",
    ):
        answer = desk.save(draft, "links", notice_1=url)
        assert answer.status_code == 422, url
        assert [str(problem["message"])[:38] for problem in problems(answer.context["form"])] == [
            "Enter a link to a notice on Sell2Wales"
        ]

    desk.save(draft, "links", notice_1=good, notice_2="www.find-tender.service.gov.uk/Notice/1")
    both = set(draft.notices.values_list("url", flat=True))
    desk.save(draft, "links", notice_1=good)

    assert both == {good, "https://www.find-tender.service.gov.uk/Notice/1"}
    assert draft.notices.get().url == good


def test_only_a_published_opportunity_can_be_the_one_before(desk, draft, officer):
    other_draft = build.opportunity(stage="draft", buyer=officer.acting_for, by=officer)
    earlier = build.opportunity()

    refused = desk.save(draft, "links", follows=other_draft.reference)
    desk.save(draft, "links", follows=earlier.reference.lower())

    draft.refresh_from_db()
    assert refused.status_code == 422
    assert draft.follows == earlier


def test_no_opportunity_comes_before_itself(desk, officer):
    first = build.opportunity(buyer=officer.acting_for, by=officer)
    second = build.opportunity(buyer=officer.acting_for, by=officer, follows=first)

    answer = desk.save(first, "links", follows=second.reference)

    assert answer.status_code == 422


def test_bodies_that_buy_together_are_found_by_part_of_a_name(desk, draft):
    powys = build.organisation(name_en="Powys County Council", name_cy="Cyngor Sir Powys")
    build.organisation(name_en="Powys Kitchens CIC", is_enterprise=True)

    looked = desk.save(draft, "partners", body_words="powys", look="yes").content.decode()
    desk.save(draft, "partners", body_words="powys", joint_buyers=[powys.pk])

    assert "Powys County Council" in looked
    assert "Powys Kitchens" not in looked
    assert list(draft.joint_buyers.all()) == [powys]


def test_a_forged_body_is_refused(desk, draft, officer):
    enterprise = build.organisation(name_en="Powys Kitchens CIC", is_enterprise=True)

    for pk in (enterprise.pk, officer.acting_for_id, 10**9, "x"):
        answer = desk.save(draft, "partners", joint_buyers=[pk])
        assert answer.status_code == 422

    assert not draft.joint_buyers.exists()


def test_a_page_changes_its_own_fields_and_no_others(desk, draft):
    desk.save(draft, "about", title_en="Meals", stage="awarded", buyer="1", version="9", value_amount="5", ocid="x")

    before = draft.stage, draft.buyer_id, draft.version, draft.value_amount, draft.ocid
    draft.refresh_from_db()
    assert (draft.stage, draft.buyer_id, draft.version, draft.value_amount, draft.ocid) == before
    assert draft.title_en == "Meals"


def test_the_task_list_says_how_far_each_page_is(desk, draft):
    def status(slug):
        groups = desk.get("edit", draft).context["overview"].groups
        return next(str(task.status) for _group, tasks in groups for task in tasks if task.section.slug == slug)

    before = [status(slug) for slug in ("about", "value", "lots", "links", "buying")]
    desk.save(draft, "about", title_en="Meals", description_en="Hot.")
    desk.save(draft, "value", value_amount="1000")

    assert before == ["In progress", "Not started", "Optional", "Optional", "Optional"]
    assert [status("about"), status("value")] == ["Done", "Done"]


def test_a_missing_language_is_said_but_stands_in_nobodys_way(desk, draft):
    desk.save(draft, "about", title_en="Meals", description_en="Hot.")

    page = desk.get("edit", draft).content.decode()

    assert "There is no Welsh title" in page


def test_working_on_a_draft_publishes_nothing(desk, draft):
    desk.save(draft, "about", title_en="Meals", description_en="Hot.")

    for name in ("edit", "check", "preview"):
        assert desk.get(name, draft).status_code == 200
    assert not PipelineEntry.objects.exists()
    assert not Release.objects.exists()
    assert desk.client.get(reverse("pipeline:detail", args=[draft.reference])).status_code == 404


def test_the_check_page_shows_every_answer(desk, officer):
    made = build.opportunity(
        stage="draft",
        buyer=officer.acting_for,
        by=officer,
        category=build.category("transport"),
        lots=[{"title_en": "North", "vcse_suitable": True, "criteria": [{"kind": "price", "weight": 40}]}],
    )

    page = desk.get("check", made).content.decode()

    for words in (
        "Lunch clubs for older people",
        "Transport and vehicles",
        "Gwynedd",
        "£120,000",
        "March to April 2027 (likely)",
        "3 years",
        "North",
        "Price 40%",
        "caffael@example.org",
    ):
        assert words in page, words


def test_a_draft_can_be_thrown_away(desk, draft):
    asked = desk.get("discard", draft)
    answer = desk.post("discard", draft)

    assert asked.status_code == 200
    assert answer.url == reverse("pipeline:desk")
    assert not Opportunity.objects.exists()


def test_a_page_that_does_not_exist_is_not_there(desk, draft):
    assert desk.get("section", draft, "nonsense").status_code == 404
