"""The page of one opportunity: what was published, in both languages, and what the reader must know about it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from msgspec import structs

from collab_portal.reference.models import Threshold
from enterprises.models import Enterprise
from procurement import actions, snapshot, thresholds
from procurement.models import Opportunity
from procurement.snapshot import Window
from tests import build
from tests.procurement.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday", "reference_data")]


@pytest.fixture
def look(client):
    """Call it with an opportunity to see its page."""

    def look(made: Opportunity, language="", status=200):
        response = client.get(f"{language}/pipeline/{made.reference}/")
        assert response.status_code == status
        return Page(response)

    return look


def test_it_shows_what_a_reader_looks_for(look):
    gwynedd = build.organisation(name_en="Gwynedd Council", name_cy="Cyngor Gwynedd")
    health = build.organisation(name_en="Health Board", name_cy="Bwrdd Iechyd")
    made = build.opportunity(
        buyer=gwynedd,
        joint_buyers=[health],
        title_en="Lunch clubs",
        description_en="A hot meal.\n\nThree days a week.",
        value_amount=Decimal(120_000),
        value_gross=Decimal(144_000),
        cpv_codes=["55000000"],
        contact_name="Community catering team",
        notices=["https://www.sell2wales.gov.wales/search/show?ID=1"],
        extension_months=12,
    )

    page = look(made)

    assert page.headings[0] == "Lunch clubs"
    assert page.links["Gwynedd Council"] == "/public-bodies/gwynedd-council/"
    assert "Health Board" in page.links
    assert "<p>A hot meal.</p>\n\n<p>Three days a week.</p>" in page.html
    assert "£120,000 without VAT" in page.text
    assert "Value with VAT £144,000" in page.text
    assert "March to April 2027 likely" in page.text
    assert "Length of the contract 3 years, and up to 1 year more" in page.text
    assert "Open procedure" in page.text
    assert page.links["Catering, food and hospitality"] == "/pipeline/?category=catering-and-food"
    assert page.links["55000000"] == "/pipeline/?cpv=55000000"
    assert "Community catering team" in page.text
    assert page.links["The notice on Sell2Wales"] == "https://www.sell2wales.gov.wales/search/show?ID=1"
    assert "This page is not the place of legal publication." in page.text


def test_dates_say_how_sure_they_are_and_a_deadline_is_exact(look):
    made = build.opportunity(
        stage="tendering",
        submissions_close_at=build.NOW.replace(year=2027, month=7, day=1, hour=11),
        **build.window("tender_close", date(2027, 6, 30)),
        **build.window("award", date(2027, 8, 1), date(2027, 9, 30), "idea"),
    )

    page = look(made)

    assert "Deadline for bids 1 July 2027, 12:00 · an exact deadline" in page.text  # summer time in Wales
    assert "Choice of the winner August to September 2027 · an early idea" in page.text
    assert "Close of the tender" not in page.text


def test_lots_show_whom_they_suit_for_whom_they_are_reserved_and_how_bids_are_judged(look):
    criteria = [
        {"kind": "price", "name_en": "Price", "weight": Decimal(40)},
        {"kind": "social-value", "weight": Decimal("12.5")},
    ]
    lots = [
        {"title_en": "Arfon", "value_amount": Decimal(48_000), "vcse_suitable": True, "criteria": criteria},
        {"title_en": "Dwyfor", "vcse_suitable": False, "reserved": "supported-employment"},
    ]

    page = look(build.opportunity(lots=lots))

    assert "2 lots" in page.headings
    assert "Lot 1: Arfon" in page.headings
    assert "Value £48,000 without VAT Suitable for social enterprises Yes" in page.text
    assert "Price 40%" in page.text
    assert "Social value 12.5%" in page.text
    assert "Suitable for social enterprises No Reserved only for supported employment providers" in page.text
    assert "Some lots are suitable for social enterprises" in page.text


def test_a_missing_language_shows_the_original_marked_as_such(look):
    made = build.opportunity(title_en="Lunch clubs", title_cy="", description_cy="Pryd poeth.")

    page = look(made, language="/cy")

    assert '<span lang="en">Lunch clubs</span>' in page.html
    assert '<html lang="cy"' in page.html
    assert "Pryd poeth." in page.text
    assert '<div lang="en">' not in page.html


def test_edits_do_not_leak_before_they_are_published(look):
    made = build.opportunity(title_en="Lunch clubs")
    by = build.user(role="editor", of=made.buyer)

    actions.amend(opportunity=made, by=by, title_en="Secret plans", contact_email="new@example.org")

    assert "Secret" not in look(made).html
    assert "new@example.org" not in look(made).html


def test_a_draft_and_an_unknown_reference_are_not_found(client):
    draft = build.opportunity(stage="draft")
    officer = build.user(role="publisher", of=draft.buyer)
    client.force_login(officer)

    assert client.get(f"/pipeline/{draft.reference}/").status_code == 404
    assert client.get(f"/pipeline/{draft.reference}.ics").status_code == 404
    assert client.get("/pipeline/CP-9999/").status_code == 404


def test_the_reference_may_be_typed_in_small_letters(client):
    made = build.opportunity(title_en="Lunch clubs")

    assert "Lunch clubs" in Page(client.get(f"/pipeline/{made.reference.lower()}/")).headings


def test_an_expired_entry_says_so_and_leads_to_what_followed(look):
    old = build.opportunity(title_en="Routes 11 to 19", **build.window("tender_start", date(2026, 6, 1)))
    new = build.opportunity(title_en="Routes 11 to 24", follows=old)

    page = look(old)

    assert "This entry has expired" in page.text
    assert "Planned" not in page.text
    assert "the public body has not given a new date" in page.text
    assert page.links["Routes 11 to 24"] == f"/pipeline/{new.reference}/"
    follower = look(new)
    assert "Follows on from Routes 11 to 19" in follower.text
    assert "expired" not in follower.text


def test_a_passed_deadline_is_said_as_such(look):
    made = build.opportunity(
        stage="tendering", at=build.NOW - timedelta(days=60), submissions_close_at=build.NOW - timedelta(days=1)
    )

    assert "The deadline for bids has passed. The public body has not said yet who won." in look(made).text


def test_a_successor_that_is_only_a_draft_is_not_shown(look):
    old = build.opportunity(title_en="Routes 11 to 19")
    build.opportunity(title_en="Routes 11 to 24", follows=old, stage="draft")

    assert "Routes 11 to 24" not in look(old).html


@pytest.mark.parametrize(
    ("stage", "banner"),
    [
        ("withdrawn", "This opportunity was withdrawn on 23 November 2026 The budget was agreed later than expected."),
        ("cancelled", "This tender was cancelled on 23 November 2026 The budget was agreed later than expected."),
    ],
)
def test_what_ended_says_when_and_why(look, stage, banner):
    assert banner in look(build.opportunity(stage=stage)).text


def test_an_award_names_the_winner(look):
    made = build.opportunity(stage="awarded", value_amount=Decimal(120_000))

    page = look(made)

    assert "Who won" in page.headings
    assert "Cegin y Bobl CIC – £120,000 23 November 2026" in page.text


def test_an_award_leads_to_the_winner_where_it_stands_in_the_directory(look):
    winner = build.organisation(name_en="Cegin y Bobl", is_enterprise=True)
    Enterprise.objects.create(organisation=winner, is_listed=True, listed_at=build.NOW)
    made = build.opportunity(stage="tendering")
    by = build.user(role="publisher", of=made.buyer)
    award = {"supplier": winner, "supplier_name": "Cegin y Bobl CIC"}
    actions.award(opportunity=made, by=by, at=build.NOW, awards=[award])

    assert look(made).links["Cegin y Bobl CIC"] == "/enterprises/cegin-y-bobl/"


def test_a_long_list_of_awards_codes_and_lot_texts_is_folded_away(look):
    made = build.opportunity(
        stage="tendering",
        cpv_codes=[f"5530000{digit}" for digit in range(8)],
        lots=[{"title_en": f"Beat {number}", "description_en": "A long text."} for number in range(5)],
    )
    by = build.user(role="publisher", of=made.buyer)
    awards = [{"supplier_name": f"Firm {number}"} for number in range(12)]
    actions.award(opportunity=made, by=by, at=build.NOW, awards=awards)

    page = look(made)

    assert page.html.count("<details") == 1 + 1 + 5
    assert "12 awards" in page.text
    assert "3 more codes" in page.text
    assert "About lot 5 A long text." in page.text


def test_criteria_without_weights_are_one_line(look):
    page = look(build.opportunity(lots=[{"criteria": [{"kind": "price"}, {"kind": "quality"}]}]))

    assert "How bids will be judged Price, Quality" in page.text
    assert "The buyer does not say whether this suits social enterprises or small firms." in page.text


def test_its_html_never_carries_markup_from_a_title(look):
    made = build.opportunity(title_en="<script>alert(1)</script>", description_en="<b>bold</b>")

    page = look(made)

    assert "<script>alert" not in page.html
    assert "&lt;b&gt;bold&lt;/b&gt;" in page.html


def test_an_unchanged_page_is_not_sent_again(client):
    made = build.opportunity()
    first = client.get(f"/pipeline/{made.reference}/")

    again = client.get(f"/pipeline/{made.reference}/", headers={"If-None-Match": first.headers["ETag"]})
    build.changed(made, title_en="Something else")
    changed = client.get(f"/pipeline/{made.reference}/", headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, changed.status_code) == (304, 200)
    assert not first.cookies


@pytest.mark.parametrize("language", ["", "/cy"])
def test_watching_needs_no_account_and_no_cookie(client, look, language):
    made = build.opportunity()

    page = look(made, language=language)

    assert f"{language}/pipeline/{made.reference}/watch/" in page.links.values()
    assert not client.cookies


def test_a_member_watches_with_one_press_and_then_sees_that_she_does(client, look):
    made = build.opportunity()
    client.force_login(build.user())

    assert f'<form method="post" action="/pipeline/{made.reference}/watch/"' in look(made).html
    client.post(f"/pipeline/{made.reference}/watch/")
    page = look(made)

    assert "You watch this opportunity" in page.text
    assert "Watch this opportunity" not in page.text


# --------------------------------------------------------------------------------------------------- threshold


def of(**fields):
    made = build.opportunity(stage="draft", **fields)
    return thresholds.standing(snapshot.of(made), Threshold.objects.all(), today=build.NOW.date())


@pytest.mark.parametrize(
    ("fields", "is_above"),
    [
        ({"value_gross": Decimal("207720.00"), "value_amount": Decimal(173_100)}, True),  # not less than it
        ({"value_gross": Decimal("207719.99"), "value_amount": Decimal(173_100)}, False),
        ({"value_amount": Decimal(100_000)}, False),
        ({"value_amount": Decimal(207_720)}, True),
        ({"value_amount": Decimal(180_000)}, None),  # with 20% VAT above, without below
        ({"value_band": "100000-250000"}, None),
        ({"value_band": "0-30000"}, False),
        ({"value_band": "5000000-"}, True),
        ({"value_amount": Decimal(400_000), "light_touch": True}, False),
        ({"value_amount": Decimal(400_000), "light_touch": None}, None),
        ({"value_amount": Decimal(900_000), "light_touch": None}, True),
        ({"value_amount": Decimal(1_000_000), "main_category": "works"}, False),
        ({"value_amount": Decimal(6_000_000), "main_category": "works"}, True),
    ],
)
def test_above_the_threshold_or_not(fields, is_above):
    assert of(**fields).is_above is is_above


def test_the_threshold_is_the_one_in_force_when_the_tender_is_planned():
    Threshold.objects.filter(kind="goods_services_sub_central").update(valid_to=date(2027, 12, 31))
    Threshold.objects.create(
        kind="goods_services_sub_central", amount=Decimal(90_000), valid_from=date(2028, 1, 1), source="A later note"
    )

    before = of(value_amount=Decimal(100_000), **build.window("tender_start", date(2027, 12, 31)))
    after = of(value_amount=Decimal(100_000), **build.window("tender_start", date(2028, 1, 1)))

    assert (before.is_above, after.is_above) == (False, True)


def test_a_tender_of_the_past_meets_the_threshold_of_its_day():
    said = snapshot.of(build.opportunity(stage="draft"))

    def on(closes_at):
        past = structs.replace(said, tender_start=Window(), submissions_close_at=closes_at)
        return thresholds.standing(past, Threshold.objects.all(), today=build.NOW.date())

    assert on(datetime(2025, 6, 1, tzinfo=UTC)).threshold.amount == Decimal("214904.00")
    assert on(datetime(2020, 6, 1, tzinfo=UTC)) is None


def test_nothing_is_said_of_other_currencies_or_without_a_figure():
    assert of(value_amount=Decimal(100_000), currency="EUR") is None
    Threshold.objects.all().delete()
    assert of(value_amount=Decimal(100_000)) is None


def test_the_page_names_the_threshold_its_source_and_whether_it_was_checked(look):
    page = look(build.opportunity(value_amount=Decimal(120_000)))

    assert "Threshold Below the threshold: simpler rules apply" in page.text
    assert "The threshold is £207,720 with VAT" in page.text
    assert "in force from 1 January 2026" in page.text
    assert "not yet checked against the official text" in page.text
    assert "The value with VAT is not given, so we allowed for VAT of up to 20%." in page.text
