"""The base test: who answers, who checks, and what ends a check."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from collab_portal.accounts import personal_data
from collab_portal.audit.models import Act
from collab_portal.mail import kinds
from collab_portal.mail.models import Delivery
from enterprises import actions, recheck, work_list
from enterprises.models import Enterprise, NotAllowed, Statement, TrustStep, Verification
from tests import build
from tests.build import NOW

LATER = NOW + timedelta(days=1)
TODAY = NOW.date()


@pytest.fixture
def network(db):
    return build.organisation(name_en="North East Wales", is_network=True)


@pytest.fixture
def coordinator(network):
    return build.user(role="publisher", of=network, name="Nia Prys")


@pytest.fixture
def enterprise(network):
    made = build.proven(build.enterprise(state="claimed"))
    actions.join_network(network=network, member=made.organisation)
    return made


def check(enterprise, network, by, **changed):
    given = {"at": LATER, "checked": Statement.Test.values, "as_of": NOW, "recheck_on": recheck.usual(TODAY)} | changed
    return actions.verify(enterprise=enterprise, network=network, by=by, **given)


def test_a_year_from_leap_day_and_from_the_end_of_a_month():
    assert recheck.months_later(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert recheck.months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert recheck.usual(date(2026, 11, 23)) == date(2027, 11, 23)


def test_a_check_says_who_for_whom_and_until_when(enterprise, network, coordinator):
    verification = check(enterprise, network, coordinator, note="Seen the accounts")

    enterprise.refresh_from_db()
    assert Enterprise.objects.verified().contains(enterprise)
    assert "state:verified" in enterprise.keys
    assert (verification.verifier_name, verification.network) == ("Nia Prys", network)
    assert {each.checked_by for each in enterprise.statements.all()} == {coordinator}
    step = enterprise.trust_steps.get(what=TrustStep.What.VERIFIED)
    told = Delivery.objects.get(key__startswith=f"trust/{step.pk}/")
    assert "North East Wales has checked" in kinds.get("trust-news").render(told.payload, "en").text
    assert Act.objects.filter(verb="trust: verified", actor=coordinator.pk, target_id=enterprise.pk).exists()


def test_two_people_are_needed(enterprise, network, coordinator):
    answered = enterprise.statements.first().stated_by
    member = build.user(role="publisher", of=network)
    build.Membership.objects.create(user=member, organisation=enterprise.organisation, role="viewer")
    build.Membership.objects.create(user=answered, organisation=network, role="publisher")
    answered.memberships.filter(organisation=enterprise.organisation).delete()
    elsewhere = build.organisation(is_network=True)
    stranger = build.user(role="publisher", of=elsewhere)

    for nobody in (member, answered, stranger, build.user(role="editor", of=network), build.user(is_staff=True)):
        assert not Enterprise.objects.verifiable_by(nobody).contains(enterprise)
        with pytest.raises(NotAllowed):
            check(enterprise, network, nobody)
    with pytest.raises(NotAllowed):
        check(enterprise, elsewhere, stranger)
    assert Enterprise.objects.verifiable_by(coordinator).contains(enterprise)


@pytest.mark.parametrize(
    "lacking",
    [
        {"checked": Statement.Test.values[:3]},
        {"recheck_on": TODAY + timedelta(days=1)},  # the day of the check itself
        {"recheck_on": recheck.months_later(TODAY, 24) + timedelta(days=2)},
    ],
)
def test_a_check_is_whole_and_holds_24_months_at_most(enterprise, network, coordinator, lacking):
    with pytest.raises(NotAllowed):
        check(enterprise, network, coordinator, **lacking)

    assert not Verification.objects.exists()


def test_an_answer_without_proof_or_with_no_cannot_be_checked(enterprise, network, coordinator):
    editor = build.user(role="editor", of=enterprise.organisation)
    for answer in (actions.Answer(True), actions.Answer(False, "We are owned by the council")):
        actions.answer_base_test(enterprise=enterprise, answers={"independent": answer}, by=editor, at=NOW)
        with pytest.raises(NotAllowed):
            check(enterprise, network, coordinator)


def test_what_changed_while_she_looked_has_to_be_looked_at_again(enterprise, network, coordinator):
    editor = build.user(role="editor", of=enterprise.organisation)
    answers = {"trade": actions.Answer(True, "Our new accounts")}
    actions.answer_base_test(enterprise=enterprise, answers=answers, by=editor, at=NOW + timedelta(hours=1))

    with pytest.raises(actions.ChangedMeanwhile):
        check(enterprise, network, coordinator, as_of=NOW)


def test_a_changed_answer_ends_the_check_and_the_same_answer_does_not(enterprise, network, coordinator):
    check(enterprise, network, coordinator)
    editor = build.user(role="editor", of=enterprise.organisation)
    same = {each.test: actions.Answer(True, each.evidence, each.evidence_url) for each in enterprise.statements.all()}

    assert actions.answer_base_test(enterprise=enterprise, answers=same, by=editor, at=LATER) == set()
    assert Enterprise.objects.verified().contains(enterprise)

    changed = same | {"trade": actions.Answer(True, "Other accounts")}
    assert actions.answer_base_test(enterprise=enterprise, answers=changed, by=editor, at=LATER) == {"trade"}
    enterprise.refresh_from_db()
    assert (enterprise.state, "state:lapsed" in enterprise.keys) == ("lapsed", True)
    assert enterprise.verifications.get().ended_because == Verification.End.CHANGED
    assert enterprise.statements.get(test="trade").checked_at is None
    step = enterprise.trust_steps.get(what=TrustStep.What.CHANGED)
    assert Delivery.objects.filter(key=f"trust/{step.pk}/{coordinator.pk}").exists()


def test_a_check_can_be_renewed_and_only_one_stands(enterprise, network, coordinator):
    first = check(enterprise, network, coordinator)
    second = check(enterprise, network, coordinator, at=LATER + timedelta(days=300), recheck_on=date(2028, 1, 1))

    assert list(enterprise.verifications.standing()) == [second]
    first.refresh_from_db()
    assert first.ended_because == Verification.End.RENEWED
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.filter(pk=first.pk).update(ended_at=None, ended_because="")


def test_what_could_not_be_confirmed_goes_back_with_the_reason(enterprise, network, coordinator):
    assert [row.enterprise for row in work_list.of(network, coordinator, on=TODAY).first] == [enterprise]

    actions.send_back(
        enterprise=enterprise, network=network, by=coordinator, at=LATER, reason="No link to the accounts"
    )

    assert work_list.of(network, coordinator, on=TODAY).is_empty
    told = Delivery.objects.get(kind="trust-news")
    assert "No link to the accounts" in kinds.get("trust-news").render(told.payload, "cy").text
    build.proven(enterprise, at=LATER + timedelta(hours=1), tests=["trade"])  # by another editor, with the same words
    editor, answer = build.user(role="editor", of=enterprise.organisation), actions.Answer(True, "Here it is")
    actions.answer_base_test(enterprise=enterprise, answers={"trade": answer}, by=editor, at=LATER + timedelta(hours=2))
    assert [row.enterprise for row in work_list.of(network, coordinator, on=TODAY).first] == [enterprise]


def test_the_work_list_names_what_waits_the_oldest_first(network, coordinator):
    def member(name, at, **check):
        made = build.proven(build.enterprise(name_en=name, state="claimed"), at=at)
        actions.join_network(network=network, member=made.organisation)
        return build.verified(made, network=network, by=coordinator, at=at, **check) if check else made

    late, early = member("Late CIC", NOW), member("Early CIC", NOW - timedelta(days=9))
    actions.join_network(network=network, member=build.enterprise(name_en="Silent CIC", state="claimed").organisation)
    member("Calm CIC", NOW, recheck_on=TODAY + timedelta(days=31))
    due = member("Due CIC", NOW, recheck_on=TODAY + timedelta(days=30))
    lapsed = member("Lapsed CIC", NOW - timedelta(days=99), recheck_on=TODAY - timedelta(days=1))
    actions.lapse(enterprise=lapsed, at=NOW)

    work = work_list.of(network, coordinator, on=TODAY)

    assert [row.enterprise for row in work.first] == [early, late]
    assert [row.enterprise for row in work.lapsed] == [lapsed]
    assert [(row.enterprise, row.is_own) for row in work.due] == [(due, False)]


def test_an_entry_taken_off_the_directory_is_not_verified_when_it_comes_back(enterprise, network, coordinator):
    check(enterprise, network, coordinator)
    with pytest.raises(NotAllowed):
        actions.delist(enterprise=enterprise, by=build.user(), at=LATER, reason="Spite")

    actions.delist(enterprise=enterprise, by=coordinator, at=LATER, reason="It was dissolved")
    enterprise.refresh_from_db()
    assert (enterprise.state, enterprise.is_listed) == ("delisted", False)
    assert not Enterprise.objects.verifiable_by(coordinator).contains(enterprise)
    with pytest.raises(NotAllowed):
        actions.delist(enterprise=enterprise, by=coordinator, at=LATER, reason="Twice")

    actions.relist(enterprise=enterprise, by=build.user(is_staff=True), at=LATER, reason="It was a mistake")
    enterprise.refresh_from_db()
    assert (enterprise.state, enterprise.is_listed) == ("claimed", True)
    assert not enterprise.verifications.standing().exists()


def test_who_checked_is_forgotten_with_her_account_and_the_check_stands(enterprise, network, coordinator):
    build.user(role="administrator", of=network)
    verification = check(enterprise, network, coordinator)
    assert personal_data.export(coordinator)["trust"]["checks"][0]["enterprise"] == str(enterprise)

    personal_data.erase(user=coordinator)

    verification.refresh_from_db()
    assert (verification.verifier_name, verification.by, verification.ended_at) == ("", None, None)
