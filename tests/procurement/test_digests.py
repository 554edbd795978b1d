"""Digests: at their hour and no other, each once, with everything that waited and nothing twice, all year round."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine

from collab_portal.mail import kinds, suppression
from collab_portal.mail.models import Delivery, Suppression
from procurement import actions, alerts
from procurement.actions import interest
from procurement.alerts import digests
from procurement.alerts.digests import Slot, due_slots
from procurement.mails import digest
from procurement.matching import Criteria
from procurement.models import DigestRun, Match, SavedSearch
from tests import build

DAILY, WEEKLY, AT_ONCE = SavedSearch.Frequency.DAILY, SavedSearch.Frequency.WEEKLY, SavedSearch.Frequency.AT_ONCE
MORNING, NOON, EVENING = SavedSearch.Hour.values
LONDON = ZoneInfo("Europe/London")
MONDAY = build.NOW  # 09:00
TUESDAY = build.NOW + timedelta(days=1)


def save(query="q=lunch", *, by=None, frequency=DAILY, hour=MORNING, at=build.NOW):
    criteria = Criteria.from_query(query)
    return interest.save_search(by=by or build.user(), criteria=criteria, frequency=frequency, hour=hour, at=at)


def publish(**fields):
    opportunity = build.opportunity(**fields)
    alerts.drain(at=fields.get("at", build.NOW))
    return opportunity


def digests_sent():
    return list(Delivery.objects.filter(kind="digest").order_by("pk"))


def written(delivery, at=TUESDAY):
    """As the sender would write it at that moment."""
    kind = kinds.get(delivery.kind)
    with time_machine.travel(at, tick=False):
        assert kind.still_wanted(delivery.payload) is None
        return kind.render(delivery.payload, delivery.language)


# ------------------------------------------------------------------------------------------------- the calendar


def test_nothing_is_due_before_half_past():
    before = datetime(2026, 11, 24, 7, 29, 59, tzinfo=LONDON)
    at = datetime(2026, 11, 24, 7, 30, tzinfo=LONDON)

    slot = Slot("daily", date(2026, 11, 24), 7)
    assert slot not in due_slots(before)
    assert slot in due_slots(at)


def test_weekly_digests_are_due_on_mondays():
    due = {slot.local_date.strftime("%A") for slot in due_slots(build.NOW) if slot.frequency == "weekly"}

    assert due == {"Monday"}


def run_through(first, last, every, seed):
    """A year of looks at the clock, with outages, as two workers; answers how often each digest was made and when."""
    chance, made, at = random.Random(seed), Counter(), first
    when = {}
    while at < last:
        if chance.random() < 0.002:
            at += timedelta(hours=chance.randint(1, 60))  # nobody looked
        for slot in due_slots(at):
            if slot not in made:  # as `DigestRun` is unique
                made[slot] += 1
                when[slot] = at
        at += every
    return made, when


@pytest.mark.parametrize("seed", range(2))
def test_all_year_round_each_digest_is_made_once_and_never_early(seed):
    """Through both changes of the clocks: 29 March and 25 October 2026."""
    first, last = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)

    made, when = run_through(first, last, timedelta(minutes=30), seed)

    days = [date(2026, 1, 2) + timedelta(days=count) for count in range(360)]
    for hour in SavedSearch.Hour.values:
        assert all(made[Slot("daily", day, hour)] == 1 for day in days)
        assert all(made[Slot("weekly", day, hour)] == (day.weekday() == 0) for day in days)
    for slot, at in when.items():
        local = at.astimezone(LONDON)
        assert (local.date(), local.hour, local.minute) >= (slot.local_date, slot.hour, 30)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_on_the_days_of_23_and_25_hours_the_digest_comes_at_its_hour(day):
    for hour in SavedSearch.Hour.values:
        due = datetime(day.year, day.month, day.day, hour, 30, tzinfo=LONDON)
        assert Slot("daily", day, hour) in due_slots(due)
        assert Slot("daily", day, hour) not in due_slots(due - timedelta(seconds=1))


# --------------------------------------------------------------------------------------------------------- runs


@pytest.mark.django_db
def test_a_digest_gathers_what_waited_and_is_made_once():
    search = save()
    first, second = publish(), publish(title_en="Lunch boxes for schools")
    digests.run_due(at=MONDAY)  # of this morning: it comes late, and takes what is there
    assert len(digests_sent()) == 1

    digests.run_due(at=MONDAY)
    digests.run_due(at=TUESDAY)

    [delivery] = digests_sent()
    assert delivery.address == search.subscriber.address
    assert set(search.matches.values_list("opportunity", "delivery_key")) == {
        (first.pk, delivery.key),
        (second.pk, delivery.key),
    }


@pytest.mark.django_db
def test_no_digest_is_empty():
    save()

    digests.run_due(at=TUESDAY)

    assert digests_sent() == []
    assert DigestRun.objects.filter(local_date=TUESDAY.date(), frequency="daily", hour=7).exists()


@pytest.mark.django_db
def test_each_hour_and_frequency_has_its_own_run():
    digests.run_due(at=MONDAY)
    morning, noon, weekly = save(), save(hour=NOON), save(frequency=WEEKLY)
    publish()

    def told(at):
        digests.run_due(at=at)
        return {each.address for each in digests_sent()}

    assert told(datetime(2026, 11, 23, 12, 30, tzinfo=LONDON)) == {noon.subscriber.address}
    assert told(TUESDAY) == {noon.subscriber.address, morning.subscriber.address}
    everybody = {each.subscriber.address for each in (morning, noon, weekly)}
    assert told(MONDAY + timedelta(days=7)) == everybody


@pytest.mark.django_db
def test_one_opportunity_stands_in_one_digest_though_two_searches_find_it():
    ann = build.user()
    daily, weekly = save("q=lunch", by=ann), save("area=W06000002", by=ann, frequency=WEEKLY)
    digests.run_due(at=MONDAY)
    publish()

    digests.run_due(at=TUESDAY)
    digests.run_due(at=MONDAY + timedelta(days=7))

    [delivery] = digests_sent()
    assert daily.matches.get().delivery_key == weekly.matches.get().delivery_key == delivery.key
    assert written(delivery).text.count("Lunch clubs for older people\n") == 1


@pytest.mark.django_db
def test_a_change_of_frequency_keeps_what_waits_for_the_next_digest():
    search = save()
    digests.run_due(at=MONDAY)
    publish()

    interest.change_search(search=search, name="", frequency=WEEKLY, hour=MORNING, at=MONDAY, by=None)
    digests.run_due(at=TUESDAY)
    assert digests_sent() == []
    digests.run_due(at=MONDAY + timedelta(days=7))

    assert len(digests_sent()) == 1


@pytest.mark.django_db
def test_a_change_to_at_once_sends_what_waits_in_one_mail():
    search = save()
    publish(), publish()

    interest.change_search(search=search, name="", frequency=AT_ONCE, hour=MORNING, at=MONDAY, by=None)

    [delivery] = digests_sent()
    assert not Match.objects.filter(delivery_key="").exists()
    assert "2 opportunities" in written(delivery).subject


@pytest.mark.django_db
def test_who_cannot_be_reached_keeps_her_matches():
    search = save()
    publish()
    suppression.suppress(search.subscriber.address, Suppression.Reason.COMPLAINT)

    digests.run_due(at=MONDAY)

    search.subscriber.refresh_from_db()
    assert digests_sent() == []
    assert search.subscriber.stop_reason == "complaint"
    assert search.matches.get().delivery_key == ""


@pytest.mark.django_db
def test_a_digest_that_fails_is_made_at_the_next_look(monkeypatch):
    save()
    publish()
    with monkeypatch.context() as patch:
        patch.setattr(digests, "_post", lambda *args, **fields: 1 / 0)
        counts = digests.run_due(at=MONDAY)
    assert counts.keys() == {"failed"}
    assert not DigestRun.objects.exists()

    digests.run_due(at=MONDAY)

    assert len(digests_sent()) == 1


@pytest.mark.django_db
def test_a_look_at_the_clock_costs_one_query_when_nothing_is_due(django_assert_num_queries):
    digests.run_due(at=MONDAY)

    with django_assert_num_queries(1):
        digests.run_due(at=MONDAY)


# ------------------------------------------------------------------------------------------------ what it says


@pytest.mark.django_db
def test_a_digest_is_sorted_by_what_comes_first():
    save("")
    publish(title_en="Unhurried", **build.window("tender_start", date(2027, 9, 1)))
    publish(title_en="Soonest", stage="tendering", submissions_close_at=build.NOW + timedelta(days=5))
    publish(title_en="Next", **build.window("tender_start", date(2027, 1, 1)))
    digests.run_due(at=MONDAY)

    text = written(digests_sent()[0]).text

    assert text.index("1. Soonest") < text.index("2. Next") < text.index("3. Unhurried")


@pytest.mark.django_db
def test_a_digest_shows_fifty_and_leads_to_the_rest(monkeypatch):
    monkeypatch.setattr(digest, "SHOWN", 2)
    search = save("")
    for _ in range(4):
        publish()
    digests.run_due(at=MONDAY)

    message = written(digests_sent()[0])

    assert message.subject.startswith("4 opportunities: Lunch clubs for older people")
    assert "3. " not in message.text
    assert "And 2 more. They are on your page:" in message.text
    assert f"/alerts/manage/{search.subscriber.token}/" in message.text


@pytest.mark.django_db
def test_what_ended_meanwhile_is_left_out_and_a_digest_left_empty_is_not_sent():
    save("")
    ended, stays = publish(title_en="This one ends"), publish()
    digests.run_due(at=MONDAY)
    [delivery] = digests_sent()
    by = build.user(role="publisher", of=ended.buyer)

    actions.withdraw(opportunity=ended, by=by, at=MONDAY, reason=build.REASON)
    assert "This one ends" not in written(delivery).text
    by = build.user(role="publisher", of=stays.buyer)
    actions.withdraw(opportunity=stays, by=by, at=MONDAY, reason=build.REASON)

    assert kinds.get("digest").still_wanted(delivery.payload) == "nothing in it is current"


@pytest.mark.django_db
def test_a_digest_marks_what_she_heard_of_before():
    save("")
    opportunity = publish()
    digests.run_due(at=MONDAY)
    build.changed(opportunity, at=TUESDAY, value_amount=Decimal(75_000))
    alerts.drain(at=TUESDAY)
    digests.run_due(at=TUESDAY)

    first, second = digests_sent()

    assert "changed since" not in written(first).text
    assert "(changed since we told you of it)" in written(second).text


@pytest.mark.django_db
def test_a_digest_names_the_searches_where_there_are_several():
    ann = build.user()
    save("q=lunch", by=ann)
    save("category=catering-and-food", by=ann)
    publish()
    digests.run_due(at=MONDAY)

    text = written(digests_sent()[0]).text

    name = build.category("catering-and-food").name_en
    assert f"Found by: “lunch”; {name}" in text
    assert "- “lunch”" in text
