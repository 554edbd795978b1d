"""The plan of an enterprise: what is in it, what counts, who sees it, its calendar, and what is new to somebody."""

import json
from datetime import date, timedelta
from decimal import Decimal

import icalendar
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collab_portal.accounts import personal_data
from enterprises import actions as directory
from enterprises import their_data
from procurement import actions
from procurement.actions import consortia, expressions, interest, market_events, prospects
from procurement.actions.questions import set_question_period
from procurement.models import PlanReader, Prospect
from procurement.models.stages import NotAllowed
from procurement.outlook.lines import Basis, Line, Outcome
from procurement.outlook.parts import Part
from procurement.outlook.plan import Plan
from procurement.outlook.to_do import Kind
from procurement.snapshot import Body, Snapshot
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
LATER = build.NOW + timedelta(days=2)


@pytest.fixture
def ours():
    return build.enterprise(state="claimed")


@pytest.fixture
def editor(ours):
    return build.user(role="editor", of=ours.organisation)


def weighed(ours, by, opportunity, *, lot=None, **said):
    part = Part(opportunity.pk, lot)
    fields = {"probability": 50, "share": None, "value": None, "weeks": 4, "note": ""} | said
    return prospects.weigh(enterprise=ours, part=part, by=by, at=build.NOW, **fields)


def interested(ours, opportunity, *, lot=None, seeks=False):
    said = {"answer": "interested", "role": "lead", "seeks_partners": seeks, "at": build.NOW}
    return expressions.answer_opportunity(opportunity=opportunity, organisation=ours.organisation, lot=lot, **said)


def only_line(ours, user, at=build.NOW):
    [line] = Plan(ours, user, at=at).lines
    return line


def won_by(opportunity, organisation, **award):
    by = build.user(role="publisher", of=opportunity.buyer)
    fields = {"supplier": organisation, "supplier_name": organisation.name_en, "awarded_on": build.NOW.date()}
    actions.award(opportunity=opportunity, by=by, at=build.NOW, awards=[fields | award])


def test_it_holds_what_they_are_interested_in_watch_or_put_there(ours, editor):
    told, watched, chosen, _other = (build.opportunity() for _number in range(4))
    interested(ours, told)
    interest.watch(by=editor, opportunity=watched, at=build.NOW)
    prospects.add_to_plan(enterprise=ours, part=Part(chosen.pk), by=editor, at=build.NOW)

    def keys(user):
        return {each.said.reference for each in Plan(ours, user, at=build.NOW).lines}

    assert keys(editor) == {told.reference, watched.reference, chosen.reference}
    colleague = build.user(role="viewer", of=ours.organisation)
    assert keys(colleague) == {told.reference, chosen.reference}  # what she watches is hers
    weighed(ours, editor, watched)
    assert watched.reference in keys(colleague)


def test_nobody_else_sees_it(client, ours, editor):
    weighed(ours, editor, build.opportunity(), note="Ask Sioned about vans")
    address = reverse("plan:detail", args=[ours.organisation.slug])

    for stranger in (
        build.user(),
        build.user(is_staff=True),
        build.user(role="administrator", of=build.organisation()),
    ):
        client.force_login(stranger)
        assert client.get(address).status_code == 404
    client.force_login(build.user(role="viewer", of=ours.organisation))
    page = client.get(address)
    assert "Ask Sioned about vans" in page.text
    assert "Change our figures" not in page.text  # viewers read


def test_what_an_enterprise_buys_itself_is_no_income(ours, editor):
    with pytest.raises(NotAllowed):
        weighed(ours, editor, build.opportunity(buyer=ours.organisation))


