"""Publishing a draft, and publishing what was changed since, through the officer's pages."""

from datetime import date

import pytest
from django.urls import reverse

from procurement import actions, snapshot
from procurement.models import Change, OutboxEvent, PipelineEntry, Release, Stage
from tests import build
from tests.procurement.officer import Desk, stamp

pytestmark = pytest.mark.django_db

LATER = build.window("tender_start", date(2027, 7, 1), date(2027, 8, 31))


@pytest.fixture
def officer():
    return build.user(role="publisher", of=build.organisation())


@pytest.fixture
def desk(client, officer):
    return Desk(client, officer)


@pytest.fixture
def draft(officer):
    return build.opportunity(stage="draft", buyer=officer.acting_for, by=officer)


@pytest.fixture
def planned(officer):
    return build.opportunity(buyer=officer.acting_for, by=officer)


def send(desk, opportunity, name="publish", **fields):
    """Open the page and send it."""
    opened = desk.get(name, opportunity)
    return desk.post(name, opportunity, stamp=stamp(opened), **fields)


def test_a_draft_is_published_and_both_pages_are_linked(desk, draft):
    answer = send(desk, draft)
    panel = desk.client.get(answer.url).content.decode()

    assert answer.url == reverse("pipeline:published", args=[draft.reference])
    assert PipelineEntry.objects.get().opportunity_id == draft.pk
    assert f'href="/pipeline/{draft.reference}/"' in panel
    assert f'href="/cy/pipeline/{draft.reference}/"' in panel
    assert desk.client.get(f"/cy/pipeline/{draft.reference}/").status_code == 200


def test_the_preview_is_the_public_page(desk, draft, client):
    preview = desk.get("preview", draft).context["said"]
    send(desk, draft)

    public = client.get(reverse("pipeline:detail", args=[draft.reference])).context["said"]

    assert preview.stage == Stage.DRAFT
    assert snapshot.write(preview) | {"stage": "planned"} == snapshot.write(public)


def test_what_is_missing_is_named_with_the_page_where_it_goes(desk, officer):
    draft = actions.start_draft(buyer=officer.acting_for, by=officer, title_en="Meals")

    page = desk.get("publish", draft)
    answer = desk.post("publish", draft, stamp=page.context["form"].stamp)

    assert answer.status_code == 422
    for slug in ("about", "category", "areas", "value", "dates"):
        assert reverse("pipeline:section", args=[draft.reference, slug]) in answer.content.decode()
    assert "Publish now" not in page.content.decode()
    assert not Release.objects.exists()


def test_a_missing_language_is_a_warning_and_not_a_wall(desk, officer):
    draft = build.opportunity(stage="draft", buyer=officer.acting_for, by=officer, title_cy="", description_cy="")

    page = desk.get("publish", draft).content.decode()
    answer = send(desk, draft)

    assert "There is no Welsh title" in page
    assert answer.status_code == 302
    assert Release.objects.count() == 1


def test_publishing_twice_writes_one_release(desk, draft):
    opened = desk.get("publish", draft)
    first = desk.post("publish", draft, stamp=stamp(opened))
    second = desk.post("publish", draft, stamp=stamp(opened))

    assert first.url == reverse("pipeline:published", args=[draft.reference])
    assert second.url == reverse("pipeline:edit", args=[draft.reference])
    assert Release.objects.count() == OutboxEvent.objects.count() == 1


def test_an_edit_of_what_is_published_stays_inside_until_it_is_published(desk, planned, client):
    desk.save(planned, "about", title_en="Hot lunches", description_en="Hot.")
    public = reverse("pipeline:detail", args=[planned.reference])

    before = client.get(public).content.decode()
    tag = desk.get("edit", planned).content.decode()
    send(desk, planned)
    after = client.get(public).content.decode()

    assert "Hot lunches" not in before
    assert "Changes not published yet" in tag
    assert "Hot lunches" in after


def test_the_differences_are_shown_from_and_to(desk, planned, officer):
    actions.amend(opportunity=planned, by=officer, contract_months=24, **LATER)

    page = desk.get("publish", planned).content.decode()

    for words in ("3 years", "2 years", "March to April 2027", "July to August 2027", "123 days later"):
        assert words in page, words


def test_a_slip_without_a_reason_is_not_published(desk, planned, officer):
    actions.amend(opportunity=planned, by=officer, **LATER)

    answer = send(desk, planned, tender_start_en="", tender_start_cy="")

    assert answer.status_code == 422
    assert "Start of the tender: say why it moved" in answer.content.decode()
    assert Release.objects.filter(opportunity=planned).count() == 1


@pytest.mark.parametrize(("english", "welsh"), [("The budget is late.", ""), ("", "Mae’r gyllideb yn hwyr.")])
def test_a_reason_in_one_language_is_enough_and_is_public(desk, planned, officer, client, english, welsh):
    actions.amend(opportunity=planned, by=officer, **LATER)

    send(desk, planned, tender_start_en=english, tender_start_cy=welsh)

    change = Change.objects.get(field="tender_start")
    assert (change.reason_en, change.reason_cy, change.slipped_days) == (english, welsh, 123)
    assert (english or welsh) in client.get(reverse("pipeline:detail", args=[planned.reference])).content.decode()


def test_nobody_publishes_what_she_has_not_seen(desk, planned, officer):
    actions.amend(opportunity=planned, by=officer, **LATER)
    opened = desk.get("publish", planned)
    actions.amend(opportunity=planned, by=officer, title_en="What a colleague wrote meanwhile")

    answer = desk.post("publish", planned, stamp=stamp(opened), tender_start_en="My reason")
    page = answer.content.decode()
    again = desk.post("publish", planned, stamp=stamp(answer), tender_start_en="My reason")

    assert answer.status_code == 409
    assert "What a colleague wrote meanwhile" in page
    assert "My reason" in page
    assert again.status_code == 302
    assert Release.objects.filter(opportunity=planned).count() == 2


def test_a_colleague_who_changes_a_lot_is_noticed_too(desk, planned, officer):
    actions.amend(opportunity=planned, by=officer, contract_months=24)
    opened = desk.get("publish", planned)
    actions.amend_lot(opportunity=planned, by=officer, title_en="South")

    assert desk.post("publish", planned, stamp=stamp(opened)).status_code == 409


def test_nothing_new_is_said_and_nothing_is_published(desk, planned):
    answer = desk.get("publish", planned)

    assert answer.url == reverse("pipeline:edit", args=[planned.reference])
    assert Release.objects.filter(opportunity=planned).count() == 1


def test_what_became_incomplete_is_not_published(desk, planned, officer):
    actions.amend(opportunity=planned, by=officer, area_codes=[])

    page = desk.get("publish", planned)
    answer = desk.post("publish", planned, stamp=page.context["form"].stamp)

    assert answer.status_code == 422
    assert Release.objects.filter(opportunity=planned).count() == 1


def test_drafts_are_nowhere_in_public(draft, client):
    for address in (
        "/pipeline/",
        "/pipeline/?stage=all",
        "/pipeline/opportunities.csv",
        "/pipeline/opportunities.atom",
    ):
        assert draft.title_en not in b"".join(client.get(address)).decode()
    assert client.get(f"/pipeline/{draft.reference}/").status_code == 404


def test_the_panel_is_only_for_what_is_published(desk, draft):
    assert desk.get("published", draft).url == reverse("pipeline:edit", args=[draft.reference])
