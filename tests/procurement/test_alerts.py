"""From a publication to the people it concerns: each told once, nobody forgotten, no fault in another's way."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection

from collab_portal.mail import suppression
from collab_portal.mail.models import Delivery, Suppression
from procurement import actions, alerts
from procurement.actions import interest
from procurement.alerts import fan_out
from procurement.matching import Criteria
from procurement.models import Match, OutboxEvent, SavedSearch, Subscriber
from tests import build

pytestmark = pytest.mark.django_db

AT_ONCE, DAILY = SavedSearch.Frequency.AT_ONCE, SavedSearch.Frequency.DAILY
LATER = build.NOW + timedelta(days=7)


def save(query="q=lunch", *, by=None, frequency=AT_ONCE, **fields):
    criteria = Criteria.from_query(query)
    return interest.save_search(by=by or build.user(), criteria=criteria, frequency=frequency, at=build.NOW, **fields)


def watch(opportunity, by=None):
    return interest.watch(by=by or build.user(), opportunity=opportunity, at=build.NOW)


def drain(at=build.NOW):
    return alerts.drain(at=at)


def mails(**fields):
    kinds = ("alert", "watch", "digest")
    return sorted(Delivery.objects.filter(kind__in=kinds, **fields).values_list("kind", "address"))


def test_who_saved_a_search_that_fits_is_told_at_once():
    told, other = save("q=lunch&area=W06000002"), save("q=falconry")

    build.opportunity()
    drain()

    assert mails() == [("alert", told.subscriber.address)]
    assert [match.delivery_key for match in told.matches.all()] == [Delivery.objects.get().key]
    assert not other.matches.exists()


def test_one_person_gets_one_mail_however_many_searches_match():
    ann = build.user()
    for query in ("q=lunch", "area=W06000002", "category="):
        save(query, by=ann)
    save("q=meal", by=ann, frequency=DAILY)

    build.opportunity()
    drain()

    assert mails() == [("alert", ann.email)]
    assert Match.objects.count() == 4
    assert not Match.objects.filter(delivery_key="").exists()  # the daily one is told with it


def test_who_watches_and_searches_gets_one_mail():
    ann = build.user()
    opportunity = build.opportunity()
    drain()
    watch(opportunity, by=ann)
    save("q=lunch", by=ann)

    build.changed(opportunity, value_amount=Decimal(90_000))
    drain(LATER)

    assert mails() == [("watch", ann.email)]
    assert not Match.objects.filter(delivery_key="").exists()


def test_a_daily_search_waits():
    search = save(frequency=DAILY)

    build.opportunity()
    drain()

    assert mails() == []
    assert search.matches.get().delivery_key == ""


def test_draining_twice_tells_nobody_twice():
    save()
    build.opportunity()

    drain()
    OutboxEvent.objects.update(processed_at=None)
    drain()

    assert len(mails()) == 1
    assert Match.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        ({"value_amount": Decimal(90_000)}, True),
        ({"area_codes": ["W06000002", "W06000003"]}, True),
        ({"description_en": "The same lunch clubs in better words, with lunch for all."}, False),
        ({"contact_name": "Procurement team"}, False),
        (build.window("tender_start", (LATER + timedelta(days=200)).date()), False),
        (build.window("contract_start", (LATER + timedelta(days=400)).date()), False),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_who_knows_of_it_is_told_again_only_of_what_matters(change, is_told):
    save()
    opportunity = build.opportunity()
    drain()

    build.changed(opportunity, **change)
    drain(LATER)

    assert len(mails()) == 1 + is_told


def test_who_knows_of_it_is_told_when_the_tender_opens_and_when_the_deadline_moves():
    save()
    opportunity = build.opportunity()
    drain()
    by = build.user(role="publisher", of=opportunity.buyer)

    closes_at = LATER + timedelta(days=30)
    actions.open_tender(opportunity=opportunity, by=by, at=LATER, submissions_close_at=closes_at)
    drain(LATER)
    later_still = closes_at + timedelta(days=7)
    actions.extend_deadline(
        opportunity=opportunity, by=by, at=LATER, submissions_close_at=later_still, reason=build.REASON
    )
    drain(LATER)

    assert len(mails()) == 3


def test_a_change_of_the_lots_matters():
    save()
    opportunity = build.opportunity()
    drain()
    by = build.user(role="publisher", of=opportunity.buyer)

    actions.amend_lot(opportunity=opportunity, by=by, lot=opportunity.lots.get(), title_en="Lunch in the north")
    actions.publish_changes(opportunity=opportunity, by=by, at=LATER)
    drain(LATER)
    assert len(mails()) == 1

    actions.amend_lot(opportunity=opportunity, by=by, vcse_suitable=True, title_en="Lunch in the south")
    actions.publish_changes(opportunity=opportunity, by=by, at=LATER)
    drain(LATER)
    assert len(mails()) == 2


def test_a_change_of_words_tells_those_whose_search_it_meets_for_the_first_time():
    save("q=lunch")
    newcomer = save("q=allotments")
    opportunity = build.opportunity()
    drain()

    build.changed(opportunity, description_en="Lunch, and vegetables from our allotments.")
    drain(LATER)

    assert len(mails()) == 2
    assert newcomer.matches.get().version == 2


def test_who_watches_is_told_of_every_change_and_of_the_end():
    ann = build.user()
    opportunity = build.opportunity()
    drain()
    watch(opportunity, by=ann)

    build.changed(opportunity, contact_name="Procurement team")
    drain(LATER)
    by = build.user(role="publisher", of=opportunity.buyer)
    actions.withdraw(opportunity=opportunity, by=by, at=LATER, reason=build.REASON)
    drain(LATER)

    assert mails() == [("watch", ann.email)] * 2


def test_who_begins_to_watch_is_not_told_of_what_she_saw():
    opportunity = build.opportunity()
    watch(opportunity)

    drain()  # the first publication, worked off late

    assert mails() == []


def test_two_publications_at_once_are_one_alert():
    """The listing is newer than the first event, so what the first mail says is what the second would say again."""
    save()
    opportunity = build.opportunity()
    build.changed(opportunity, value_amount=Decimal(90_000))

    drain(LATER)

    assert len(mails()) == 1
    assert Match.objects.get().version == 2


@pytest.mark.parametrize("stage", ["withdrawn", "awarded"])
def test_what_is_no_longer_current_alerts_nobody(stage):
    save()

    build.opportunity(stage=stage)
    drain()

    assert mails() == []


def test_unconfirmed_stopped_and_suppressed_people_are_not_told():
    interest.ask_to_save(email="eve@example.org", language="en", criteria=Criteria.from_query("q=lunch"), at=build.NOW)
    stopped, bounced = save().subscriber, save().subscriber
    interest.stop(subscriber=stopped, at=build.NOW)
    suppression.suppress(bounced.address, Suppression.Reason.BOUNCE)

    build.opportunity()
    drain()

    assert mails() == []


def test_a_bounce_pauses_and_resuming_sends_what_was_missed():
    search = save()
    subscriber = search.subscriber
    suppression.suppress(subscriber.address, Suppression.Reason.BOUNCE)
    build.opportunity()
    drain()
    subscriber.refresh_from_db()
    assert (subscriber.stopped_at, subscriber.stop_reason) == (build.NOW, Subscriber.StopReason.BOUNCE)
    assert search.matches.get().delivery_key == ""

    interest.resume(subscriber=subscriber, at=LATER)

    assert mails() == [("digest", subscriber.address)]
    assert not suppression.is_suppressed(subscriber.address)


def test_alerts_go_to_the_address_of_the_account():
    search = save()
    search.subscriber.user.email = "new.address@example.org"
    search.subscriber.user.save()

    build.opportunity()
    drain()

    assert mails() == [("alert", "new.address@example.org")]


def test_an_import_without_alerts_tells_nobody():
    save()
    opportunity = build.opportunity()
    OutboxEvent.objects.all().delete()

    drain()

    assert mails() == []
    assert opportunity.version == 1


# -------------------------------------------------------------------------------------------------------- faults


def test_a_publication_that_fails_does_not_stop_those_after_it(monkeypatch):
    save()
    bad, good = build.opportunity(), build.opportunity()
    real = fan_out.fan_out

    def sometimes(event, *, at):
        if event.opportunity_id == bad.pk:
            raise KeyError("the snapshot of Ann Jones")
        real(event, at=at)

    monkeypatch.setattr(fan_out, "fan_out", sometimes)

    counts = drain()

    assert counts == {"failed": 1, "done": 1}
    assert Match.objects.get().opportunity == good
    failed = OutboxEvent.objects.get(processed_at=None)
    assert failed.attempts == 1
    assert failed.last_error.startswith("KeyError in sometimes")
    assert "Ann" not in failed.last_error


def test_a_failed_publication_is_tried_again_later_and_then_told(monkeypatch):
    save()
    build.opportunity()
    with monkeypatch.context() as patch:
        patch.setattr(fan_out, "fan_out", lambda event, *, at: 1 / 0)
        assert drain() == {"failed": 1}
    assert drain() == {}  # not before its time

    OutboxEvent.objects.update(not_before=build.NOW - timedelta(days=3650))
    drain()

    assert len(mails()) == 1


def test_what_a_failed_publication_wrote_is_taken_back(monkeypatch):
    save()
    build.opportunity()
    real = fan_out.fan_out

    def half(event, *, at):
        real(event, at=at)
        raise RuntimeError

    monkeypatch.setattr(fan_out, "fan_out", half)
    drain()

    assert mails() == []
    assert Match.objects.count() == 0


def test_waiting_grows_with_each_failure_up_to_an_hour(monkeypatch):
    build.opportunity()
    monkeypatch.setattr(fan_out, "fan_out", lambda event, *, at: 1 / 0)
    waits = []
    for _ in range(12):
        OutboxEvent.objects.update(not_before=build.NOW - timedelta(days=3650))
        drain()
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM not_before - clock_timestamp()) FROM procurement_outboxevent")
            waits.append(round(cursor.fetchone()[0]))

    assert waits == [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]


def test_an_empty_outbox_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(3):  # and the savepoint around it
        drain()


def test_fan_out_takes_as_many_queries_for_a_hundred_people_as_for_one(django_assert_max_num_queries):
    for _ in range(30):
        save()
    build.opportunity()

    with django_assert_max_num_queries(30):
        drain()

    assert len(mails()) == 30