def test_the_form_keeps_what_was_typed_and_says_what_to_do(client, ours, editor):
    client.force_login(editor)
    page = reverse("plan:line", args=[ours.organisation.slug, build.opportunity().reference, "all"])

    refused = client.post(
        page, {"probability": "101", "share": "0", "value": "lots", "weeks": "4", "note": "Ring them"}
    )
    assert refused.status_code == 422
    assert "Ring them" in refused.text
    assert not Prospect.objects.exists()

    client.post(page, {"probability": "60", "share": "40", "value": "£90,000.50", "weeks": "6", "note": "Ring them"})
    line = only_line(ours, editor)
    assert line.income.whole == Decimal("36000.20")
    assert line.income.weighted == Decimal("21600.12")
    assert "£21,600.12" in client.get(reverse("plan:detail", args=[ours.organisation.slug])).text


@pytest.mark.parametrize("part", ["lot-9", "need-9", "lot-0"])
def test_a_part_that_is_not_published_has_no_page(client, ours, editor, part):
    client.force_login(editor)
    reference = build.opportunity().reference

    assert client.get(f"/enterprises/{ours.organisation.slug}/plan/{reference}/{part}/").status_code == 404


def test_income_is_spread_from_the_first_day_over_the_length(ours, editor):
    dates = build.window("contract_start", date(2027, 4, 1), date(2027, 6, 30), "idea")
    weighed(ours, editor, build.opportunity(value_amount=Decimal(36_600), contract_months=12, **dates))

    plan = Plan(ours, editor, at=build.NOW)

    assert [each.weighted for each in plan.forecast.quarters[2:6]] == [4550, 4600, 4600, 4550]
    assert plan.forecast.weighted == 18_300


@pytest.mark.parametrize(
    ("fields", "value", "basis"),
    [
        ({"value_band": "100000-250000"}, 100_000, Basis.LOWEST),
        ({"value_band": "0-30000"}, None, Basis.UNKNOWN),
        ({"value_gross": Decimal(120_000)}, None, Basis.UNKNOWN),  # with VAT it is not income
        ({"value_amount": Decimal(100_000), "currency": "EUR"}, None, Basis.UNKNOWN),
    ],
)
def test_the_value_is_what_one_can_count_on(fields, value, basis):
    said = Snapshot(reference="CP-0001", ocid="", stage="planned", buyer=Body(id=1, slug="council"), **fields)
    line = Line(Part(1), None, said, frozenset(), Prospect(probability=50))

    assert (line.value, line.basis) == (value, basis)
    assert (line.income is None) == (value is None)


def test_what_is_not_known_is_shown_as_not_known(client, ours, editor):
    unknown = {f"contract_start_{end}": None for end in ("earliest", "latest")} | {"contract_start_confidence": ""}
    weighed(ours, editor, build.opportunity(**unknown))
    client.force_login(editor)

    page = client.get(reverse("plan:detail", args=[ours.organisation.slug])).text

    assert "Date not known" in page
    assert "<dt>Income would start</dt><dd>Not known</dd>" in page


def test_the_share_is_the_one_agreed_in_the_group(ours, editor):
    made = build.opportunity(lots=[{"value_amount": Decimal(80_000)}, {"value_amount": Decimal(40_000)}])
    partner = build.enterprise(name_en="Bara CIC", state="claimed")
    for each in (ours, partner):
        interested(each, made, lot=1, seeks=True)
    shares = {ours.organisation: Decimal("62.5"), partner.organisation: Decimal("37.5")}
    group = {"opportunity": made, "lot": 1, "lead": ours.organisation, "name": "Clwyd", "by": editor, "at": build.NOW}
    member = consortia.propose_consortium(**group, shares=shares).members.get(organisation=partner.organisation)
    assert only_line(ours, editor).share == 100  # proposed is not agreed
    consortia.confirm_share(member=member, by=build.user(role="editor", of=partner.organisation), at=build.NOW)
    weighed(ours, editor, made, lot=1, probability=100)

    line = only_line(ours, editor)

    assert line.share_is_agreed
    assert line.income.weighted == 50_000
    weighed(ours, editor, made, lot=1, share=Decimal(50))
    assert only_line(ours, editor).share == 50  # their own word goes first


