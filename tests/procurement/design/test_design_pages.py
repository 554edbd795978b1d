"""What officers and the public see of the design checks."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from procurement import actions, snapshot
from procurement.design import inputs
from procurement.design.gathering import working_copies
from procurement.models import DesignThreshold, Opportunity
from tests import build
from tests.procurement.pages import Page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def officer(client):
    body = build.organisation(name_en="Gwynedd Council")
    person = build.user(role="publisher", of=body)
    client.force_login(person)
    return person


@pytest.fixture
def draft(officer):
    return build.opportunity(stage="draft", buyer=officer.acting_for, by=officer)


def page(client, name, *arguments, **data):
    return Page(client.get(reverse(f"pipeline:{name}", args=arguments), data))


def test_each_page_of_the_form_shows_its_own_checks(client, draft):
    actions.amend(opportunity=draft, by=draft.buyer.memberships.get().user, payment_days=45)

    payment = page(client, "section", draft.reference, "payment")
    conditions = page(client, "section", draft.reference, "conditions")

    assert "Invoices are paid after 45 days." in payment.text
    assert "Unlawful as written" in payment.text
    assert "Invoices are paid after 45 days." not in conditions.text
    assert "Still open: an earlier contract with the public body is needed." in conditions.text


def test_the_overview_lists_the_worst_first_and_leads_to_where_it_can_be_mended(client, draft):
    actions.amend(opportunity=draft, by=draft.buyer.memberships.get().user, payment_days=45)

    found = page(client, "design", draft.reference)

    assert found.text.index("Unlawful as written (1)") < found.text.index("Not known (")
    assert reverse("pipeline:section", args=[draft.reference, "payment"]) in found.html
    assert "Some of this keeps small providers out." in found.text


@pytest.mark.parametrize("last_look", ["check", "publish"])
def test_before_publishing_one_is_told_what_keeps_small_providers_out(client, draft, last_look):
    actions.amend(opportunity=draft, by=draft.buyer.memberships.get().user, payment_days=45)

    told = page(client, last_look, draft.reference).text
    actions.amend(opportunity=draft, by=draft.buyer.memberships.get().user, payment_days=30)

    assert "Unlawful as written F-13 Invoices are paid in 30 days" in told
    assert "F-13" not in page(client, last_look, draft.reference).text


def test_a_public_body_sees_where_it_set_its_own_figure(client, draft):
    DesignThreshold.objects.create(organisation=draft.buyer, limit="F-09 advice", value=Decimal(40))

    assert "The public body set its own figures for: F-09 advice." in page(client, "design", draft.reference).text


def test_a_publisher_sets_the_figures_of_her_body_and_goes_back_to_ours(client, draft):
    figures = reverse("pipeline:design-figures")

    refused = client.post(figures, {"f09_advice": "soon"})
    client.post(figures, {"f09_advice": "40", "f02_annual": "100,000"})
    set_to = list(DesignThreshold.objects.values_list("limit", "value"))
    client.post(figures, {"f09_advice": "40"})
    client.post(figures, {"f09_advice": "40", "f13_days": "60"})

    assert refused.status_code == 422
    assert sorted(set_to) == [("F-02 annual", 100_000), ("F-09 advice", 40)]
    assert list(DesignThreshold.objects.values_list("limit", "value")) == [("F-09 advice", 40)]
    client.post(figures, {})
    assert not DesignThreshold.objects.exists()


def test_what_was_checked_is_public_only_if_the_officer_says_so(client, officer):
    made = build.opportunity(buyer=officer.acting_for, by=officer)
    badge = reverse("pipeline:checked", args=[made.reference])

    before = client.get(badge).status_code
    client.post(reverse("pipeline:design-badge", args=[made.reference]), {"show": "yes"})
    unpublished = client.get(badge).status_code
    build.changed(made, by=officer)
    client.logout()

    assert (before, unpublished) == (404, 404)
    assert "Checked for small providers: what we did" in page(client, "checked", made.reference).text
    assert badge in page(client, "detail", made.reference).html


def test_every_check_has_a_page_that_says_where_it_comes_from(client):
    listed = page(client, "design-checks")
    one = page(client, "design-check", "f-13")

    assert listed.text.count("F-") >= 36
    assert "Procurement Act 2023, section 68" in one.text
    assert "Read in the text of the Act" in one.text
    assert client.get(reverse("pipeline:design-check", args=["f-99"])).status_code == 404


def test_what_is_gathered_at_once_is_what_a_snapshot_says(officer):
    made = build.opportunity(
        buyer=officer.acting_for,
        by=officer,
        payment_days=30,
        lots=[{"title_en": "North", "criteria": [{"kind": "price", "weight": 40}]}, {"title_en": "South"}],
        notices=["https://www.sell2wales.gov.wales/1"],
        joint_buyers=[build.organisation()],
    )

    (planned,) = working_copies(Opportunity.objects.filter(pk=made.pk))

    one = inputs.of(snapshot.of(made), today=build.NOW.date())
    assert inputs.of(planned.said, today=build.NOW.date()) == one
    assert planned.published_on == build.NOW.date()


def test_the_report_counts_by_check_and_by_opportunity(client, officer, django_assert_max_num_queries):
    for days in (30, 45, 60):
        build.opportunity(buyer=officer.acting_for, by=officer, payment_days=days)
    build.opportunity(payment_days=90)

    with django_assert_max_num_queries(25):
        found = page(client, "design-report")

    assert "of 3 opportunities" in found.text
    row = found.html.split("F-13 ", 1)[1].split("</tr>", 1)[0]
    assert row.count(">2</td>") == 1
    assert row.count(">1</td>") == 1


def test_the_trend_tells_what_was_published_in_each_quarter_as_it_was_then(client, officer):
    for at, days in ((datetime(2026, 3, 31, 12, tzinfo=UTC), 45), (build.NOW, 30), (build.NOW, 60)):
        made = build.opportunity(buyer=officer.acting_for, by=officer, at=at, payment_days=days)
    actions.amend(opportunity=made, by=officer, payment_days=14)

    found = client.get(reverse("pipeline:design-report")).context["trend"].quarters
    sheet = client.get(reverse("pipeline:design-trend")).content.decode().splitlines()

    assert [(each.name, each.published, each.open, each.percent) for each in found] == [
        ("2026 Q1", 1, 0, 0),
        ("2026 Q4", 2, 1, 50),
    ]
    assert sheet[0].startswith("Quarter,Published")
    assert [line.rpartition(",")[0] for line in sheet[1:]] == ["2026 Q1,1,0,0", "2026 Q4,2,1,50"]
