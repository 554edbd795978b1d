"""An officer brings her plan in page by page, says what became of what vanished, and what follows a contract."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from procurement import actions, renewals
from procurement.models import Award, Opportunity, PlanLine, PlanSheet
from procurement.ocds.dates import months_later
from procurement.plans import uploads
from procurement.record import ReasonNeeded
from tests import build
from tests.sheets import making

pytestmark = pytest.mark.django_db

ROWS = [
    ["Forward plan 2026/27", "All figures £000"],
    [],
    ["Ref", "Works to be let", "Est. Value", "Term", "Start date", "Tender quarter"],
    ["C1", "Lunch clubs", 120, "3+1", "Apr-27", "Q3 26/27"],
    ["C2", "Grounds", "lots", "24 months", "TBC", "Q4 26/27"],
    ["C3", "Windows", 40, "2 years", "soon", ""],
    ["", "Total", 160, "", "", ""],
    ["* all subject to budget"],
]


@pytest.fixture(autouse=True)
def world(monkeypatch):
    build.reference_data()
    monkeypatch.setattr("collab_portal.celery.nudge", lambda name: None)


@pytest.fixture
def council():
    return build.organisation(name_en="Our Council")


@pytest.fixture
def officer(client, council):
    person = build.user(role="editor", of=council)
    client.force_login(person)
    return person


def upload(client, content, name="plan.pdf"):
    return client.post("/pipeline/import/", {"file": SimpleUploadedFile(name, content)}, follow=True)


def address(name, **more):
    sheet = PlanSheet.objects.order_by("pk").last()
    return reverse(f"pipeline:{name}", args=[sheet.reference, *more.values()])


def apply(client):
    client.post(address("import-result"))
    uploads.take_next(at=timezone.now())
    return client.get(address("import-result")).content.decode()


def test_from_a_messy_sheet_to_drafts_and_next_quarter(client, officer, council):
    page = upload(client, making.simple(ROWS)).content.decode()
    assert "What do the columns hold?" in page
    chosen = {"reference": "0", "title": "1", "value": "2", "term": "3", "start": "4", "tender": "5"}
    page = client.post(address("import-columns"), chosen, follow=True).content.decode()
    assert "£120,000" in page, "as it would be stored"
    assert "3 years, and up to 1 year more" in page
    assert "This is not an amount we can read" in page
    assert "2 rows are not taken for data" in page
    assert "Row 7: Total · 160" in page
    assert "Row 8: * all subject to budget" in page
    assert not Opportunity.objects.exists()

    bad = client.get(address("import-rows"))
    assert b"".join(bad).decode().splitlines()[1:] == [
        "C2,Grounds,lots,24 months,TBC,Q4 26/27",
        "C3,Windows,40,2 years,soon,",
    ]
    fixed = {
        "reference": "C2",
        "title": "Grounds",
        "value": "90",
        "term": "24 months",
        "start": "",
        "tender": "Q4 26/27",
    }
    assert "Row 5 is corrected" in client.post(address("import-row", number=5), fixed, follow=True).content.decode()

    assert "Imported" in apply(client)
    drafts = Opportunity.objects.order_by("pk")
    assert [(each.title_en, each.value_amount) for each in drafts] == [("Lunch clubs", 120_000), ("Grounds", 90_000)]

    again = upload(client, making.simple([*ROWS[:4], ["C4", "Hedges", 9, "1 year", "", ""]])).content.decode()
    assert "Check before it goes in" in again, "what the columns mean is remembered"
    apply(client)
    _lunch, grounds, _hedges = drafts.all()
    assert "No longer in your plan" in client.get("/pipeline/vanished/").content.decode()
    client.post(reverse("pipeline:vanished-answer", args=[grounds.reference]), {"answer": "withdrawn"})
    assert [each.title_en for each in Opportunity.objects.order_by("pk")] == ["Lunch clubs", "Hedges"]
    assert not PlanLine.objects.vanished().exists()


def test_a_row_left_aside_is_taken_in_on_the_page(client, officer):
    upload(client, making.simple([ROWS[2], *ROWS[3:4], ["", "HOME CARE"]]))
    client.post(address("import-columns"), {"reference": "0", "title": "1", "term": "3"})

    page = client.get(address("import-row", number=3)).content.decode()
    assert "Take in row 3" in page
    assert 'value="HOME CARE"' in page
    typed = {"reference": "", "title": "HOME CARE", "term": ""}
    page = client.post(address("import-row", number=3), typed, follow=True).content.decode()
    assert "Row 3 is taken in." in page
    assert "Rows left aside" not in page
    assert client.get(address("import-row", number=1)).status_code == 404, "the headings are no row"
    apply(client)

    assert {each.title_en for each in Opportunity.objects.all()} == {"Lunch clubs", "HOME CARE"}


def test_what_slips_after_publication_asks_for_its_reason(client, officer, council):
    publisher = build.user(role="publisher", of=council)
    published = build.opportunity(buyer=council, by=publisher, title_en="Lunch clubs")
    upload(client, making.simple([ROWS[2], *ROWS[3:4]]))
    client.post(address("import-columns"), {"reference": "0", "title": "1", "tender": "5"})
    apply(client)

    difference = published.differences.get(field="tender_start")
    assert difference.imported_release is None
    actions.settle_difference(difference=difference, by=officer, at=build.NOW, take_theirs=True)
    upload(client, making.simple([ROWS[2], [*ROWS[3][:5], "Q1 27/28"]]))
    apply(client)

    published.refresh_from_db()
    assert published.tender_start_earliest == date(2027, 4, 1)
    with pytest.raises(ReasonNeeded) as asked:
        actions.publish_changes(opportunity=published, by=publisher, at=timezone.now(), reasons={})
    assert [each.field for each in asked.value.differences] == ["tender_start"]


def test_what_ends_soon_is_followed_up_or_let_end(client, officer, council):
    today = timezone.localdate()
    made = [build.opportunity(buyer=council, stage="awarded", title_en=title) for title in ("Meals", "Taxis", "Roads")]
    for each, months in zip(made, (6, 12, 30), strict=True):
        Award.objects.filter(opportunity=each).update(ends_on=months_later(today, months))
    assert [each.opportunity for each in renewals.ending_soon(council, on=today)] == made[:2]

    client.post(reverse("pipeline:follow-up", args=[made[0].reference]))
    draft = Opportunity.objects.get(follows=made[0])
    assert (draft.stage, draft.title_en) == ("draft", "Meals")
    assert draft.contract_start_earliest > months_later(today, 6)
    ended = reverse("pipeline:let-end", args=[made[1].reference])
    assert client.post(ended).status_code == 422
    client.post(ended, {"reason": "in-house", "note": ""})
    assert "Nothing ends soon" in client.get("/pipeline/ends-soon/").content.decode()
