"""The steps of a published opportunity, through the officer's pages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from procurement import actions, record
from procurement.models import Award, ImportDifference, ImportedRelease, Opportunity, Release, Stage
from tests import build
from tests.procurement.officer import Desk, stamp

pytestmark = pytest.mark.django_db

NOON = "12:00"


@pytest.fixture
def officer():
    return build.user(role="publisher", of=build.organisation())


@pytest.fixture
def desk(client, officer):
    return Desk(client, officer)


@pytest.fixture
def made(officer):
    """Make an opportunity of the officer's, as far as a stage."""

    def make(stage="planned", **fields):
        fields.setdefault("at", timezone.now())
        return build.opportunity(stage=stage, buyer=officer.acting_for, by=officer, **fields)

    return make


def day(moment) -> tuple[str, str, str]:
    return str(moment.day), str(moment.month), str(moment.year)


def in_days(days: int):
    return timezone.localtime(timezone.now()) + timedelta(days=days)


def open_tender(desk, opportunity, **fields):
    opened = desk.get("open-tender", opportunity)
    return desk.post("open-tender", opportunity, stamp=stamp(opened), **fields)


def test_a_tender_opens_with_an_exact_deadline_in_the_time_of_wales(desk, made):
    planned = made()

    answer = open_tender(desk, planned, closes_on=("17", "7", "2028"), closes_at="5pm")

    planned.refresh_from_db()
    assert answer.url == reverse("pipeline:published", args=[planned.reference])
    assert planned.stage == Stage.TENDERING
    assert planned.submissions_close_at == datetime(2028, 7, 17, 16, 0, tzinfo=UTC)
    assert not record.pending(planned).differences  # the summer's hour is no change


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Enter the day by which bids must be in"),
        ({"closes_on": ("17", "7", "2028")}, "Enter the time by which bids must be in"),
        ({"closes_on": ("17", "7", "2028"), "closes_at": "noonish"}, "Enter a time like 12:00 or 5pm"),
        ({"closes_on": ("17", "7", "2020"), "closes_at": NOON}, "The deadline must be in the future"),
        ({"closes_on": ("26", "3", "2028"), "closes_at": "01:30"}, "The clocks go forward that night"),
    ],
)
def test_a_deadline_that_cannot_be_says_what_to_do(desk, made, typed, said):
    planned = made()

    answer = open_tender(desk, planned, **typed)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert Opportunity.objects.get(pk=planned.pk).stage == Stage.PLANNED


def test_opening_publishes_what_was_changed_before_and_asks_why_dates_slipped(desk, made, officer):
    planned = made()
    later = build.window("contract_start", date(2028, 1, 1))
    actions.amend(opportunity=planned, by=officer, title_en="Hot lunches", **later)
    deadline = {"closes_on": day(in_days(40)), "closes_at": NOON}

    refused = open_tender(desk, planned, **deadline)
    opened = open_tender(desk, planned, contract_start_en="The kitchen is not ready.", **deadline)

    assert refused.status_code == 422
    assert "Start of the contract: say why it moved" in refused.content.decode()
    assert opened.status_code == 302
    fields = set(Release.objects.latest("pk").changes.values_list("field", flat=True))
    assert {"stage", "submissions_close_at", "title_en", "contract_start"} == fields


def test_a_deadline_is_extended_with_a_reason(desk, made):
    tendering = made("tendering")
    later = tendering.submissions_close_at + timedelta(days=7)

    sooner = desk.post("extend", tendering, closes_on=day(in_days(5)), closes_at=NOON, submissions_close_at_en="Why")
    silent = desk.post("extend", tendering, closes_on=day(later), closes_at=NOON)
    told = desk.post("extend", tendering, closes_on=day(later), closes_at=NOON, submissions_close_at_cy="Mwy o amser")

    assert (sooner.status_code, silent.status_code, told.status_code) == (422, 422, 302)
    assert "The new deadline must be later than the one now" in sooner.content.decode()
    change = Release.objects.latest("pk").changes.get()
    assert (change.field, change.reason_cy) == ("submissions_close_at", "Mwy o amser")


