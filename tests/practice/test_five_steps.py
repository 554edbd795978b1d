"""The five steps, measured: what a body says, what the portal knows, what is kept, and who sees it."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from collab_portal.mail.models import Delivery
from enterprises import actions as directory
from procurement.actions import open_tender
from socialvalue.practice import actions
from socialvalue.practice.actions import Said
from socialvalue.practice.five_steps import comparing, editions, facts, record, reminders
from socialvalue.practice.models import Assessment, Level, NextAction, NotAllowed, Step
from socialvalue.radar import Series, radar
from tests import build
from tests.practice import assessments, studies

pytestmark = pytest.mark.django_db
NEXT_YEAR = build.NOW + timedelta(days=366)


def address(name: str, slug: str, *more) -> str:
    return reverse(f"five-steps:{name}", args=[slug, *more])


@pytest.fixture
def council():
    return build.organisation(name_en="Our Council")


@pytest.mark.parametrize("code", editions.codes())
def test_every_edition_is_whole_in_both_languages(code):
    edition = editions.edition(code)

    assert edition.since <= timezone.localdate()
    assert len(set(edition.codes)) == len(edition.statements)
    for step in Step:
        assert len(edition.of_step(step)) == 5
    for each in edition.statements:
        assert [shown.level for shown in each.examples] == list(Level)
        assert set(each.facts) <= set(facts.FACTS)
        assert all(text.strip() for one in (each, *each.examples) for text in (one.title_en, one.title_cy))


def test_an_edition_that_was_answered_stays_as_it_is():
    lines = Path(editions.DATA / "2025-04-01.csv").read_text(encoding="utf-8").splitlines()

    assert (len(lines), lines[0].split(",")[:5]) == (26, ["step", "code", "facts", "statement_en", "statement_cy"])
    assert editions.used_on(date(2024, 1, 1)).code == editions.codes()[0]


def test_a_step_scores_the_mean_of_its_levels_and_nothing_while_an_answer_is_missing():
    edition = editions.edition("2025-04-01")
    codes = [each.code for each in edition.of_step(Step.CULTURE)]

    whole = record.scores(edition, dict(zip(codes, (0, 1, 2, 3, 3), strict=True)))
    part = record.scores(edition, dict.fromkeys(codes[:4], 3))

    assert (whole, part) == ({"culture": Decimal("1.8")}, {})


def test_fewer_than_five_others_show_nothing():
    same = [{step.value: Decimal(level) for step in Step} for level in (0, 1, 2, 3, 3)]

    few, enough = comparing.spread(same[:4]), comparing.spread(same)

    assert (few.count, few.are_enough, few.spreads) == (4, False, {})
    assert enough.spreads["culture"] == comparing.Spread(Decimal("1.0"), Decimal("2.0"), Decimal("3.0"))


def test_a_radar_has_a_corner_for_each_score_and_no_area_over_a_gap():
    whole, gap = Series("2026", [Decimal(3), Decimal(0), Decimal(3)]), Series("2025", [Decimal(1), None, Decimal(2)])

    picture = radar(["North", "East", "West"], [whole, gap], 3)

    [first, second] = picture.rows[0]["key"]
    assert first["points"].split()[:2] == ["235.0,67.0", "235.0,185.0"]
    assert (second["points"], len(second["dots"])) == ("", 2)
    assert picture.data[1] == ["East", Decimal(0), None]
    assert picture.cells[1][2] == "Not known"


def test_answers_are_dated_by_person_and_only_what_is_different_is_new(client, council):
    mari, ifan = (build.user(role="publisher", of=council, name=name) for name in ("Mari", "Ifan"))
    running = assessments.running(council, by=mari)
    codes = [each.code for each in editions.edition(running.edition).of_step(Step.DESIGN)]
    answers = dict.fromkeys(codes, Said(1)) | {codes[0]: Said(3, "Look at the lots"), codes[1]: Said(None)}

    actions.answer_step(assessment=running, answers=answers, by=ifan, at=NEXT_YEAR)

    kept = {each.statement: (each.level, each.by, each.at) for each in running.answers.filter(statement__in=codes)}
    assert kept.pop(codes[0]) == (3, ifan, NEXT_YEAR)
    assert set(kept) == set(codes[2:])
    assert set(kept.values()) == {(1, mari, build.NOW)}
    with pytest.raises(NotAllowed):
        actions.close_assessment(assessment=running, by=mari, at=NEXT_YEAR)


def test_what_is_closed_stays(council):
    closed = assessments.closed(council, design=3)
    with pytest.raises(NotAllowed):
        actions.answer_step(assessment=closed, answers={"lots": Said(0)}, by=closed.closed_by, at=NEXT_YEAR)
    with pytest.raises(NotAllowed):
        actions.start_assessment(body=council, by=closed.closed_by, at=build.NOW)

    for change in (lambda: Assessment.objects.update(snapshot={}), lambda: Assessment.objects.all().delete()):
        with pytest.raises(ProgrammingError, match="practice_assessment"), transaction.atomic():
            change()
    Assessment.objects.update(closed_by=None)  # the person may go

    assert assessments.running(council, at=NEXT_YEAR).year == closed.year + 1


def test_the_portal_counts_what_it_can_and_says_what_it_does_not_know(council):
    on = build.NOW.date()
    nothing = facts.measured(council, on=on)
    council.contact_role_en, council.mailbox, council.strategy_url = "Officer", "a@example.org", "https://example.org"
    build.network(members=[council])
    studies.published(owner=council, lead=council)
    for days in (100, 60, 20):
        planned = build.opportunity(buyer=council, at=build.NOW - timedelta(days=days))
        closes = build.NOW + timedelta(days=40)
        open_tender(
            opportunity=planned, by=build.user(role="publisher", of=council), at=build.NOW, submissions_close_at=closes
        )

    known = facts.measured(council, on=on)

    assert [nothing[code] for code in ("officer", "networks", "studies", "adapted", "policy")] == [0] * 5
    assert [nothing[code] for code in ("notice", "slipped", "open", "share", "delivered")] == [None] * 5
    counted = {code: known[code] for code in ("officer", "strategy", "networks", "studies", "notice")}
    assert counted == {"officer": 1, "strategy": 1, "networks": 1, "studies": 1, "notice": 60}
    assert known["open"] in range(101)


def test_a_reminder_goes_to_the_owner_once_and_not_when_it_is_done(council):
    owner = build.user(role="editor", of=council)
    due = assessments.action(council, owner=owner, due_on=build.NOW.date())
    assessments.action(council, owner=owner, due_on=build.NOW.date() + timedelta(days=1))

    for _time in range(2):
        reminders.remind(at=build.NOW)

    [letter] = Delivery.objects.filter(kind="next-action")
    assert letter.address == owner.email
    assert reminders.still_due(letter.payload) is None
    actions.change_action(action=due, by=owner, at=build.NOW, state=NextAction.State.DONE)
    assert reminders.still_due(letter.payload)


def test_a_member_answers_closes_and_publishes_on_the_pages(client, council):
    publisher = build.user(role="publisher", of=council, name="Mari Llwyd")
    client.force_login(publisher)
    client.post(address("start", council.slug))
    for step in Step:
        page = address("step", council.slug, step)
        form = client.get(page).context["form"]
        typed = {name: "2" if name.startswith("level") else "" for name in form.fields} | {"stamp": form.stamp}
        level, note = next(iter(typed)), next(iter(typed)).replace("level", "note")
        lost = client.post(page, typed | {level: "", note: "Ask us"})
        unsafe = client.post(page, typed | {level.replace("level", "link"): "javascript:alert(1)"})
        assert (lost.status_code, "Ask us" in lost.content.decode(), unsafe.status_code) == (422, True, 422)
        assert client.post(page, typed | {note: f"See {step.label}"}).status_code == 302
        assert client.post(page, typed).status_code == 409
    shown = client.get(address("check", council.slug)).content.decode()
    closed = client.post(address("close", council.slug))
    year = Assessment.objects.get().year
    client.post(address("readers", council.slug, year), {"is_public": "on"})
    own = client.get(closed.url).content.decode()
    client.logout()
    public = client.get(closed.url).content.decode()
    body = client.get(reverse("public-bodies:detail", args=[council.slug])).content.decode()

    assert ("Mari Llwyd" in shown, "Mari Llwyd" in own, "See Improve contract design" in own) == (True, True, True)
    assert "Mari Llwyd" not in public
    assert "See Improve contract design" not in public
    assert "So far 0 other bodies" in public
    assert closed.url in body


def test_the_comparison_leaves_the_body_itself_out_and_names_nobody(client, council):
    others = [assessments.closed(build.organisation(name_en=f"Quiet {n}"), culture=n % 4) for n in range(5)]
    own = assessments.closed(council, culture=3)
    client.force_login(own.closed_by)

    page = client.get(own.get_absolute_url())

    assert page.context["others"].count == len(others)
    assert page.context["others_rows"][0] == ["Culture", "3", "0", "1", "2"]
    assert "Quiet" not in page.content.decode()


def test_a_coordinator_sees_only_members_that_agreed(client, council):
    network = build.network()
    assessments.closed(council, network=network, pipeline=2)
    assessments.closed(build.organisation(name_en="Silent Council"))
    left = assessments.closed(build.organisation(name_en="Gone Council"), network=network)
    membership = network.network_members.get(member=left.body)
    directory.leave_network(membership=membership, by=left.closed_by, at=build.NOW)
    client.force_login(build.user(role="publisher", of=network))

    page = client.get(reverse("regional-steps:region", args=[network.slug]))
    file = client.get(reverse("regional-steps:csv", args=[network.slug]))

    assert [row[0] for row in page.context["rows"]] == ["Our Council", "Middle of these"]
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [row[:2] for row in rows[1:]] == [["Our Council", str(build.NOW.year)]]
    assert rows[1][5] == "2.0"
