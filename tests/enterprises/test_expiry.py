"""What runs out: ended on the right day, no longer found, and told of in time, each once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from collab_portal.mail import kinds
from collab_portal.mail.models import Delivery
from enterprises import actions, expiry, projection, recheck
from enterprises.models import Badge, Enterprise, Insurance, Verification
from tests import build

pytestmark = pytest.mark.django_db

RECHECK_ON = date(2027, 3, 28)  # the day on which clocks go forward in Wales


def london(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by the clock on the wall in Wales: an hour before UTC from 28 March 2027, 01:00 UTC."""
    moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)
    return moment - timedelta(hours=1) if moment > datetime(2027, 3, 28, 1, tzinfo=UTC) else moment


def reminders() -> list[tuple[str, str]]:
    """Whom we remind, and of which message."""
    found = Delivery.objects.filter(kind="running-out").order_by("pk")
    return [(each.address, each.key.split("/")[4]) for each in found]


@pytest.fixture
def enterprise():
    return build.verified(recheck_on=RECHECK_ON)


@pytest.mark.parametrize(("left", "due"), [(31, None), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)])
def test_the_reminder_of_a_day(left, due):
    assert recheck.reminder_due(RECHECK_ON, on=RECHECK_ON - timedelta(days=left)) == due


def test_a_check_holds_to_the_end_of_its_last_day_in_wales(enterprise):
    assert expiry.lapse_due(at=london(RECHECK_ON, 23, 59)) == 0
    assert expiry.lapse_due(at=london(RECHECK_ON + timedelta(days=1), 0, 1)) == 1  # 23:01 the day before in UTC
    assert expiry.lapse_due(at=london(RECHECK_ON + timedelta(days=1), 0, 1)) == 0

    enterprise.refresh_from_db()
    assert (enterprise.state, enterprise.verifications.get().ended_because) == ("lapsed", Verification.End.LAPSED)
    assert "state:lapsed" in enterprise.keys
    assert not Enterprise.objects.verified().contains(enterprise)


def test_administrators_and_the_coordinator_hear_30_and_7_days_before_each_once(enterprise):
    people = sorted(each.user.email for each in (enterprise.organisation.memberships.get(), coordinator_of(enterprise)))

    for days in (31, 30, 29, 12, 7, 3, 0):
        for _again in range(2):
            expiry.remind(at=london(RECHECK_ON - timedelta(days=days), 2))

    told = reminders()
    assert sorted(told) == sorted((person, days) for person in people for days in ("30", "7"))
    assert Delivery.objects.filter(kind="running-out").earliest("pk").not_before == london(date(2027, 2, 26), 8)


def test_a_day_without_the_clock_loses_no_reminder(enterprise):
    expiry.remind(at=london(RECHECK_ON - timedelta(days=5), 11))

    assert {days for _, days in reminders()} == {"7"}
    assert Delivery.objects.filter(kind="running-out").earliest("pk").not_before == london(
        RECHECK_ON - timedelta(5), 11
    )


def test_what_was_renewed_meanwhile_is_not_told(enterprise):
    expiry.remind(at=london(RECHECK_ON - timedelta(days=30), 2))
    payload = Delivery.objects.filter(kind="running-out").first().payload
    assert kinds.get("running-out").still_wanted(payload) is None
    assert "28 March 2027" in kinds.get("running-out").render(payload, "en").text

    verifier = coordinator_of(enterprise)
    network, at = verifier.organisation, london(date(2027, 3, 1), 12)
    build.verified(enterprise, network=network, by=verifier.user, at=at, recheck_on=date(2028, 3, 1))

    assert kinds.get("running-out").still_wanted(payload) is not None


def test_a_coordinator_who_left_is_followed_by_her_colleagues(enterprise):
    verifier = coordinator_of(enterprise)
    colleague = build.user(role="publisher", of=verifier.organisation)
    verifier.delete()

    expiry.remind(at=london(RECHECK_ON - timedelta(days=30), 2))

    assert colleague.email in {person for person, _ in reminders()}
    assert verifier.user.email not in {person for person, _ in reminders()}


def test_a_badge_and_an_insurance_are_not_found_from_the_day_after(enterprise):
    last_day = date(2027, 3, 27)
    Badge.objects.create(enterprise=enterprise, kind="RLW", expires_on=last_day)
    Insurance.objects.create(enterprise=enterprise, kind="cyber", cover=1_000_000, expires_on=date(2027, 6, 1))
    projection.refresh(enterprise, on=date(2027, 1, 1))
    assert {"badge:RLW", "insurance:cyber"} <= set(enterprise.keys)

    assert expiry.refresh_stale(at=london(last_day, 23, 59)) == 0
    assert expiry.refresh_stale(at=london(RECHECK_ON, 0, 5)) == 1
    assert expiry.refresh_stale(at=london(RECHECK_ON, 0, 5)) == 0

    enterprise.refresh_from_db()
    assert "badge:RLW" not in enterprise.keys
    assert ("insurance:cyber" in enterprise.keys, enterprise.stale_on) == (True, date(2027, 6, 2))


def test_a_badge_is_reminded_of_anew_after_it_was_renewed(enterprise):
    badge = Badge.objects.create(enterprise=enterprise, kind="RLW", expires_on=date(2027, 1, 10))
    expiry.remind(at=london(date(2027, 1, 5), 9))
    first = len(reminders())
    badge.expires_on = date(2027, 2, 10)
    badge.save()
    expiry.remind(at=london(date(2027, 2, 5), 9))

    assert (first, len(reminders())) == (2, 4)
    payload = Delivery.objects.filter(kind="running-out").latest("pk").payload
    assert "Living Wage" in kinds.get("running-out").render(payload, "en").subject


def test_reminding_of_many_costs_no_more_queries_than_of_one(django_assert_max_num_queries, enterprise):
    for kind in ("cyber", "motor", "product-liability"):
        Insurance.objects.create(enterprise=enterprise, kind=kind, cover=1_000_000, expires_on=RECHECK_ON)
    build.verified(recheck_on=RECHECK_ON)

    with django_assert_max_num_queries(13):  # whatever the number of things, as long as they fit a batch
        expiry.remind(at=london(RECHECK_ON - timedelta(days=7), 2))

    assert len(reminders()) == 2 + 2 + 3 * 2


def test_a_claim_whose_link_nobody_followed_is_over():
    stub = build.enterprise()
    stub.organisation.website = "https://cegin.cymru"
    stub.organisation.save()
    about = {"enterprise": stub, "by": build.user(), "at": build.NOW, "address": "post@cegin.cymru", "language": "en"}
    claim = actions.claim_by_email(**about)

    assert actions.expire_claims(at=build.NOW + timedelta(hours=47)) == 0
    assert actions.expire_claims(at=build.NOW + timedelta(hours=48)) == 1
    claim.refresh_from_db()
    assert claim.decision == "expired"


def coordinator_of(enterprise):
    """The membership of who checked it."""
    standing = enterprise.verifications.standing().get()
    return standing.network.memberships.get(user=standing.by)
