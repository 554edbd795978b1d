"""Messages enter the outbox in the caller's transaction, once each, and can be taken back before they go."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from collab_portal.mail import kinds, outbox
from collab_portal.mail.models import Delivery

pytestmark = pytest.mark.django_db


def letter(number, **fields):
    wanted = {"key": f"alert/{number}", "kind": "greeting", "address": f"p{number}@example.org"}
    return outbox.Letter(**wanted | {"language": "en", "payload": {"n": number}} | fields)


def test_a_message_waits_and_knows_when_to_give_up(post):
    delivery = post(language="cy", payload={"opportunity": 7})

    assert delivery.state == "pending"
    assert delivery.payload == {"opportunity": 7}
    assert abs(delivery.due_at - timezone.now()) < timedelta(seconds=10)
    assert timedelta(hours=71, minutes=59) < delivery.give_up_at - delivery.due_at < timedelta(hours=72, minutes=1)


def test_a_reminder_waits_for_its_day_and_has_three_days_from_then(post):
    tomorrow = timezone.now() + timedelta(days=1)

    delivery = post(not_before=tomorrow)

    assert delivery.not_before == delivery.due_at == tomorrow
    assert delivery.give_up_at == tomorrow + timedelta(hours=72)
    assert not Delivery.objects.due().exists()


def test_the_same_message_is_written_once(post):
    post(key="alert/1", payload={"n": 1})
    post(key="alert/1", payload={"n": 2})

    assert Delivery.objects.get().payload == {"n": 1}


def test_a_message_goes_with_its_cause(post):
    with transaction.atomic():
        post()
        transaction.set_rollback(True)

    assert not Delivery.objects.exists()


def test_many_are_written_in_few_statements(kind, django_assert_max_num_queries):
    kind("greeting")

    with django_assert_max_num_queries(10):  # three of them inserts
        outbox.post_many(letter(n) for n in range(2_500))

    assert Delivery.objects.count() == 2_500


def test_many_are_written_once_too(kind):
    kind("greeting")
    outbox.post_many([letter(1), letter(2)])

    outbox.post_many([letter(2), letter(3), letter(3)])

    assert Delivery.objects.count() == 3


def test_a_misspelt_kind_is_found_at_once(post):
    with pytest.raises(kinds.UnknownKind):
        post(kind="greting")


def test_a_kind_belongs_to_one_app(kind):
    kind("greeting")

    with pytest.raises(ValueError, match="twice"):
        kinds.register("greeting", render=lambda payload, language: None)


def test_a_language_we_do_not_speak_is_refused(post):
    with pytest.raises(IntegrityError):
        post(language="fr")


@pytest.mark.parametrize(
    ("choice", "left"),
    [({"key": "alert/1"}, 3), ({"key_prefix": "alert/1"}, 2), ({"kind": "greeting"}, 1), ({"kind": "other"}, 3)],
)
def test_messages_are_taken_back(kind, choice, left):
    kind("greeting")
    kind("other")
    outbox.post_many([letter(1), letter(10), letter(2), letter(20, kind="other")])

    taken = outbox.cancel(reason="withdrawn", **choice)

    assert taken == 4 - left
    assert Delivery.objects.waiting().count() == left
    assert set(Delivery.objects.filter(state="cancelled").values_list("last_error", flat=True)) == {"withdrawn"}


def test_taking_back_everything_must_not_happen_by_accident():
    with pytest.raises(ValueError, match="Say which"):
        outbox.cancel(reason="oops")


def test_a_transaction_wakes_the_sender_once(post, monkeypatch, django_capture_on_commit_callbacks):
    woken = []
    monkeypatch.setattr(outbox, "nudge", woken.append)

    with django_capture_on_commit_callbacks(execute=True):
        post()
        post()

    assert woken == ["mail.drain"]