def award(desk, opportunity, *rows, **fields):
    """Send the page with these rows."""
    data = {"award-TOTAL_FORMS": len(rows), "award-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"award-{number}-{name}": value for name, value in row.items()}
    return desk.post("award", opportunity, **data, **fields)


def test_the_winner_of_each_lot_is_named(desk, made):
    tendering = made("tendering", lots=[{"title_en": "North"}, {"title_en": "South"}])
    winner = build.organisation(name_en="Cegin y Bobl CIC", is_enterprise=True)

    answer = award(
        desk,
        tendering,
        {
            "lot": "1",
            "outcome": "awarded",
            "supplier_name": "Cegin y Bobl",
            "supplier": winner.pk,
            "value_amount": "£90,000",
            "awarded_on": day(in_days(0)),
        },
        {"lot": "2", "outcome": "not-awarded"},
    )

    assert answer.status_code == 302
    first, second = Award.objects.order_by("lot__number")
    assert (first.supplier_name, first.supplier, first.value_amount) == ("Cegin y Bobl", winner, Decimal(90_000))
    assert (second.outcome, second.supplier) == ("not-awarded", None)


def test_a_lot_can_have_several_winners(desk, made):
    tendering = made("tendering")
    rows = [{"lot": "1", "outcome": "awarded", "supplier_name": name} for name in ("Arlwyo Môn", "Cegin y Bobl")]

    more = award(desk, tendering, rows[0], more="yes")
    answer = award(desk, tendering, *rows)

    assert more.status_code == 200
    assert 'value="Arlwyo Môn"' in more.content.decode()
    assert 'name="award-1-supplier_name"' in more.content.decode()
    assert answer.status_code == 302
    assert Award.objects.count() == 2


def test_a_further_winner_left_empty_is_none(desk, made):
    tendering = made("tendering")

    award(desk, tendering, {"lot": "1", "outcome": "awarded", "supplier_name": "Arlwyo Môn"}, {"lot": "1"})

    assert Award.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, "Say how it ended"),
        ({"outcome": "awarded"}, "Enter the name of the supplier"),
        ({"outcome": "awarded", "supplier_name": "Cegin"}, "Say if the supplier is one of those in our directory"),
        ({"outcome": "awarded", "supplier_name": "X", "value_amount": "lots"}, "Enter an amount in pounds"),
        ({"outcome": "awarded", "supplier_name": "X", "awarded_on": ("1", "1", "2090")}, "cannot be in the future"),
    ],
)
def test_a_result_that_cannot_be_says_what_to_do(desk, made, row, said):
    tendering = made("tendering")
    build.organisation(name_en="Cegin y Bobl CIC", is_enterprise=True)

    answer = award(desk, tendering, {"lot": "1"} | row)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Award.objects.exists()


def test_a_lot_of_somebody_elses_cannot_be_awarded(desk, made):
    tendering = made("tendering")

    answer = award(desk, tendering, {"lot": "7", "outcome": "not-awarded"})

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("stage", "name", "after"), [("planned", "withdraw", "withdrawn"), ("tendering", "cancel", "cancelled")]
)
def test_an_early_end_says_why_in_public(desk, made, client, stage, name, after):
    opportunity = made(stage)

    silent = desk.post(name, opportunity)
    told = desk.post(name, opportunity, stage_en="The service comes in house.")

    opportunity.refresh_from_db()
    assert (silent.status_code, told.status_code) == (422, 302)
    assert opportunity.stage == after
    assert "The service comes in house." in client.get(opportunity.get_absolute_url()).content.decode()


STEPS = {
    "open-tender": {"draft", "planned"},
    "extend": {"tendering"},
    "award": {"tendering"},
    "withdraw": {"planned"},
    "cancel": {"tendering"},
    "discard": {"draft"},
    "correct-award": {"awarded"},
}


@pytest.mark.parametrize("stage", Stage.values)
def test_a_step_is_offered_and_taken_only_where_it_is_open(desk, made, stage):
    opportunity = made(stage)
    hub = desk.get("edit", opportunity).content.decode()

    for name, open_at in STEPS.items():
        opened = desk.get(name, opportunity)
        assert (f'href="{Desk.address(name, opportunity)}"' in hub) == (stage in open_at), name
        assert opened.status_code == (200 if stage in open_at else 302), name
        if stage not in open_at:
            sent = desk.post(name, opportunity)
            assert sent.status_code == 302, name
            assert "cannot be done" in desk.client.get(sent.url).content.decode() or name == "discard"
    assert Opportunity.objects.get(pk=opportunity.pk).stage == stage


def test_two_people_cannot_take_the_same_step(desk, made):
    tendering = made("tendering")

    first = desk.post("cancel", tendering, stage_en="Why")
    second = desk.post("cancel", tendering, stage_en="Why")

    assert first.status_code == second.status_code == 302
    assert Release.objects.filter(opportunity=tendering, snapshot__stage="cancelled").count() == 1


def differ(opportunity, field, theirs):
    """A notice says this instead."""
    notice, _is_new = ImportedRelease.objects.get_or_create(
        ocid=opportunity.ocid, release_id="1", released_at=build.NOW, opportunity=opportunity, data={}
    )
    return ImportDifference.objects.create(opportunity=opportunity, imported_release=notice, field=field, theirs=theirs)


@pytest.fixture
def differing(made):
    planned = made()
    differ(planned, "title_en", "Luncheon club services")
    differ(planned, "value_amount", "95000.00")
    differ(planned, "tender_start", {"earliest": "2027-05-01", "latest": "2027-05-31"})
    return planned


