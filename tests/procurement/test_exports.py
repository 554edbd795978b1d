"""Results as files: a spreadsheet that cannot act, and calendars that calendar programs read."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collab_portal.sheets.writing import csv_rows, safe_cell
from tests import build


@pytest.mark.parametrize("text", ["=1+1", "+44 29", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1+1", "\n@x"])
def test_text_that_could_run_is_marked_as_text(text):
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (Decimal("-12.50"), "-12.50"),
        (-3, "-3"),
        (date(2027, 5, 3), "2027-05-03"),
        ("Cinio = bwyd", "Cinio = bwyd"),
        (True, "True"),
    ],
)
def test_numbers_dates_and_ordinary_text_stay_as_they_are(value, cell):
    assert safe_cell(value) == cell


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=4))
def test_whatever_is_written_can_be_read_again_and_nothing_of_it_runs(rows):
    written = "".join(csv_rows(rows))

    read = list(csv.reader(io.StringIO(written, newline="")))

    assert read == [[safe_cell(cell) for cell in row] for row in rows]
    assert not any(cell.lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r")) for row in read for cell in row)


pages = [pytest.mark.django_db, pytest.mark.usefixtures("monday", "reference_data")]


def marked(test):
    for mark in pages:
        test = mark(test)
    return test


def rows_of(response) -> list[dict]:
    return list(csv.DictReader(io.StringIO(response.getvalue().decode(), newline="")))


@marked
def test_the_spreadsheet_holds_the_same_result_as_the_page(client):
    body = build.organisation(name_en="Gwynedd Council", name_cy="Cyngor Gwynedd")
    made = build.opportunity(
        buyer=body, title_en="=HYPERLINK(1)", value_amount=Decimal("1234.50"), lots=[{"vcse_suitable": True}]
    )
    build.opportunity(title_en="Not asked for", area_codes=["W06000023"])

    response = client.get("/pipeline/opportunities.csv", {"area": "W06000002"})

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.streaming
    [row] = rows_of(response)
    assert row["Reference"] == made.reference
    assert row["Title in English"] == "'=HYPERLINK(1)"
    assert row["Title in Welsh"] == "Clybiau cinio i bobl hŷn"
    assert row["Value in pounds without VAT"] == "1234.50"
    assert row["Tender not before"] == "2027-03-01"
    assert row["Suitable for social enterprises"] == "Yes"
    assert row["Where"] == "Gwynedd"
    assert row["Category"] == "Catering, food and hospitality"
    assert row["Address"].endswith(f"/pipeline/{made.reference}/")


@marked
def test_the_spreadsheet_speaks_the_language_of_the_page(client):
    body = build.organisation(name_en="Gwynedd Council", name_cy="Cyngor Gwynedd")
    build.opportunity(buyer=body)

    response = client.get("/cy/pipeline/opportunities.csv")
    text = response.getvalue().decode()

    assert "Cyngor Gwynedd" in text
    assert "Gwynedd Council" not in text
    assert "/cy/pipeline/CP-" in text


@marked
def test_the_spreadsheet_is_read_in_pieces(client, django_assert_num_queries):
    buyer = build.organisation()
    people = build.user(role="publisher", of=buyer)
    for _number in range(4):
        build.opportunity(buyer=buyer, by=people)

    with django_assert_num_queries(1):
        rows = rows_of(client.get("/pipeline/opportunities.csv"))

    assert len(rows) == 4


def events(response) -> dict:
    calendar = icalendar.Calendar.from_ical(response.content)
    assert calendar["VERSION"] == "2.0"
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


@marked
def test_the_calendar_of_an_opportunity_has_every_date(client):
    made = build.opportunity(
        stage="tendering",
        title_en="Lunch clubs, with transport; and tea",
        submissions_close_at=datetime(2027, 7, 1, 11, 0, tzinfo=UTC),
        **build.window("tender_start", date(2027, 3, 1), date(2027, 4, 30), "firm"),
        **build.window("contract_start", date(2027, 9, 1), date(2027, 9, 30), "idea"),
    )

    response = client.get(f"/pipeline/{made.reference}.ics")

    found = events(response)
    start, deadline = found[f"{made.reference}-tender_start"], found[f"{made.reference}-submissions_close_at"]
    assert (start["DTSTART"].dt, start["DTEND"].dt) == (date(2027, 3, 1), date(2027, 5, 1))
    assert str(start["STATUS"]) == "CONFIRMED"
    assert str(found[f"{made.reference}-contract_start"]["STATUS"]) == "TENTATIVE"
    assert deadline["DTSTART"].params["TZID"] == "Europe/London"
    assert deadline["DTSTART"].dt.astimezone(UTC) == datetime(2027, 7, 1, 11, 0, tzinfo=UTC)
    assert "DTEND" not in deadline
    assert str(deadline["SUMMARY"]) == "Deadline for bids: Lunch clubs, with transport; and tea"
    assert b"BEGIN:VTIMEZONE" in response.content
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))


@marked
def test_a_calendar_keeps_the_names_of_its_events_and_counts_their_versions(client):
    made = build.opportunity()
    before = events(client.get(f"/pipeline/{made.reference}.ics"))
    build.changed(made, **build.window("tender_start", date(2027, 5, 1)))
    after = events(client.get(f"/pipeline/{made.reference}.ics"))

    name = f"{made.reference}-tender_start"
    assert before.keys() == after.keys()
    assert after[name]["SEQUENCE"] > before[name]["SEQUENCE"]
    assert after[name]["DTSTART"].dt == date(2027, 5, 1)


@marked
def test_what_was_withdrawn_is_cancelled_in_the_calendar(client):
    made = build.opportunity(stage="withdrawn")

    found = events(client.get(f"/pipeline/{made.reference}.ics"))

    assert {str(event["STATUS"]) for event in found.values()} == {"CANCELLED"}


@marked
def test_the_calendar_of_a_search_has_the_date_that_matters_of_each(client):
    planned = build.opportunity(title_en="Lunch clubs")
    open_now = build.opportunity(stage="tendering", submissions_close_at=build.NOW + timedelta(days=30))
    build.opportunity(stage="withdrawn")

    found = events(client.get("/pipeline/opportunities.ics"))

    assert set(found) == {f"{planned.reference}-tender_start", f"{open_now.reference}-submissions_close_at"}


@marked
def test_exports_have_a_limit_of_their_own(client, monday):
    for _number in range(20):
        client.get("/pipeline/opportunities.ics")

    assert client.get("/pipeline/opportunities.csv").status_code == 429
    assert client.get("/pipeline/?q=lunch").status_code == 200