def test_what_is_won_is_certain_and_what_others_won_counts_no_more(ours, editor):
    won, lost = (build.opportunity(stage="tendering") for _number in range(2))
    for each in (won, lost):
        weighed(ours, editor, each, probability=30)
    won_by(won, ours.organisation, value_amount=Decimal(99_000), starts_on=date(2027, 1, 1), ends_on=date(2027, 12, 31))
    won_by(lost, build.organisation(name_en="Big Firm", is_enterprise=True))

    plan = Plan(ours, editor, at=build.NOW)

    [line] = plan.lines
    assert (line.outcome, line.probability, line.start.earliest) == (Outcome.WON, 100, date(2027, 1, 1))
    assert plan.forecast.whole == plan.forecast.weighted == 99_000
    assert [each.outcome for each in plan.ended] == [Outcome.LOST]


def test_the_list_counts_back_from_what_buyers_and_papers_say(client, ours, editor):
    made = build.opportunity(stage="tendering", value_amount=Decimal(500_000))
    directory.amend_profile(enterprise=ours, by=editor, largest_lot=Decimal(100_000))
    directory.put_insurance(
        enterprise=ours, by=editor, kind="public-liability", cover=1_000_000, expires_on=date(2026, 12, 24)
    )
    publisher = build.user(role="publisher", of=made.buyer)
    asked_until = {"opportunity": made, "closes_on": date(2026, 12, 10), "by": publisher, "at": build.NOW}
    set_question_period(**asked_until)
    event = build.event(host=made.buyer)
    market_events.hold_event(opportunity=made, event=event, closes_on=event.ends_at.date(), by=publisher, at=build.NOW)
    weighed(ours, editor, made, weeks=3)

    def kinds():
        return {each.kind: each.due_on for each in Plan(ours, editor, at=build.NOW).tasks if not each.is_done}

    assert kinds() == {
        Kind.PARTNER: date(2026, 11, 7),
        Kind.QUESTIONS: date(2026, 12, 10),
        Kind.BID: date(2026, 12, 12),
        Kind.EVENT: date(2026, 12, 13),
        Kind.INSURANCE: date(2026, 12, 24),
    }
    client.force_login(editor)
    slug = ours.organisation.slug
    page = client.get(reverse("plan:detail", args=[slug])).text
    for address in (
        reverse("pipeline:partners", args=[made.reference]),
        reverse("pipeline:ask", args=[made.reference]),
        event.get_absolute_url(),
        reverse("enterprises:edit-line", args=[slug, "insurances", ours.insurances.get().pk]),
    ):
        assert f'href="{address}"' in page
    tick = reverse("plan:tick", args=[slug, made.reference, "all"])
    client.post(tick, {"mark": "bid"})
    client.post(tick, {"mark": "nonsense"})
    assert Kind.BID not in kinds()
    assert Prospect.objects.get().done == ["bid"]
    client.post(tick, {"mark": "bid", "undo": "1"})
    assert Kind.BID in kinds()
    directory.book(event=event, by=editor, at=build.NOW)
    assert Kind.EVENT not in kinds()


def test_being_verified_must_hold_too():
    ours = build.verified()
    by = build.user(role="editor", of=ours.organisation)
    ours.verifications.update(recheck_on=date(2026, 12, 1))
    weighed(ours, by, build.opportunity(stage="tendering"))

    [task] = [each for each in Plan(ours, by, at=build.NOW).tasks if each.kind == Kind.VERIFICATION]

    assert (task.due_on, task.name) == (date(2026, 12, 1), str(ours.verifications.get().network))
    assert task.url == reverse("enterprises:base-test", args=[ours.organisation.slug])