def test_the_officer_takes_theirs_keeps_ours_or_decides_later(desk, differing):
    title, value, tender = differing.differences.order_by("pk")

    page = desk.get("differences", differing).content.decode()
    desk.post("differences", differing, **{f"difference_{value.pk}": "theirs", f"difference_{title.pk}": "ours"})

    differing.refresh_from_db()
    assert "Luncheon club services" in page
    assert "May 2027" in page
    assert differing.title_en == "Lunch clubs for older people"
    assert differing.value_amount == Decimal(95_000)
    assert list(differing.differences.filter(settled_at=None)) == [tender]
    assert Release.objects.filter(opportunity=differing).count() == 1


def test_a_window_that_is_taken_comes_whole(desk, differing):
    tender = differing.differences.get(field="tender_start")

    desk.post("differences", differing, **{f"difference_{tender.pk}": "theirs"})

    differing.refresh_from_db()
    assert (differing.tender_start_earliest.month, differing.tender_start_latest.day) == (5, 31)
    assert differing.tender_start_confidence == ""


def test_a_value_that_is_taken_leaves_no_contradiction(desk, made):
    planned = made(value_amount=None, value_band="30000-100000")
    for field, theirs in (("value_gross", "60000.00"), ("value_amount", "50000.00"), ("value_band", "")):
        differ(planned, field, theirs)

    desk.post("differences", planned, **{f"difference_{each.pk}": "theirs" for each in planned.differences.all()})

    planned.refresh_from_db()
    assert (planned.value_amount, planned.value_gross, planned.value_band) == (Decimal(50_000), Decimal(60_000), "")


def test_links_bodies_and_categories_are_taken(desk, made):
    planned, powys = made(), build.organisation(name_en="Powys County Council")
    url = "https://www.sell2wales.gov.wales/search/show/1"
    differ(planned, "notices", [{"url": url, "notice_type": "UK4", "identifier": ""}])
    differ(planned, "joint_buyers", [powys.pk])
    differ(planned, "category", "transport")

    page = desk.get("differences", planned).content.decode()
    desk.post("differences", planned, **{f"difference_{each.pk}": "theirs" for each in planned.differences.all()})

    planned.refresh_from_db()
    assert all(words in page for words in (url, "Powys County Council", "Transport and vehicles"))
    assert planned.notices.get().url == url
    assert planned.joint_buyers.get() == powys
    assert planned.category_id == "transport"


@pytest.mark.parametrize(
    ("field", "theirs", "said"),
    [
        ("stage", "awarded", "Awarded"),
        ("submissions_close_at", "2027-01-05T12:00:00Z", "5 January 2027"),
        ("lots", [{"title_en": "North", "value_amount": "5.00"}, None], "North"),
        ("awards", [{"supplier_name": "Arlwyo Môn", "outcome": "awarded"}], "Arlwyo Môn"),
    ],
)
def test_what_has_rules_of_its_own_is_shown_and_not_taken(desk, made, field, theirs, said):
    tendering = made("tendering")
    row = differ(tendering, field, theirs)

    page = desk.get("differences", tendering).content.decode()
    forged = desk.post("differences", tendering, **{f"difference_{row.pk}": "theirs"})
    desk.post("differences", tendering, **{f"difference_{row.pk}": "ours"})

    assert said in page
    assert forged.status_code == 422
    assert not tendering.differences.filter(settled_at=None).exists()
    assert Opportunity.objects.get(pk=tendering.pk).stage == Stage.TENDERING


def test_the_desk_says_what_needs_attention(desk, made, differing):
    late = made(title_cy="", **build.window("tender_start", date(2026, 1, 1)))
    made("draft", title_cy="")

    page = desk.get("desk")

    assert {view.name: count for view, count in page.context["desk"].needs} == {
        "late": 1,
        "translation": 1,
        "differences": 1,
    }
    shown = desk.client.get(reverse("pipeline:desk"), {"show": "late"}).context["rows"]
    assert [row.opportunity for row in shown] == [late]


def test_the_desk_shows_stages_and_unpublished_changes_in_a_fixed_number_of_queries(
    desk, made, officer, django_assert_max_num_queries
):
    for _each in range(3):
        planned = made(lots=[{"title_en": "North"}, {"title_en": "South"}])
        actions.amend(opportunity=planned, by=officer, title_en="Hot lunches")
    made("awarded")
    build.opportunity()  # somebody else's

    with django_assert_max_num_queries(27):
        page = desk.get("desk")

    assert [row.has_changes for row in page.context["rows"]] == [True, True, True]
    counts = {view.name: count for view, count in page.context["desk"].stages}
    assert counts == {"": 3, "draft": 0, "planned": 3, "tendering": 0, "ended": 1}
