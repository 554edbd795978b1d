"""The public change log: what, from, to, and why; and how its values read."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from procurement import actions, changelog, changes, wording
from procurement.changes import Reason
from procurement.snapshot import LotSnapshot, Snapshot
from tests import build
from tests.procurement.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday", "reference_data")]


def lines_of(made):
    """All lines of the log, by label."""
    return {line.label: line for step in changelog.of(made) for line in step.lines}


def test_the_first_release_is_one_step_without_lines():
    made = build.opportunity()

    [step] = changelog.of(made)

    assert (str(step.title), step.lines, step.at) == ("First published", [], build.NOW)


def test_a_slipped_date_says_how_far_and_why():
    made = build.opportunity(**build.window("tender_start", date(2027, 3, 1), date(2027, 4, 30)))
    reason = Reason(en="The budget came late.", cy="Daeth y gyllideb yn hwyr.")
    build.changed(made, reason=reason, **build.window("tender_start", date(2027, 5, 1), date(2027, 6, 30), "firm"))

    step, _first = changelog.of(made)
    [line] = step.lines

    assert str(step.title) == "Dates moved later"
    assert (line.label, line.slip, line.is_later) == ("Start of the tender", "61 days later", True)
    assert (line.before, line.after) == ("March to April 2027 (likely)", "May to June 2027 (firm)")
    assert (line.reason_en, line.reason_cy) == ("The budget came late.", "Daeth y gyllideb yn hwyr.")


def test_a_date_brought_forward_needs_no_reason():
    made = build.opportunity(**build.window("tender_start", date(2027, 3, 10)))
    build.changed(made, reason=Reason(), **build.window("tender_start", date(2027, 3, 9)))

    step, _first = changelog.of(made)

    assert (str(step.title), step.lines[0].slip) == ("Dates moved sooner", "1 day sooner")


def test_values_read_as_words():
    made = build.opportunity(value_amount=Decimal(120_000), light_touch=True, extension_months=12)
    build.changed(
        made,
        value_amount=None,
        value_band="250000-1000000",
        area_codes=["W06000023", "W06000002"],
        category=build.category("transport"),
        cpv_codes=["60000000"],
        main_category="works",
        procedure="competitive-flexible",
        light_touch=None,
        contract_months=18,
        extension_months=24,
        contact_email="",
        description_en="Something else.",
    )

    found = lines_of(made)

    assert (found["Value without VAT"].before, found["Value without VAT"].after) == ("£120,000", "not given")
    assert found["Value, as a range"].after == "£250,000 to £1 million"
    assert found["Where the work is"].after == "Powys, Gwynedd"
    assert found["Category"].before == "Catering, food and hospitality"
    assert found["CPV codes"].after.startswith("60000000 Transport services")
    assert found["Services, goods or works"].after == "Works"
    assert found["Procedure"].after == "Competitive flexible procedure"
    assert (found["Light touch"].before, found["Light touch"].after) == ("Yes", "not given")
    assert (found["Length of the contract"].before, found["Length of the contract"].after) == ("3 years", "18 months")
    assert (found["Possible extension"].before, found["Possible extension"].after) == ("1 year", "2 years")
    assert found["Contact e-mail"].after == "not given"
    assert found["Description in English: new wording"].after == ""


def test_a_lot_that_comes_or_goes_is_one_line():
    made = build.opportunity(lots=[{"title_en": "Arfon"}, {"title_en": "Dwyfor", "value_amount": Decimal(10_000)}])
    by = build.user(role="publisher", of=made.buyer)
    first, second = made.lots.order_by("number")
    actions.remove_lot(lot=second, by=by)
    build.changed(made, by=by)
    actions.amend_lot(opportunity=made, by=by, title_en="Meirionnydd", vcse_suitable=True)
    actions.amend_lot(
        opportunity=made, by=by, lot=first, value_amount=Decimal(5_000), criteria=[{"kind": "price", "weight": 60}]
    )
    build.changed(made, by=by)

    third, second, _first = changelog.of(made)

    assert [line.label for line in second.lines] == ["Lot 2 was taken away"]
    labels = {line.label: line for line in third.lines}
    assert "Lot 2 was added" in labels
    assert labels["Lot 1: value without VAT"].after == "£5,000"
    assert labels["Lot 1: how bids will be judged"].after == "Price 60%"
    assert not any(label.startswith("Lot 2:") for label in labels)


def test_awards_links_and_bodies_read_as_words():
    made = build.opportunity(stage="tendering", value_amount=Decimal(80_000))
    by = build.user(role="publisher", of=made.buyer)
    other = build.organisation(name_en="Health Board", name_cy="Bwrdd Iechyd")
    actions.link_notice(opportunity=made, by=by, url="https://www.find-tender.service.gov.uk/Notice/1")
    build.changed(made, by=by, joint_buyers=[other])
    award = {"supplier_name": "Cegin y Bobl CIC", "value_amount": Decimal(79_000)}
    actions.award(opportunity=made, by=by, at=build.NOW, awards=[award])

    found = lines_of(made)

    assert found["Award"].after == "Awarded, Cegin y Bobl CIC, £79,000"
    assert found["Bought together with"].after == "Health Board"
    assert found["Links to statutory notices"].after == "https://www.find-tender.service.gov.uk/Notice/1"
    assert str(changelog.of(made)[0].title) == "Awarded"


@pytest.mark.parametrize(
    ("stage", "titles"),
    [
        ("awarded", ["Awarded", "Opened for bids", "First published"]),
        ("withdrawn", ["Withdrawn", "First published"]),
        ("cancelled", ["Cancelled", "Opened for bids", "First published"]),
    ],
)
def test_each_step_is_named(stage, titles):
    assert [str(step.title) for step in changelog.of(build.opportunity(stage=stage))] == titles


def test_a_stage_is_said_once_and_its_reason_is_kept():
    withdrawn, _first = changelog.of(build.opportunity(stage="withdrawn"))
    opened, _first = changelog.of(build.opportunity(stage="tendering"))

    assert [line.label for line in withdrawn.lines] == ["Stage"]
    assert withdrawn.lines[0].reason_en == build.REASON.en
    assert [line.label for line in opened.lines] == ["Deadline for bids"]


def test_an_extended_deadline_is_named_as_such():
    made = build.opportunity(stage="tendering", submissions_close_at=build.NOW + timedelta(days=30))
    by = build.user(role="publisher", of=made.buyer)
    actions.extend_deadline(
        opportunity=made,
        by=by,
        at=build.NOW,
        submissions_close_at=build.NOW + timedelta(days=37),
        reason=build.REASON,
    )

    step = changelog.of(made)[0]

    assert str(step.title) == "Deadline extended"
    assert step.lines[0].before == "23 December 2026, 09:00"
    assert step.lines[0].slip == "7 days later"


def test_the_page_shows_the_log_in_its_language_with_the_reason_marked(client):
    made = build.opportunity(**build.window("tender_start", date(2027, 3, 1)))
    build.changed(made, reason=Reason(en="The budget came late."), **build.window("tender_start", date(2027, 3, 2)))

    page = Page(client.get(f"/cy/pipeline/{made.reference}/"))

    assert '<span lang="en">The budget came late.</span>' in page.html
    assert "1 Mawrth 2027" in page.text
    assert "2 Mawrth 2027" in page.text


def test_every_field_of_a_snapshot_that_can_change_has_a_name_in_words():
    fields = set(Snapshot.__struct_fields__) - changes.NOT_LOGGED | {"buyer", "joint_buyers", "notices", "awards"}
    of_a_lot = set(LotSnapshot.__struct_fields__) - changelog.SILENT

    assert fields | of_a_lot <= set(wording.LABELS)


def test_the_log_reads_in_a_fixed_number_of_queries(django_assert_num_queries):
    made = build.opportunity()
    for number in range(3):
        build.changed(made, at=build.NOW + timedelta(days=number), cpv_codes=[f"6{number}000000"], value_amount=number)

    with django_assert_num_queries(3), override("en"):
        changelog.of(made)
