"""What an officer entered or edited, and a notice that says something else: the officer's word stands."""

from datetime import date, timedelta

import pytest

from procurement import actions
from procurement.changes import Reason
from procurement.models import ImportDifference, Opportunity, Release
from tests import build
from tests.procurement.notices import after, opportunity, release

pytestmark = pytest.mark.django_db

LOTS = [{"id": "A", "title": "North"}, {"id": "B", "title": "South"}]


def said(of):
    """What the public reads."""
    return Release.objects.filter(opportunity__ocid=of["ocid"]).order_by("version").last().snapshot


@pytest.fixture
def officer():
    """Somebody who works where the notices of these tests come from."""
    return build.user(role="publisher", of=build.organisation(name_en="Hafan Housing"))


# ------------------------------------------------------------------------------------------- what an officer edited


def test_what_an_officer_edited_stays_and_the_difference_is_shown(imported, officer):
    first = release()
    imported(first)
    actions.amend(opportunity=opportunity(first), by=officer, title_en="Clean windows for everybody")

    ran = imported(after(first, tender__title="Window cleaning 2027", tender__description="Eighty flats."))

    kept = opportunity(first)
    difference = ImportDifference.objects.get()
    assert (kept.title_en, kept.description_en) == ("Clean windows for everybody", "Eighty flats.")
    assert (difference.field, difference.ours, difference.theirs) == (
        "title_en",
        "Clean windows for everybody",
        "Window cleaning 2027",
    )
    assert [row["reason"] for row in ran.rows("kept")] == ["title_en was entered here and stays"]


def test_an_edit_that_is_not_published_does_not_leak_with_an_import(imported, officer):
    first = release()
    imported(first)
    actions.amend(opportunity=opportunity(first), by=officer, title_en="Not yet for the public")

    imported(after(first, tender__description="Eighty flats."))

    assert (said(first)["title_en"], said(first)["description_en"]) == ("Window cleaning", "Eighty flats.")


def test_the_next_release_brings_the_difference_up_to_date(imported, officer):
    first = release()
    imported(first)
    actions.amend(opportunity=opportunity(first), by=officer, title_en="Ours")

    imported(after(first, tender__title="Theirs"), after(first, date="2026-11-22", tender__title="Theirs again"))

    assert ImportDifference.objects.get().theirs == "Theirs again"


def test_a_difference_is_settled_when_both_say_the_same(imported, officer):
    first = release()
    imported(first)
    actions.amend(opportunity=opportunity(first), by=officer, title_en="Ours")
    imported(after(first, tender__title="Theirs"))

    imported(after(first, date="2026-11-22", tender__title="Ours"))

    assert ImportDifference.objects.get().settled_at is not None


def test_columns_that_belong_together_are_kept_together(imported, officer):
    first = release(tender__value=None)
    imported(first)
    actions.amend(opportunity=opportunity(first), by=officer, value_band="30000-100000")

    imported(after(first, tender__value={"amount": 48000}))

    kept = opportunity(first)
    assert (kept.value_band, kept.value_amount) == ("30000-100000", None)
    assert {row.field for row in ImportDifference.objects.all()} == {"value_amount", "value_band"}


def test_a_window_an_officer_set_stays(imported, officer):
    first = release(
        tag=["planning"], tender__status="planned", tender__communication={"futureNoticeDate": "2027-01-10"}
    )
    imported(first)
    window = build.window("tender_start", date(2027, 3, 1), date(2027, 4, 30))
    actions.amend(opportunity=opportunity(first), by=officer, **window)

    imported(after(first, tender__communication={"futureNoticeDate": "2027-02-10"}))

    difference = ImportDifference.objects.get()
    assert opportunity(first).tender_start_latest == date(2027, 4, 30)
    assert (difference.field, difference.theirs) == ("tender_start", {"earliest": "2027-02-10", "latest": "2027-02-10"})


def test_lots_an_officer_edited_stay(imported, officer):
    first = release(tender__lots=LOTS)
    imported(first)
    made = opportunity(first)
    actions.amend_lot(opportunity=made, by=officer, lot=made.lots.get(number=1), title_en="The whole north")

    imported(after(first, tender__lots=[{"id": "A", "title": "Far north"}, {"id": "C", "title": "East"}]))

    assert sorted(made.lots.values_list("title_en", flat=True)) == ["South", "The whole north"]
    assert ImportDifference.objects.get().field == "lots"


def test_a_step_taken_here_is_not_undone(imported, officer, monday):
    first = release()
    imported(first)
    made = opportunity(first)
    actions.cancel(opportunity=made, by=officer, at=monday, reason=Reason(en="No money."))

    ran = imported(after(first, tender__title="Still open, says the notice"))

    assert opportunity(first).stage == "cancelled"
    assert {row.field for row in ImportDifference.objects.all()} == {"stage"}
    assert ran.summary == "0 new, 1 changed, 0 unchanged, 0 refused"


def test_a_deadline_extended_here_stays(imported, officer, monday):
    first = release()
    imported(first)
    later = monday + timedelta(days=60)
    actions.extend_deadline(
        opportunity=opportunity(first), by=officer, at=monday, submissions_close_at=later, reason=Reason(en="Snow.")
    )

    imported(after(first))

    assert opportunity(first).submissions_close_at == later


# ------------------------------------------------------------------------------------- opportunities entered here


@pytest.mark.parametrize("link", ["ocid", "address"])
def test_a_notice_the_officer_linked_makes_no_second_opportunity(imported, officer, link):
    url = "https://www.sell2wales.gov.wales/search/show/search_view.aspx?ID=NOV1"
    notice = {"id": "1", "documentType": "contractNotice", "url": url}
    made = release(tender__documents=[notice])
    ours = build.opportunity(buyer=officer.acting_for, by=officer)
    identifier, address = (made["ocid"], "https://example.org/") if link == "ocid" else ("", url)
    actions.link_notice(opportunity=ours, by=officer, url=address, identifier=identifier)
    before = Release.objects.get(opportunity=ours).snapshot

    ran = imported(made)

    assert ran.summary == "0 new, 0 changed, 1 unchanged, 0 refused"
    assert Opportunity.objects.count() == 1
    assert Release.objects.get(opportunity=ours).snapshot == before
    assert ImportDifference.objects.get(field="title_en").theirs == "Window cleaning"


def test_what_this_portal_publishes_itself_is_not_taken_in(imported):
    ours = build.opportunity()

    ran = imported(Release.objects.get(opportunity=ours).ocds)

    assert ran.summary == "0 new, 0 changed, 0 unchanged, 1 refused"
    assert ran.report[0]["reason"] == "this portal itself publishes it"
