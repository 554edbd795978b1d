"""A newer release of a process that is known, and what it changes."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from procurement.models import Change, ImportedRelease, PipelineEntry, Release
from tests.procurement.notices import after, opportunity, release

pytestmark = pytest.mark.django_db

LOTS = [{"id": "A", "title": "North"}, {"id": "B", "title": "South"}]


def changes(of):
    rows = Change.objects.filter(opportunity__ocid=of["ocid"]).order_by("pk")
    return {row.field: (row.before, row.after) for row in rows}


def said(of):
    """What the public reads."""
    return Release.objects.filter(opportunity__ocid=of["ocid"]).order_by("version").last().snapshot


# ------------------------------------------------------------------------------------------------------ unchanged


def test_the_same_release_again_is_unchanged_whatever_else_it_says(imported):
    first = release()
    imported(first)

    ran = imported(first | {"tender": first["tender"] | {"title": "Something else"}})

    assert ran.summary == "0 new, 0 changed, 1 unchanged, 0 refused"
    assert opportunity(first).title_en == "Window cleaning"


def test_a_release_that_stands_twice_in_one_file_counts_once(imported):
    first = release()

    ran = imported(first, first)

    assert ran.summary == "1 new, 0 changed, 1 unchanged, 0 refused"


def test_an_older_release_is_kept_and_changes_nothing(imported):
    first = release()
    imported(first)

    ran = imported(after(first, date="2026-11-01T10:00:00Z", tender__title="What it was called before"))

    assert ran.summary == "0 new, 0 changed, 1 unchanged, 0 refused"
    assert opportunity(first).title_en == "Window cleaning"
    assert ImportedRelease.objects.filter(ocid=first["ocid"]).count() == 2


def test_a_newer_release_that_says_nothing_new_is_unchanged(imported):
    first = release()
    imported(first)

    ran = imported(after(first))

    assert ran.summary == "0 new, 0 changed, 1 unchanged, 0 refused"
    assert opportunity(first).version == 1


# -------------------------------------------------------------------------------------------------------- changed


def test_a_newer_release_is_a_line_in_the_change_log(imported):
    first = release()
    imported(first)

    ran = imported(after(first, tender__title="Window and gutter cleaning", tender__value={"amount": 52000}))

    assert ran.summary == "0 new, 1 changed, 0 unchanged, 0 refused"
    assert changes(first) == {
        "title_en": ("Window cleaning", "Window and gutter cleaning"),
        "value_amount": ("48000.00", "52000.00"),
    }
    assert PipelineEntry.objects.get().title_en == "Window and gutter cleaning"


def test_releases_of_one_file_are_taken_in_the_order_of_their_dates(imported):
    first = release()
    second = after(first, tender__title="Second")
    third = after(first, date="2026-11-22T10:00:00Z", tender__title="Third")

    ran = imported(third, first, second)

    assert ran.summary == "1 new, 2 changed, 0 unchanged, 0 refused"
    assert opportunity(first).title_en == "Third"


def test_a_deadline_that_moves_is_a_slip_with_its_reason(imported):
    first = release()
    imported(first)

    imported(after(first, tender__tenderPeriod={"endDate": "2027-01-15T12:00:00Z"}))

    change = Change.objects.get(field="submissions_close_at")
    assert change.slipped_days == 28
    assert (change.reason_en, change.reason_cy) == ("The notice says so.", "Dyna mae’r hysbysiad yn ei ddweud.")


def test_what_a_release_is_silent_about_stays(imported):
    first = release(tender__description="All about it.")
    imported(first)

    imported(after(first, tag=["award"], tender={"id": "T1", "status": "complete"}, parties=None, buyer=None))

    kept = opportunity(first)
    assert (kept.stage, kept.title_en, kept.value_amount) == ("awarded", "Window cleaning", Decimal(48000))
    assert kept.submissions_close_at == datetime(2026, 12, 18, 12, tzinfo=UTC)


def test_the_first_publication_keeps_its_date(imported):
    first = release()
    imported(first)

    imported(after(first, tender__title="Other"))

    assert opportunity(first).published_at == datetime(2026, 11, 20, 10, tzinfo=UTC)


def test_a_plan_becomes_a_tender(imported):
    planned = release(
        tag=["planning"],
        tender__status="planned",
        tender__tenderPeriod=None,
        tender__communication={"futureNoticeDate": "2027-01-10"},
    )
    imported(planned)
    imported(after(planned, tag=["tender"], tender__status="active", tender__tenderPeriod={"endDate": "2027-02-10"}))

    kept = opportunity(planned)
    assert (kept.stage, kept.tender_start_latest) == ("tendering", date(2027, 1, 10))
    assert Release.objects.order_by("version").last().ocds["tag"] == ["tender"]


# -------------------------------------------------------------------------------------------------- lots and awards


def test_lots_are_found_again_by_their_ids_and_new_ones_are_added(imported):
    first = release(tender__lots=LOTS)
    imported(first)

    imported(after(first, tender__lots=[{"id": "B", "title": "South and west"}, {"id": "C", "title": "East"}]))

    titles = opportunity(first).lots.order_by("number").values_list("number", "source_id", "title_en")
    assert list(titles) == [(1, "A", "North"), (2, "B", "South and west"), (3, "C", "East")]


def test_the_whole_becomes_the_first_of_its_lots(imported):
    first = release()
    imported(first)

    imported(after(first, tender__lots=LOTS))

    titles = opportunity(first).lots.order_by("number").values_list("source_id", "title_en")
    assert list(titles) == [("A", "North"), ("B", "South")]


def test_criteria_are_replaced_together(imported):
    def criteria(*weights):
        return {"criteria": [{"type": "quality", "description": str(weight)} for weight in weights]}

    first = release(tender__lots=[{"id": "A", "awardCriteria": criteria(60, 40)}])
    imported(first)

    imported(after(first, tender__lots=[{"id": "A", "awardCriteria": criteria(70, 30)}]))

    assert [each["weight"] for each in said(first)["lots"][0]["criteria"]] == ["70.00", "30.00"]


def test_awards_are_kept_with_their_lots_and_their_winners(imported):
    won = {
        "id": "W1",
        "status": "active",
        "date": "2026-11-21T00:00:00Z",
        "relatedLots": ["B"],
        "value": {"amount": 20000, "currency": "GBP"},
        "suppliers": [{"id": "S1", "name": "Glanhau Cyf"}],
    }
    party = {"id": "S1", "name": "Glanhau Cyf", "identifier": {"scheme": "GB-COH", "id": "1234568"}}
    first = release(tender__lots=LOTS)
    imported(first)

    imported(after(first, tag=["award"], awards=[won], parties=[*first["parties"], party]))

    award = opportunity(first).awards.get()
    assert (award.lot.source_id, award.value_amount, award.awarded_on) == ("B", 20000, date(2026, 11, 21))
    assert award.supplier.identifiers.get().value == "01234568"
    assert award.supplier.is_enterprise
    assert said(first)["awards"][0]["supplier_identifiers"] == [["GB-COH", "01234568"]]


def test_an_award_of_the_whole_belongs_to_no_lot(imported):
    made = release(tag=["award"], awards=[{"id": "W1", "suppliers": [{"name": "Glanhau Cyf"}]}])

    imported(made)

    assert opportunity(made).awards.get().lot is None


def test_an_award_told_again_is_told_anew_and_others_stay(imported):
    def award(key, *names):
        return {"id": key, "suppliers": [{"id": name, "name": name} for name in names]}

    first = release(tag=["award"], awards=[award("W1", "Ann", "Bob"), award("W2", "Cai")])
    imported(first)

    imported(after(first, tag=["awardUpdate"], awards=[award("W1", "Ann")]))

    assert sorted(opportunity(first).awards.values_list("source_id", "supplier_name")) == [("W1", "Ann"), ("W2", "Cai")]


def test_an_award_that_is_the_same_again_is_no_change(imported):
    award = {
        "id": "W1",
        "date": "2026-11-20",
        "value": {"amount": 9000},
        "suppliers": [{"name": "Ann"}, {"name": "Bob"}],
    }
    first = release(tag=["award"], awards=[award])
    imported(first)

    assert imported(after(first)).summary == "0 new, 0 changed, 1 unchanged, 0 refused"


# ----------------------------------------------------------------------------------------------------- never current


def test_a_tender_whose_deadline_has_passed_is_not_current(imported, monday):
    is_over = release(tender__tenderPeriod={"endDate": "2016-07-21T12:00:00+01:00"})

    imported(is_over, release())

    assert is_over["ocid"] not in PipelineEntry.objects.current(monday).values_list("opportunity__ocid", flat=True)
    assert PipelineEntry.objects.current(monday).count() == 1


def test_a_plan_without_a_tender_date_is_over_when_its_contract_should_have_begun(imported, monday):
    planned = {"tag": ["planning"], "tender__status": "planned", "tender__tenderPeriod": None}
    is_over = release(**planned, tender__contractPeriod={"startDate": "2026-04-01"})
    is_ahead = release(**planned, tender__contractPeriod={"startDate": "2027-04-01"})

    imported(is_over, is_ahead)

    current = PipelineEntry.objects.current(monday)
    assert [entry.opportunity.ocid for entry in current] == [is_ahead["ocid"]]
