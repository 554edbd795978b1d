"""Several workers at the same time, on a real database: each publication once, nothing waits, nothing falls between."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from collab_portal.mail.models import Delivery
from procurement import alerts
from procurement.actions import interest
from procurement.alerts import digests, fan_out
from procurement.matching import Criteria
from procurement.models import DigestRun, Match, OutboxEvent, SavedSearch
from tests import build

pytestmark = pytest.mark.django_db(transaction=True)

TUESDAY = build.NOW + timedelta(days=1)


def save(frequency, count=1):
    for _ in range(count):
        criteria = Criteria.from_query("q=lunch")
        interest.save_search(by=build.user(), criteria=criteria, frequency=frequency, at=build.NOW)


def side_by_side(*jobs):
    """Run them in threads, each with a connection of its own; answers what they returned."""
    answers, faults = [], []

    def run(job):
        try:
            answers.append(job())
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []
    return answers


def test_overlapping_drains_tell_each_person_once_of_each_publication():
    save(SavedSearch.Frequency.AT_ONCE, count=5)
    for _ in range(6):
        build.opportunity()

    counts = side_by_side(*[lambda: alerts.drain(at=build.NOW)] * 3)

    assert sum(count["done"] for count in counts) == 6
    assert not OutboxEvent.objects.filter(processed_at=None).exists()
    assert Delivery.objects.filter(kind="alert").count() == 30
    assert Match.objects.count() == 30


def test_a_publication_that_takes_long_does_not_hold_up_the_others(monkeypatch):
    save(SavedSearch.Frequency.AT_ONCE)
    slow, quick = build.opportunity(), build.opportunity()
    begun, go_on = threading.Event(), threading.Event()
    real = fan_out.fan_out

    def sometimes_slow(event, *, at):
        if event.opportunity_id == slow.pk:
            begun.set()
            assert go_on.wait(timeout=30)
        real(event, at=at)

    monkeypatch.setattr(fan_out, "fan_out", sometimes_slow)

    def second():
        assert begun.wait(timeout=30)
        counts = alerts.drain(at=build.NOW)
        go_on.set()
        return counts

    counts = side_by_side(lambda: alerts.drain(at=build.NOW), second)

    assert sorted(count["done"] for count in counts) == [1, 1]
    assert Match.objects.filter(opportunity=quick).exists()


def test_two_clocks_make_one_digest():
    save(SavedSearch.Frequency.DAILY)
    build.opportunity()
    alerts.drain(at=build.NOW)

    side_by_side(*[lambda: digests.run_due(at=TUESDAY)] * 3)

    assert Delivery.objects.filter(kind="digest").count() == 1
    runs = DigestRun.objects.values_list("frequency", "local_date", "hour")
    assert len(set(runs)) == len(runs)


def test_what_is_written_while_a_digest_runs_is_in_the_next_one():
    """A look at a window of time would miss what was begun in it and committed after it."""
    save(SavedSearch.Frequency.DAILY)
    build.opportunity()
    written, go_on = threading.Event(), threading.Event()

    def publish_slowly():
        with transaction.atomic():
            fan_out.fan_out(OutboxEvent.objects.get(), at=build.NOW)
            written.set()
            assert go_on.wait(timeout=30)

    def gather():
        assert written.wait(timeout=30)
        digests.run_due(at=build.NOW)
        go_on.set()

    side_by_side(publish_slowly, gather)
    assert not Delivery.objects.filter(kind="digest").exists()

    digests.run_due(at=TUESDAY)

    assert Delivery.objects.filter(kind="digest").count() == 1


def test_two_publications_of_one_opportunity_at_once_are_one_alert():
    save(SavedSearch.Frequency.AT_ONCE, count=20)
    opportunity = build.opportunity()
    build.changed(opportunity, value_amount=90_000)

    side_by_side(*[lambda: alerts.drain(at=build.NOW)] * 2)

    assert Delivery.objects.filter(kind="alert").count() == 20
    assert set(Match.objects.values_list("version", flat=True)) == {2}