def test_the_plan_and_the_answers_are_given_back(client, ours, editor):
    made = build.opportunity(lots=[{}, {}])
    interested(ours, made, lot=2)
    weighed(ours, editor, made, lot=1, share=Decimal("12.50"), note="Ask Siân.")
    client.force_login(editor)
    client.get(reverse("plan:detail", args=[ours.organisation.slug]))

    kept = json.loads(json.dumps(their_data.export(ours)["procurement"]))
    hers = personal_data.export(editor)["plans"]
    personal_data.erase(user=editor)

    [line] = kept["plan"]
    assert (line["opportunity"], line["lot"], line["share"], line["note"]) == (made.reference, 1, "12.50", "Ask Siân.")
    assert [each["lot"] for each in kept["answers"]] == [2]
    assert hers["read"][0]["organisation"] == str(ours.organisation)
    assert hers["read"][0]["looked_at"]
    assert not PlanReader.objects.exists()
    assert Prospect.objects.exists(), "the plan is the enterprise's"


def test_each_sees_what_is_new_since_her_own_last_visit(client, ours, editor):
    made = build.opportunity()
    interested(ours, made)
    colleague = build.user(role="viewer", of=ours.organisation)
    address = reverse("plan:detail", args=[ours.organisation.slug])

    def sees_news(person, at):
        with time_machine.travel(at):
            client.force_login(person)
            return "New since you last looked" in client.get(address).text

    assert not sees_news(editor, build.NOW)  # a first visit
    build.changed(made, at=LATER, value_amount=Decimal(150_000))
    assert sees_news(editor, LATER + timedelta(hours=3))
    assert sees_news(editor, LATER + timedelta(hours=3, minutes=30))  # the same visit
    assert not sees_news(editor, LATER + timedelta(days=1))
    assert not sees_news(colleague, LATER + timedelta(days=1))
    build.changed(made, at=LATER + timedelta(days=2), value_amount=Decimal(160_000))
    assert sees_news(colleague, LATER + timedelta(days=3))


def test_the_calendar_needs_no_sign_in_and_ends_with_the_membership(client, ours, editor):
    made = build.opportunity(stage="tendering")
    weighed(ours, editor, made)
    membership = editor.memberships.get()
    reader = prospects.look(membership=membership, at=build.NOW)
    address = reverse("plan-calendar", args=[reader.token])

    found = icalendar.Calendar.from_ical(client.get(address).content)

    entries = {str(each["summary"]): each["dtstart"].dt for each in found.walk("VEVENT")}
    assert any(name.startswith("Deadline for bids") for name in entries)
    due = entries["Begin to write your bid"]
    assert due == (made.submissions_close_at - timedelta(weeks=4)).date()
    names = [str(each["uid"]) for each in found.walk("VEVENT")]
    assert len(names) == len(set(names))
    client.force_login(editor)
    client.post(reverse("plan:renew", args=[ours.organisation.slug]))
    assert client.get(address).status_code == 404
    renewed = reverse("plan-calendar", args=[PlanReader.objects.get().token])
    client.logout()
    assert client.get(renewed).status_code == 200
    membership.delete()
    assert client.get(renewed).status_code == 404


def test_the_spreadsheet_says_what_the_page_says(client, ours, editor):
    weighed(ours, editor, build.opportunity(title_en="=HYPERLINK(1)", value_amount=Decimal("1000.01")), note="Ours")
    client.force_login(editor)

    lines = b"".join(client.get(reverse("plan:forecast", args=[ours.organisation.slug, "csv"]))).decode().splitlines()

    assert lines[0].startswith("Opportunity,Reference,Public body")
    assert all(each.startswith("'=HYPERLINK") for each in lines[1:])  # it cannot act
    assert sum(Decimal(each.split(",")[9]) for each in lines[1:]) == Decimal("500.01")


def test_many_lines_take_as_many_queries_as_two(client, ours, editor):
    address = reverse("plan:detail", args=[ours.organisation.slug])

    def cost(count):
        for _number in range(count):
            made = build.opportunity(stage="tendering", lots=[{}, {}])
            interested(ours, made, lot=2)
            weighed(ours, editor, made, lot=1)
            build.changed(made, at=LATER, value_amount=Decimal(150_000))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    client.force_login(editor)
    client.get(address)
    with time_machine.travel(LATER + timedelta(hours=1), tick=False):
        client.force_login(editor)
        few, many = cost(2), cost(3)
    assert many == few
    assert few <= 30
